import { lockedCrates } from '../../src/cargo/locked-crates';
import { CargoWorkspace } from '../../src/cargo/workspace';
import { tempDir, writeTree } from '../util';

const MANIFEST = '[package]\nname = "app"\nversion = "1.0.0"\n';

/** What the binaries are made of, by the entries of a lock file. */
function crates(
  lock: [name: string, ...dependencies: string[]][] | undefined,
  manifest = '',
  binary = 'app',
): string[] {
  const workspace = CargoWorkspace.discover(
    writeTree(tempDir(), {
      'Cargo.toml': `${MANIFEST}[workspace]\nmembers = ["tool"]\n${manifest}`,
      'src/main.rs': 'fn main() {}\n',
      'tool/Cargo.toml': '[package]\nname = "tool"\n',
      'tool/src/main.rs': 'fn main() {}\n',
      ...(lock && {
        'Cargo.lock': lock
          .map(([name, ...dependencies]) => `[[package]]\nname = "${name}"\n${listed(dependencies)}`)
          .join('\n'),
      }),
    }),
  );
  const binaries = workspace.binaries.filter(({ name }) => name === binary);
  return [...lockedCrates(workspace, binaries)].sort();
}

/** cargo leaves out a list that is empty. */
function listed(dependencies: string[]): string {
  return dependencies.length > 0 ? `dependencies = ${JSON.stringify(dependencies)}\n` : '';
}

test.each<[what: string, lock: [name: string, ...dependencies: string[]][] | undefined, expected: string[]]>([
  ['no lock file', undefined, ['app']],
  ['an empty one', [], ['app']],
  ['one without the package', [['other', 'log'], ['log']], ['app']],
  ['nothing below', [['app']], ['app']],
  ['all that is below', [['app', 'a', 'b'], ['a', 'c'], ['b'], ['c', 'd'], ['d']], ['a', 'app', 'b', 'c', 'd']],
  ['what is not in the lock file itself', [['app', 'a']], ['a', 'app']],
  ['not what other packages need', [['app', 'a'], ['tool', 'b'], ['a'], ['b']], ['a', 'app']],
  [
    'a circle, which dev-dependencies may make',
    [['app', 'a'], ['a', 'b'], ['b', 'a', 'c'], ['c']],
    ['a', 'app', 'b', 'c'],
  ],
  [
    'the versions of a crate, which are taken together',
    [
      ['app', 'alpha 1.0.0', 'alpha 2.0.0 (registry+https://example.com)'],
      ['alpha', 'b'],
      ['alpha', 'c'],
      ['b'],
      ['c'],
    ],
    ['alpha', 'app', 'b', 'c'],
  ],
])('%s', (_, lock, expected) => {
  expect(crates(lock)).toEqual(expected);
});

test('of each binary what it is made of', () => {
  expect(crates([['app', 'a'], ['tool', 'b', 'c'], ['a'], ['b'], ['c']], '', 'tool')).toEqual(['b', 'c', 'tool']);
});

test.each<[manifest: string, expected: string[]]>([
  ['[dev-dependencies]\na = "1"\n', ['app', 'b']],
  ['[dev-dependencies]\na = "1"\n[dependencies]\na = "1"\n', ['a', 'app', 'b']],
  ['[dev-dependencies]\na = "1"\n[build-dependencies]\na = "1"\n', ['a', 'app', 'b']],
  ['[dev-dependencies]\na = "1"\n[dependencies]\nb = "1"\n', ['app', 'b']],
  // by the name in the registry
  ['[dev-dependencies]\nx = { version = "1", package = "a" }\n', ['app', 'b']],
])('what only tests need is not among them: %j', (manifest, expected) => {
  expect(crates([['app', 'a', 'b'], ['a'], ['b']], manifest)).toEqual(expected);
});
