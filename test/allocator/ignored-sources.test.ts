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

const MODULES = {
  ...CRATE,
  'src/main.rs': 'mod r#gen;\nmod deep;\n// mod notes;\nfn main() { include_str!("../gen/a.md"); }\n',
  'src/gen.rs': '',
  'src/deep/mod.rs': 'pub mod deeper;\n',
  'src/deep/deeper.rs': '',
  'src/notes.rs': '',
  'gen/a.md': '',
  'gen/b.md': '',
};

test.each<[what: string, files: Record<string, string>, gitignore: string, ignored: string[]]>([
  [
    'modules, but no file that is none',
    MODULES,
    'gen.rs\ndeep/\nnotes.rs',
    ['src/gen.rs', 'src/deep/mod.rs', 'src/deep/deeper.rs'],
  ],
  ['what is embedded, but nothing beside it', MODULES, '/gen', ['gen/a.md']],
  ['a library', { ...CRATE, 'src/lib.rs': '' }, 'lib.rs', ['src/lib.rs']],
  ['a build script', { ...CRATE, 'build.rs': '' }, 'build.rs', ['build.rs']],
  [
    'a build script by another name',
    {
      ...CRATE,
      'Cargo.toml': CRATE['Cargo.toml'].replace('edition', 'build = "make.rs"\nedition'),
      'make.rs': '',
      'build.rs': '',
    },
    '/*.rs',
    ['make.rs'],
  ],
  ['not what a build script may make', { ...MODULES, 'build.rs': '' }, 'gen.rs\n/gen', []],
  [
    'vendored crates',
    {
      ...CRATE,
      '.cargo/config.toml': '[source.crates-io]\nreplace-with = "v"\n\n[source.v]\ndirectory = "vendor"\n',
      'vendor/log/Cargo.toml': '',
      'vendor/serde/Cargo.toml': '',
    },
    'vendor/',
    ['vendor/log/Cargo.toml'],
  ],
])('what a build reads beside: %s', (_, files, gitignore, ignored) => {
  const dir = writeTree(tempDir(), { ...files, '.gitignore': `${gitignore}\n` });
  git(dir, 'init', '--quiet');
  const said = ignoredSources(CargoWorkspace.discover(dir)).flatMap(({ text }) =>
    text.replace(/ (is|are) ignored.*/, '').split(', '),
  );
  expect(said.sort()).toEqual([...ignored].sort());
});
