import { mkdirSync, symlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import { outside } from '../../src/paths/outside';
import { tempDir, writeTree } from '../util';

test('what is in a folder is told from what is elsewhere by a link', () => {
  const elsewhere = writeTree(tempDir(), { 'a.txt': '', '..b/c.txt': '' });
  const folder = writeTree(tempDir(), { 'a.txt': '', '..b/c.txt': '' });
  symlinkSync(join(elsewhere, 'a.txt'), join(folder, 'file'));
  symlinkSync(elsewhere, join(folder, 'folder'));
  symlinkSync('..b', join(folder, 'inside'));
  symlinkSync('..', join(folder, 'above'));
  const there = `../${basename(elsewhere)}`;
  for (const [path, place] of [
    ['.', undefined],
    ['a.txt', undefined],
    ['..b/c.txt', undefined],
    ['inside/c.txt', undefined],
    ['file', `${there}/a.txt`],
    ['folder', there],
    ['folder/..b/c.txt', `${there}/..b/c.txt`],
    ['above', '..'],
  ] as const) {
    expect([path, outside(folder, join(folder, path))]).toEqual([path, place]);
  }
  // the folder itself may be by a link
  mkdirSync(join(elsewhere, 'links'));
  symlinkSync(folder, join(elsewhere, 'links/it'));
  expect(outside(join(elsewhere, 'links/it'), join(elsewhere, 'links/it/a.txt'))).toBeUndefined();
});
