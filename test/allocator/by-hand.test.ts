import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Allocator } from '../../src';
import { RECORD } from '../../src/record/synth-record';
import { CRATE, synthIn } from '../synth';
import { testWithRust } from '../tools/rust';
import { readTree, tempDir, writeTree } from '../util';

const PACKAGE = '[package]\nname = "app"\nversion = "0.1.0"\nedition = "2021"\n';
const MUSL = `'cfg(target_env = "musl")'`;
const MULTI_LINE = '[dependencies]\nserde = {\n  version = "1",\n}\n';

/** Manifests whose `target` tables are dotted: an entry is put in on a line of its own. */
const DOTTED: [string, string][] = [
  ['at the root', `target.${MUSL}.dependencies.libc = "0.2"\n${PACKAGE}`],
  ['at the root, for others', `target.'cfg(unix)'.dependencies.libc = "0.2"\n${PACKAGE}`],
  ['below [target]', `${PACKAGE}\n[target]\n${MUSL}.dependencies.libc = "0.2"\n`],
  ['below [target], for others', `${PACKAGE}\n[target]\n'cfg(unix)'.dependencies.libc = "0.2"\n`],
  ['below [target.…]', `${PACKAGE}\n[target.${MUSL}]\ndependencies.libc = "0.2"\n\n[features]\n`],
  [
    'below [target.…], quoted and spaced otherwise',
    `${PACKAGE}\n[ "target" . "cfg(target_env = \\"musl\\")" ]\ndependencies.libc = "0.2"\n`,
  ],
  ['below [target.…], as a subtable', `${PACKAGE}\n[target.${MUSL}.dependencies.libc]\nversion = "0.2"\n`],
  ['inline for others', `${PACKAGE}\n[target]\n'cfg(unix)' = { dependencies = { libc = "0.2" } }\n`],
  ['inline dependencies of the package', `dependencies = { libc = "0.2" }\n${PACKAGE}`],
];

/** Manifests that are not edited: what to do is shown. */
const BY_HAND: [string, string][] = [
  ['an inline target', `target = { 'cfg(unix)' = { dependencies = { libc = "0.2" } } }\n${PACKAGE}`],
  ['an inline target for musl', `target = { ${MUSL} = { dependencies = { libc = "0.2" } } } # why\n${PACKAGE}`],
  ['an empty inline target', `target = {}\n${PACKAGE}`],
  ['an inline table below [target]', `${PACKAGE}\n[target]\n${MUSL} = { dependencies = { libc = "0.2" } }\n`],
  ['a dotted inline table', `target.${MUSL} = { dependencies = { libc = { version = "0.2" } } }\n${PACKAGE}`],
  ['empty inline dependencies at the root', `target."cfg(target_env = \\"musl\\")".dependencies = {}\n${PACKAGE}`],
  ['inline dependencies', `${PACKAGE}\n[target.${MUSL}]\ndependencies = { libc = "0.2" }\n`],
  ['empty inline dependencies', `${PACKAGE}\n[target.${MUSL}]\ndependencies = {}\n`],
  ['TOML 1.1', `${PACKAGE}\n${MULTI_LINE}`],
  ['TOML 1.1 without a final newline', `${PACKAGE}\n${MULTI_LINE}`.trimEnd()],
  ['TOML 1.1 and a dotted target', `${PACKAGE}\n[target]\n${MUSL}.dependencies.libc = "0.2"\n\n${MULTI_LINE}`],
  [
    'TOML 1.1 and an inline target',
    `target = { ${MUSL} = { dependencies = { libc = "0.2" } } }\n${PACKAGE}\n${MULTI_LINE}`,
  ],
];

const crate = (manifest: string) => writeTree(tempDir(), { ...CRATE, 'Cargo.toml': manifest });

/** Does what a message says, and nothing else. */
function follow(dir: string, message: string): void {
  const parts = [
    ...message.matchAll(
      /^in (\S+), (at its end|as line (\d+)|in the place of line (\d+)|before the first item, on lines of their own):\n\n([^]*?)\n(?:\n|$)/gm,
    ),
  ];
  expect(parts.length).toBeGreaterThan(0);
  for (const [, path, where, line, place, text] of parts) {
    const before = readFileSync(join(dir, path), 'utf8');
    const lines = before.split('\n');
    if (line) lines.splice(Number(line) - 1, 0, text);
    if (place) lines.splice(Number(place) - 1, 1, text);
    const edited =
      line || place
        ? lines.join('\n')
        : where === 'at its end'
          ? `${before}\n${text}\n`
          : before.replace(/(?=fn main)/, `\n${text}\n\n`);
    writeTree(dir, { [path]: edited });
  }
}

/** What cargo takes the dependency on mimalloc for. */
function cargoReads(dir: string): unknown {
  const { stdout, stderr, status } = spawnSync('cargo', ['read-manifest'], { cwd: dir, encoding: 'utf8' });
  expect([status, stderr]).toEqual([0, expect.not.stringContaining('error')]);
  const { dependencies } = JSON.parse(stdout) as { dependencies: { name: string }[] };
  return dependencies.filter(({ name }) => name === 'mimalloc');
}

