import { ignoredSources } from '../../src/allocator/ignored-sources';
import { CargoWorkspace } from '../../src/cargo/workspace';
import { git, gitAll } from '../git';
import { CRATE } from '../synth';
import { tempDir, writeTree } from '../util';

const FILES = {
  ...CRATE,
  'src/bin/tool.rs': 'fn main() {}\n',
  '.cargo/config.toml': '',
  'rust-toolchain.toml': '[toolchain]\nchannel = "stable"\n',
};

test.each<[gitignore: string, ignored: string[]]>([
  ['', []],
  ['/target\n*.log\n', []],
  ['*.toml', ['Cargo.toml', '.cargo/config.toml', 'rust-toolchain.toml']],
  ['*.toml\n!Cargo.toml\n', ['.cargo/config.toml', 'rust-toolchain.toml']],
  ['[Bb]in/', ['src/bin/tool.rs']],
  ['.cargo', ['.cargo/config.toml']],
  ['src', ['src/main.rs', 'src/bin/tool.rs']],
  ['Cargo.*', ['Cargo.lock', 'Cargo.toml']],
  ['*', ['Cargo.lock', 'Cargo.toml', 'src/main.rs', 'src/bin/tool.rs', '.cargo/config.toml', 'rust-toolchain.toml']],
])('%j hides %j', (gitignore, ignored) => {
  const dir = writeTree(tempDir(), { ...FILES, '.gitignore': gitignore });
  git(dir, 'init', '--quiet');
  const said = () =>
    ignoredSources(CargoWorkspace.discover(dir)).flatMap(({ text }) =>
      text.replace(/ (is|are) ignored.*/, '').split(', '),
    );
  expect(said().sort()).toEqual([...ignored].sort());
  // what git has already it keeps
  gitAll(dir, ['add', '--force', '.'], ['commit', '--quiet', '--message', 'all']);
  expect(said()).toEqual([]);
});

test('where there is no repository nothing is ignored', () => {
  expect(ignoredSources(CargoWorkspace.discover(writeTree(tempDir(), { ...FILES, '.gitignore': '*' })))).toEqual([]);
});
