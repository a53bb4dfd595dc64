import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CONFIG_CHECKS, FILE_KEYS } from '../../src/cargo/config-checks';
import { CONFIG_KEYS } from '../../src/cargo/config-keys';

/** The headings of https://doc.rust-lang.org/cargo/reference/config.html (of 2026-08), and the tables without one. */
const REFERENCE = `
include paths alias.<name>
build.warnings build.jobs build.rustc build.rustc-wrapper build.rustc-workspace-wrapper build.rustdoc build.target
build.target-dir build.build-dir build.rustflags build.rustdocflags build.incremental build.dep-info-basedir build.pipelining
credential-alias.<name> doc.browser cargo-new.name cargo-new.email cargo-new.vcs env.<name>
future-incompat-report.frequency cache.auto-clean-frequency
http.debug http.proxy http.timeout http.cainfo http.proxy-cainfo http.check-revoke http.ssl-version http.low-speed-limit
http.multiplexing http.user-agent install.root
net.retry net.git-fetch-with-cli net.offline net.ssh.known-hosts patch.<source>.<crate> profile.<name>
resolver.lockfile-path resolver.incompatible-rust-versions
registries.<name>.index registries.<name>.token registries.<name>.credential-provider registries.crates-io.protocol
registry.index registry.default registry.credential-provider registry.token registry.global-credential-providers
source.<name>.replace-with source.<name>.directory source.<name>.registry source.<name>.local-registry source.<name>.git
source.<name>.branch source.<name>.tag source.<name>.rev
target.<triple>.ar target.<triple>.linker target.<triple>.runner target.<triple>.rustflags target.<triple>.rustdocflags
target.<triple>.<links>
term.quiet term.verbose term.color term.hyperlinks term.unicode term.progress.when term.progress.width
term.progress.term-integration
unstable.<name>
`
  .trim()
  .split(/\s+/);

test("each of cargo's keys is in the table, and nothing else", () => {
  expect(Object.keys(CONFIG_KEYS).sort()).toEqual([...REFERENCE].sort());
});

test('what is checked is in the table', () => {
  for (const key of [...Object.keys(CONFIG_CHECKS), ...FILE_KEYS]) expect(Object.keys(CONFIG_KEYS)).toContain(key);
});

test('a key is said to be warned of or refused if something looks at it', () => {
  const said = Object.entries(CONFIG_KEYS).filter(([, parts]) =>
    /warned of|^counts the same$|is refused$/.test(parts.join(' ')),
  );
  const elsewhere = [
    'build.target-dir',
    'build.build-dir',
    'paths',
    'include',
    'patch.<source>.<crate>',
    'source.<name>.directory',
  ];
  for (const [key] of said) expect([...Object.keys(CONFIG_CHECKS), ...elsewhere]).toContain(key);
});

test('the page has the table', () => {
  const page = readFileSync(join(__dirname, '../../docs/cargo-config.md'), 'utf8');
  const rows = Object.entries(CONFIG_KEYS).map(([key, [treatment, why]]) => `| \`${key}\` | ${treatment} | ${why} |`);
  expect(page.match(/^\| `.*$/gm)).toEqual(rows);
});
