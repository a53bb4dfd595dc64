import { spawnSync } from 'node:child_process';
import { featureSpecs } from '../../src/cargo/feature-spec';
import { CargoWorkspace } from '../../src/cargo/workspace';
import { testWithRust } from '../tools/rust';
import { tempDir, writeTree } from '../util';

const pkg = (name: string, edition: string, rest = '') =>
  `[package]\nname = "${name}"\nversion = "0.1.0"\nedition = "${edition}"\n${rest}\n[features]\ntls = []\n`;
const MAIN = '#[cfg(feature = "tls")]\nfn main() {}\n';

/** A package and a member below it, neither of which compiles without its feature `tls`. */
const withRoot = (edition: string, resolver?: string) => ({
  'Cargo.toml': `${pkg('shop', edition)}[workspace]\nmembers = ["mail"]\n${resolver ? `resolver = "${resolver}"\n` : ''}`,
  'src/main.rs': MAIN,
  'mail/Cargo.toml': pkg('mail', edition),
  'mail/src/main.rs': MAIN,
});
const virtual = (resolver: string) => ({
  'Cargo.toml': `[workspace]\nmembers = ["shop", "mail"]\nresolver = "${resolver}"\n`,
  'shop/Cargo.toml': pkg('shop', '2021'),
  'shop/src/main.rs': MAIN,
  'mail/Cargo.toml': pkg('mail', '2021'),
  'mail/src/main.rs': MAIN,
});

describe.each<[string, Record<string, string>, string]>([
  ['a package of an early edition', withRoot('2018'), 'tls'],
  ['a package with resolver 1', withRoot('2021', '1'), 'tls'],
  ['a package of an early edition with resolver 2', withRoot('2018', '2'), 'shop/tls'],
  ['a package of 2021', withRoot('2021'), 'shop/tls'],
  ['a virtual workspace with resolver 1', virtual('1'), 'shop/tls'],
  ['a virtual workspace with resolver 2', virtual('2'), 'shop/tls'],
])('%s', (_, files, expected) => {
  const folder = writeTree(tempDir(), files);
  const specs = ['shop/tls', 'mail/tls'].map(featureSpecs(CargoWorkspace.discover(folder)));

  test('what a feature is called', () => {
    expect(specs).toEqual([expected, 'mail/tls']);
  });

  testWithRust(
    'cargo takes it',
    () => {
      const args = ['check', '--offline', '--quiet', '--package', 'shop', '--package', 'mail'];
      const check = (...features: string[]) =>
        spawnSync('cargo', [...args, ...features], { cwd: folder, encoding: 'utf8' });
      expect(check('--features', specs.join(','))).toMatchObject({ status: 0 });
      expect(check().status).not.toBe(0);
    },
    60_000,
  );
});