const EXPECTED = [
  expect.objectContaining({ req: '^0.1.52', target: 'cfg(target_env = "musl")', uses_default_features: false }),
];

describe.each(DOTTED)('a manifest with dotted tables: %s', (_, manifest) => {
  test.each([
    ['LF', manifest],
    ['CRLF', manifest.replace(/\n/g, '\r\n')],
  ])('it is edited, brought up to date, and undone to the byte: %s', (__, text) => {
    const dir = crate(text);
    const before = readTree(dir);
    expect(synthIn(dir).warnings).toEqual([]);
    const once = readTree(dir);
    expect(once['Cargo.toml']).toContain(
      'mimalloc = { version = "0.1.52", default-features = false } # kept by projen-muslrust-chef',
    );
    synthIn(dir);
    expect(readTree(dir)).toEqual(once);
    synthIn(dir, { allocator: Allocator.mimalloc({ secure: true }) });
    expect(readTree(dir)['Cargo.toml']).toBe(once['Cargo.toml'].replace('false }', 'false, features = ["secure"] }'));
    synthIn(dir, { allocator: Allocator.jemalloc() });
    expect(readTree(dir)['Cargo.toml']).not.toContain('mimalloc =');
    synthIn(dir, { allocator: Allocator.system() });
    for (const path of ['Cargo.toml', 'src/main.rs']) expect(readTree(dir)[path]).toBe(before[path]);
  });

  testWithRust('cargo reads it as meant', () => {
    const dir = crate(manifest);
    synthIn(dir);
    expect(cargoReads(dir)).toEqual(EXPECTED);
  });
});

describe.each(BY_HAND)('a manifest that is not edited: %s', (_, manifest) => {
  test('nothing is changed, and what the message says brings everything in order', () => {
    const dir = crate(manifest);
    const { warnings } = synthIn(dir);
    expect(warnings).toEqual([expect.stringMatching(/^Cargo\.toml: [^\n]*\[allocator-by-hand\]\n/)]);
    expect(readFileSync(join(dir, 'Cargo.toml'), 'utf8')).toBe(manifest);
    expect(readFileSync(join(dir, 'src/main.rs'), 'utf8')).toBe(CRATE['src/main.rs']);

    follow(dir, warnings[0]);
    const followed = readTree(dir);
    const { warnings: after, project } = synthIn(dir);
    expect(after).toEqual([]);
    // nor is anything noted of a line that was dictated
    expect((project.logger.info as unknown as jest.Mock).mock.calls.join('\n')).not.toContain('[allocator-');
    expect(readTree(dir)['Cargo.toml']).toBe(followed['Cargo.toml']);
    expect(readFileSync(join(dir, 'src/main.rs'), 'utf8').match(/global_allocator/g)).toHaveLength(1);
  });

  testWithRust('cargo reads it as meant', () => {
    const dir = crate(manifest);
    follow(dir, synthIn(dir).warnings[0]);
    expect(cargoReads(dir)).toEqual(EXPECTED);
  });
});

test('where there is nothing to paste, the message says what to write otherwise', () => {
  const inBraces = 'target = {\n  \'cfg(unix)\' = {\n    dependencies = {\n      libc = "0.2",\n    },\n  },\n}\n';
  const dir = crate(inBraces + PACKAGE);
  const { warnings } = synthIn(dir);
  expect(warnings).toEqual([
    'Cargo.toml: no dependency can be put in without writing anew what stands there (a table in braces over several lines). ' +
      "Nothing was changed in this package. Write `target` with headers, as in [target.'cfg(unix)'.dependencies], " +
      'or use Allocator.system() [allocator-by-hand]',
  ]);
  expect(readFileSync(join(dir, 'Cargo.toml'), 'utf8')).toBe(inBraces + PACKAGE);
  expect(synthIn(dir, { allocator: Allocator.system() }).warnings).toEqual([]);

  writeTree(dir, { 'Cargo.toml': `${PACKAGE}\n[target.'cfg(unix)'.dependencies]\nlibc = "0.2"\n` });
  expect(synthIn(dir).warnings).toEqual([]);
  expect(readFileSync(join(dir, 'src/main.rs'), 'utf8')).toContain('global_allocator');
});

test('a source whose first line is both attribute and code: following the message is enough', () => {
  const dir = writeTree(tempDir(), { ...CRATE, 'src/main.rs': '#![allow(unused)] fn main() {}\n' });
  follow(dir, synthIn(dir).warnings[0]);
  // the record alone says that there is nothing left to do
  const files = () => Object.entries(readTree(dir)).filter(([path]) => path !== RECORD);
  const before = files();
  expect(synthIn(dir).warnings).toEqual([]);
  expect(files()).toEqual(before);
});
