import fs, { linkSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { SourceTree } from '../../src/cargo/source-tree';
import { leavesRoot } from '../../src/paths/leaves-root';
import { tempDir, writeTree } from '../util';

const root = writeTree(tempDir(), {
  'a/one.txt': '\uFEFFone',
  'a/b/two.txt': 'two',
  'Cargo.toml': 'name = "disk"\n',
});
symlinkSync('a', join(root, 'to-a'));
symlinkSync('nowhere', join(root, 'broken'));
symlinkSync('round', join(root, 'round'));
linkSync(join(root, 'a/one.txt'), join(root, 'hard.txt'));
mkdirSync(join(root, 'empty'));

const tree = new SourceTree(root, {
  'Cargo.toml': 'name = "starter"\n',
  'a/three.txt': 'three',
  './new/deep/x.txt': '',
});

test.each<[folder: string, path: string, expected: string, leaves: boolean]>([
  ['.', 'a', 'a', false],
  ['.', 'a/', 'a', false],
  ['.', './a/./b//', 'a/b', false],
  ['a', 'b', 'a/b', false],
  ['a', '..', '.', false],
  ['a', '../..', '..', true],
  ['a', '../../c', '../c', true],
  ['.', '..a', '..a', false],
  ['a', join(root, 'a/b'), 'a/b', false],
  ['a', root, '.', false],
  ['.', join(root, '../c'), '../c', true],
])('seen from %s, %s is %s and leaves the root: %s', (folder, path, expected, leaves) => {
  expect(tree.resolve(folder, path)).toBe(expected);
  expect(leavesRoot(expected)).toBe(leaves);
});

test.each<[string, boolean, boolean]>([
  ['a/one.txt', true, false],
  ['a', false, true],
  ['to-a', false, true],
  ['to-a/one.txt', true, false],
  ['.', false, true],
  ['a/three.txt', true, false],
  ['new', false, true],
  ['new/deep', false, true],
  ['missing', false, false],
  // each object has one
  ['constructor', false, false],
  ['broken', false, false],
  ['round', false, false],
  ['a/one.txt/below', false, false],
])('%s is a file: %s, a folder: %s', (path, isFile, isFolder) => {
  expect(tree.isFile(path)).toBe(isFile);
  expect(tree.isFolder(path)).toBe(isFolder);
});

test.each([
  ['a', ['b', 'one.txt', 'three.txt']],
  ['.', ['Cargo.toml', 'a', 'broken', 'empty', 'hard.txt', 'new', 'round', 'to-a']],
  ['new', ['deep']],
  ['new/deep', ['x.txt']],
  ['empty', []],
  ['missing', []],
  ['a/one.txt', []],
])('%s has %j', (folder, names) => {
  expect(tree.list(folder)).toEqual(names);
});

test.each([
  ['a/one.txt', 'one'],
  ['to-a/b/two.txt', 'two'],
  ['a/three.txt', 'three'],
  ['Cargo.toml', 'name = "disk"\n'],
  ['missing', undefined],
])('the text of %s is %j', (path, text) => {
  expect(tree.text(path)).toBe(text);
});

test.each([
  ['to-a/b/two.txt', 'a/b/two.txt'],
  ['a/b/two.txt', 'a/b/two.txt'],
  ['a/three.txt', 'a/three.txt'],
  ['broken', 'broken'],
])('%s is really %s', (path, expected) => {
  expect(tree.real(path)).toBe(expected);
});

test.each<[string, string, boolean]>([
  ['a/one.txt', 'hard.txt', true],
  ['to-a/one.txt', 'hard.txt', true],
  // that is a link of the other kind
  ['a/one.txt', 'to-a/one.txt', false],
  ['a/one.txt', 'a/one.txt', false],
  ['a/one.txt', 'a/b/two.txt', false],
  ['a/one.txt', 'missing', false],
  ['missing', 'gone', false],
])('%s and %s are one file by a hard link: %s', (a, b, expected) => {
  expect(tree.isHardLink(a, b)).toBe(expected);
});

test('a manifest is parsed once', () => {
  expect(tree.toml('Cargo.toml')!.string('name')).toBe('disk');
  expect(tree.toml('Cargo.toml')).toBe(tree.toml('Cargo.toml'));
  expect(tree.toml('missing')).toBeUndefined();
});

test('links are followed once: a workspace compares each of its binaries with all others', () => {
  const followed = jest.spyOn(fs, 'realpathSync');
  const fresh = new SourceTree(root);
  for (let time = 0; time < 3; time += 1) {
    expect(['to-a/one.txt', 'a/one.txt', 'broken'].map((path) => fresh.real(path))).toEqual([
      'a/one.txt',
      'a/one.txt',
      'broken',
    ]);
  }
  const paths = followed.mock.calls.map(([path]) => path);
  followed.mockRestore();
  expect(paths.filter((path) => path !== root)).toEqual(
    ['to-a/one.txt', 'a/one.txt'].map((path) => fresh.absolute(path)),
  );
});
