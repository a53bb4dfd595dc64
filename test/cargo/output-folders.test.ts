import { OutputFolders } from '../../src/cargo/output-folders';
import { SourceTree } from '../../src/cargo/source-tree';
import { TomlTable } from '../../src/cargo/toml-table';
import { tempDir } from '../util';

/** Of a configuration in which `<root>` is the folder of the workspace. */
function outputFolders(config: string): OutputFolders {
  const root = tempDir();
  const text = `[build]\n${config.replaceAll('<root>', root)}\n`;
  return new OutputFolders(new SourceTree(root), TomlTable.parse(text, '.cargo/config.toml').table('build'), '.');
}

test.each<[config: string, folders: string[]]>([
  ['target-dir = "out"', ['out']],
  ['build-dir = "out"', ['out']],
  ['target-dir = "a"\nbuild-dir = "b"', ['a', 'b']],
  ['build-dir = "./a/../out/"', ['out']],
  ['build-dir = "my-target"', ['my-target']],
  ['build-dir = "targets"', ['targets']],
  ['build-dir = "a/target"', ['a/target']],
  ['build-dir = "{workspace-root}/out"', ['out']],
  ['build-dir = "{workspace-root}/a/{workspace-path-hash}/b"', ['a/{workspace-path-hash}/b']],
  ['build-dir = "{workspace-path-hash}"', ['{workspace-path-hash}']],
  // cargo fills in the variables of this one only
  ['target-dir = "{workspace-root}/out"', []],
  ['build-dir = "{cargo-cache-home}/out"', []],
  ['build-dir = "a}"', []],
  // .dockerignore has it anyway
  ['target-dir = "target"', []],
  ['build-dir = "target/build"', []],
  // all of the sources: the workspace says so
  ['build-dir = "."', ['.']],
  ['target-dir = "./"', ['.']],
  ['build-dir = "<root>"', ['.']],
  ['build-dir = "{workspace-root}"', ['.']],
  // none of the project
  ['build-dir = "../out"', []],
  ['build-dir = "/tmp/out"', []],
  ['build-dir = ""', []],
  ['jobs = 4', []],
])('by %j cargo compiles to %j, and nothing is to be said', (config, folders) => {
  const found = outputFolders(config);
  expect(found.folders.map(({ path }) => path)).toEqual(folders);
  expect(found.warnings).toEqual([]);
});

test.each(['target-dir', 'build-dir'])('a path of this machine in %s is said, with what to write instead', (key) => {
  const { folders, warnings } = outputFolders(`${key} = "<root>/a/out"`);
  expect(folders).toEqual([]);
  expect(warnings).toEqual([
    {
      id: 'config-build-dir',
      text: expect.stringMatching(
        new RegExp(
          `^\\.cargo/config\\.toml: build\\.${key} is "/.*/a/out", in the project: what cargo compiles there is sent to each build of the image, ` +
            'since \\.dockerignore can only hide what is there on every machine\\. Write "a/out", which is the same folder$',
        ),
      ),
    },
  ]);
});

test('without a table nothing is said', () => {
  expect(new OutputFolders(new SourceTree(tempDir()), undefined, '.')).toMatchObject({ folders: [], warnings: [] });
});
