import { existsSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Project } from 'projen';
import { MuslRustChef, MuslRustChefBuilder, RustProject } from '../../src';
import { CRATE, synthesise, synthIn } from '../synth';
import { readTree, tempDir, writeTree } from '../util';

/** Puts a link in the place of a folder. */
function link(dir: string, path: string, target: string): void {
  mkdirSync(dirname(join(dir, path)), { recursive: true });
  symlinkSync(target, join(dir, path));
}

const NO_FOLDER = (folder: string) =>
  new RegExp(
    `^${folder.replace('.', '\\.')} is a link to .*, which is not a folder of the project, and ${folder}/.* there`,
  );

test.each(['docker', '.github', '.github/workflows', '.projen'])(
  'nothing is written through a link out of the project in the place of %s, and nothing is changed',
  (folder) => {
    for (const overwriteExisting of [false, true]) {
      const elsewhere = writeTree(tempDir(), { mine: '' });
      const dir = writeTree(tempDir(), CRATE);
      link(dir, folder, elsewhere);
      const before = [readTree(dir), readTree(elsewhere)];
      expect(() => synthIn(dir, { overwriteExisting })).toThrow(NO_FOLDER(folder));
      expect([readTree(dir), readTree(elsewhere)]).toEqual(before);
      // what the message says works
      rmSync(join(dir, folder));
      mkdirSync(join(dir, folder));
      synthIn(dir, { overwriteExisting });
      expect(existsSync(join(dir, 'docker/get-executable.sh'))).toBe(true);
    }
  },
);

test('nor through one that leads nowhere', () => {
  const dir = writeTree(tempDir(), CRATE);
  link(dir, 'docker', 'nowhere');
  expect(() => synthIn(dir)).toThrow(/^docker is a link to nowhere, which is not a folder of the project/);
});

test('one that leads to another folder of the project is followed', () => {
  const dir = writeTree(tempDir(), { ...CRATE, 'tools/docker/mine': '' });
  link(dir, 'docker', 'tools/docker');
  synthIn(dir);
  expect(existsSync(join(dir, 'tools/docker/get-executable.sh'))).toBe(true);
});

test.each<[string, string, (root: Project) => unknown]>([
  [
    'a project in a folder',
    'services/api/docker',
    (root) => new MuslRustChef(new Project({ name: 'api', parent: root, outdir: 'services/api' })),
  ],
  ['a builder image', 'muslrust-chef', (root) => new MuslRustChefBuilder(root)],
  ['a builder image further down', 'images', (root) => new MuslRustChefBuilder(root, { directory: 'images/builder' })],
  [
    'a Rust project without images',
    '.github',
    (root) => new RustProject({ name: 'api', parent: root, outdir: 'services/api', muslRustChef: false }),
  ],
])('the same goes for %s', (_, folder, add) => {
  const elsewhere = tempDir();
  const dir = writeTree(tempDir(), {
    'services/api/Cargo.toml': CRATE['Cargo.toml'],
    'services/api/src/main.rs': CRATE['src/main.rs'],
  });
  link(dir, folder, elsewhere);
  const root = new Project({ name: 'acme', outdir: dir });
  add(root);
  expect(() => synthesise(root)).toThrow(/ is a link to .*, which is not a folder of the project, and /);
  expect(readTree(elsewhere)).toEqual({});
});
