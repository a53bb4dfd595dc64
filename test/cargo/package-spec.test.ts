import { spawnSync } from 'node:child_process';
import { packageSpecs } from '../../src/cargo/package-spec';
import { CargoWorkspace } from '../../src/cargo/workspace';
import { testWithRust } from '../tools/rust';
import { tempDir, writeTree } from '../util';

const BINARY = 'fn main() {}\n';

function pkg(name: string, rest = ''): string {
  return `[package]\nname = "${name}"\nversion = "0.1.0"\nedition = "2021"\n${rest}`;
}

function lock(...names: string[]): string {
  return names.map((name, index) => `[[package]]\nname = "${name}"\nversion = "0.${index}.0"\n`).join('\n');
}

/** What `--package` calls `shop`, the root, and the members. */
function specs(files: Record<string, string>, added: string[] = []): string[] {
  const workspace = CargoWorkspace.discover(
    writeTree(tempDir(), {
      'Cargo.toml': pkg('shop', '[workspace]\nmembers = ["crates/*"]\n'),
      'src/main.rs': BINARY,
      'crates/mail/Cargo.toml': pkg('mail'),
      'crates/mail/src/main.rs': BINARY,
      ...files,
    }),
  );
  return workspace.packages.map(packageSpecs(workspace, added));
}

const root = (rest: string) => ({ 'Cargo.toml': pkg('shop', `[workspace]\nmembers = ["crates/*"]\n${rest}`) });
const OLD = '[dev-dependencies]\nshop_old = { package = "shop", version = "0.0.9" }\n';
const [SHOP, MAIL] = ['"file:///app#shop"', '"file:///app/crates/mail#mail"'];

test.each<[string, Record<string, string>, string[], string[]?]>([
  ['nothing else', {}, ['shop', 'mail']],
  ['another crate', root('[dependencies]\nserde = "1"\n'), ['shop', 'mail'], ['mimalloc']],
  ['the package itself', root('[dependencies]\nmail = { path = "crates/mail" }\n'), ['shop', 'mail']],
  ['an older release of itself', root(OLD), [SHOP, 'mail']],
  ['one of a member', { 'crates/mail/Cargo.toml': pkg('mail', OLD) }, [SHOP, 'mail']],
  ['one for a target', root('[target.x.build-dependencies]\nmail = "1"\n'), ['shop', MAIL]],
  ['one that the lock file has', { 'Cargo.lock': lock('mail', 'shop', 'log', 'shop') }, [SHOP, 'mail']],
  ['a lock file of each once', { 'Cargo.lock': lock('mail', 'shop', 'log', 'log') }, ['shop', 'mail']],
  ['the allocator', {}, ['shop', MAIL], ['mail', 'mail-sys']],
  ['a rename to its name', root('[dependencies]\nmail = { package = "lettre", version = "1" }\n'), ['shop', 'mail']],
])('is the folder where the name may be that of: %s', (_, files, expected, added = []) => {
  expect(specs(files, added)).toEqual(expected);
});

test('is one that a shell takes for one word', () => {
  const files = { 'crates/a $b/Cargo.toml': pkg('web'), 'crates/a $b/src/main.rs': BINARY };
  expect(specs(files, ['web'])).toContain('"file:///app/crates/a%20\\$b#web"');
});

testWithRust(
  'cargo takes it, and refuses the name',
  () => {
    const folder = writeTree(tempDir(), {
      'Cargo.toml': pkg('shop', '[workspace]\nmembers = ["crates/mail"]\n'),
      'src/main.rs': BINARY,
      'crates/mail/Cargo.toml': pkg('mail', OLD.replace(/shop/g, 'mail')),
      'crates/mail/src/main.rs': BINARY,
      'vendor/mail/Cargo.toml': pkg('mail').replace('0.1.0', '0.0.9'),
      'vendor/mail/src/lib.rs': '',
      'vendor/mail/.cargo-checksum.json': '{"files":{}}',
      '.cargo/config.toml': '[source.crates-io]\nreplace-with = "vendor"\n[source.vendor]\ndirectory = "vendor"\n',
    });
    const workspace = CargoWorkspace.discover(folder);
    const [, spec] = workspace.packages.map(packageSpecs(workspace, []));
    expect(spec).toBe(MAIL);
    const check = (name: string) =>
      spawnSync('cargo', ['check', '--offline', '--package', name], { cwd: folder, encoding: 'utf8' });
    expect(check('mail').stderr).toContain('ambiguous');
    expect(check(spec.slice(1, -1).replace('/app', folder))).toMatchObject({ status: 0, stdout: '' });
  },
  60_000,
);
