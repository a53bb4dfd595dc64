import { CargoDependency, readDependencies } from '../../src/cargo/dependency';
import { SourceTree } from '../../src/cargo/source-tree';
import { TomlTable } from '../../src/cargo/toml-table';
import { tempDir } from '../util';

/** The dependencies of a manifest in the folder `crates/a`. */
function read(text: string, workspace?: string): CargoDependency[] {
  const table = (file: string, toml: string) => TomlTable.parse(toml, file);
  return readDependencies(
    new SourceTree(tempDir()),
    'crates/a',
    table('crates/a/Cargo.toml', text),
    workspace === undefined ? undefined : table('Cargo.toml', workspace).table('workspace'),
  );
}

const SERDE: CargoDependency = {
  name: 'serde',
  crate: 'serde',
  key: 'dependencies.serde',
  kind: 'normal',
  target: undefined,
  optional: false,
  features: [],
  defaultFeatures: true,
  requirement: undefined,
  source: undefined,
  path: undefined,
  pathManifest: 'crates/a/Cargo.toml',
};

test.each<[string, Partial<CargoDependency>]>([
  [
    '[dependencies]\nserde = { version = "1", default-features = false, features = ["rc"] }\n',
    { requirement: '1', features: ['rc'], defaultFeatures: false },
  ],
  [
    '[dependencies]\nserde = { version = "1", default_features = false }\n',
    { requirement: '1', defaultFeatures: false },
  ],
  ['[dependencies]\nserde = "1"\n', { requirement: '1' }],
  ['[dependencies.serde]\nversion = "1"\noptional = true\n', { requirement: '1', optional: true }],
  ['[dependencies]\nserde = { version = "1", optional = false }\n', { requirement: '1' }],
  ['[dev-dependencies]\nserde = "1"\n', { requirement: '1', kind: 'dev', key: 'dev-dependencies.serde' }],
  ['[dev_dependencies]\nserde = "1"\n', { requirement: '1', kind: 'dev', key: 'dev_dependencies.serde' }],
  ['[build-dependencies]\nserde = "1"\n', { requirement: '1', kind: 'build', key: 'build-dependencies.serde' }],
  ['[build_dependencies]\nserde = "1"\n', { requirement: '1', kind: 'build', key: 'build_dependencies.serde' }],
  [
    '[target.\'cfg(unix)\'.build-dependencies]\nserde = "1"\n',
    { requirement: '1', kind: 'build', target: 'cfg(unix)', key: "target.'cfg(unix)'.build-dependencies.serde" },
  ],
  [
    '[dependencies]\nmine = { package = "serde", version = "1" }\n',
    { name: 'mine', requirement: '1', key: 'dependencies.mine' },
  ],
  ['[dependencies]\nserde = { path = "../serde" }\n', { path: 'crates/serde', source: 'of path "../serde"' }],
  ['[dependencies]\nserde = { git = "https://x/y" }\n', { source: 'of git "https://x/y"' }],
  [
    '[dependencies]\nserde = { version = "1", registry = "acme" }\n',
    { requirement: '1', source: 'of registry "acme"' },
  ],
  [
    '[dependencies]\nserde = { version = "1", registry-index = "https://x" }\n',
    { requirement: '1', source: 'of registry-index "https://x"' },
  ],
])('%j', (text, expected) => {
  expect(read(text)).toEqual([{ ...SERDE, ...expected }]);
});

test('all tables are read, those of each target too', () => {
  const dependencies = read(
    '[dependencies]\na = "1"\nb = "1"\n[dev-dependencies]\na = "1"\n[target.x.dependencies]\nc = "1"\n[target.y.dependencies]\nd = "1"\n',
  );
  expect(dependencies.map(({ key }) => key)).toEqual([
    'dependencies.a',
    'dependencies.b',
    'dev-dependencies.a',
    'target.x.dependencies.c',
    'target.y.dependencies.d',
  ]);
  expect(read('[package]\nname = "a"\n')).toEqual([]);
});

describe('what is inherited from the workspace', () => {
  const WORKSPACE =
    '[workspace.dependencies]\nserde = { path = "serde", version = "1" }\nmine = { package = "serde", version = "2" }\n';

  test.each<[string, Partial<CargoDependency>]>([
    [
      // its path is seen from there
      '[dependencies]\nserde.workspace = true\n',
      { requirement: '1', path: 'serde', source: 'of path "serde"', pathManifest: 'Cargo.toml' },
    ],
    [
      // whether it is optional is said here
      '[dependencies]\nmine = { workspace = true, optional = true }\n',
      { name: 'mine', key: 'dependencies.mine', optional: true, requirement: '2', pathManifest: 'Cargo.toml' },
    ],
    ['[dependencies]\nserde = "3"\n', { requirement: '3' }],
  ])('%j', (text, expected) => {
    expect(read(text, WORKSPACE)).toEqual([{ ...SERDE, ...expected }]);
  });

  test.each([
    ['[dependencies]\nlog.workspace = true\n', WORKSPACE],
    ['[dependencies]\nlog.workspace = true\n', '[workspace]\n'],
    ['[dependencies]\nlog.workspace = true\n', undefined],
  ])('is there: %j', (text, workspace) => {
    expect(() => read(text, workspace)).toThrow(
      'crates/a/Cargo.toml: dependencies.log is inherited, but the workspace has no such entry in [workspace.dependencies]: add it there',
    );
  });
});

test.each(['1', 'true', '["1"]', '[{ version = "1" }]'])('%s is neither a version nor a table', (value) => {
  expect(() => read(`[dependencies]\nserde = ${value}\n`)).toThrow(
    'crates/a/Cargo.toml: dependencies.serde must be a version or a table, as in serde = "1" or serde = { version = "1" }',
  );
});
