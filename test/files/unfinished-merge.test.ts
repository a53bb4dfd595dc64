import { LogLevel, Project } from 'projen';
import { MuslRustChef } from '../../src';
import { CRATE, synthesise } from '../synth';
import { readTree, tempDir, writeTree } from '../util';

const FILES: Record<string, string> = {
  ...CRATE,
  'src/lib.rs': 'pub fn a() {}\n',
  'src/alloc.rs': '#[global_allocator]\nstatic A: B = B;\n',
  '.gitignore': '/target\n',
  '.gitattributes': '*.rs text\n',
  'rust-toolchain.toml': '[toolchain]\nchannel = "stable"\n',
  '.cargo/config.toml': '[net]\nretry = 2\n',
  'package.json': '{\n  "private": true\n}\n',
};

const make = (outdir: string) =>
  new MuslRustChef(new Project({ name: 'app', outdir, logging: { level: LogLevel.OFF } })).project;

const CONFLICTS: Record<string, string[]> = {
  'all of it': ['<<<<<<< HEAD', '=======', '>>>>>>> x'],
  'its first line': ['<<<<<<< HEAD'],
  'its last line': ['>>>>>>> x'],
};

describe.each(Object.entries(CONFLICTS))('a merge that is not finished, %s', (_, marks) => {
  test.each(Object.keys(FILES).filter((path) => path !== 'package.json'))(
    'in %s: one message, and nothing is written',
    (path) => {
      const dir = writeTree(tempDir(), FILES);
      const lines = FILES[path].split('\n');
      writeTree(dir, { [path]: [...lines.slice(0, 1), ...marks, ...lines.slice(1)].join('\n') });
      const before = readTree(dir);
      expect(() => synthesise(make(dir))).toThrow(
        new Error(`${path}:2: a merge is not finished here: resolve it, and synth again`),
      );
      expect(readTree(dir)).toEqual(before);
    },
  );
});

test('in package.json, where it is read', () => {
  const dir = writeTree(tempDir(), { ...FILES, 'package-lock.json': '{}' });
  writeTree(dir, { 'package.json': '{\n<<<<<<< HEAD\n=======\n  "private": true\n>>>>>>> x\n}\n' });
  expect(() => synthesise(make(dir))).toThrow('package.json:2: a merge is not finished here');
});
