import { join } from 'node:path';
import { relativePath } from '../../src/paths/relative-path';

test.each([
  ['the folder itself', '', ''],
  ['what is in it', 'a/b', 'a/b'],
  ['what is above it', '..', '..'],
  ['a name with a backslash', 'a\\b', 'a\\b'],
])('%s', (_, to, expected) => {
  expect(relativePath('/root/folder', join('/root/folder', to))).toBe(expected);
});
