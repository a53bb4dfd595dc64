import { ignoredToolchainFile } from '../../src/cargo/ignored-toolchain-file';
import { SourceTree } from '../../src/cargo/source-tree';
import { tempDir } from '../util';

const TOML = '[toolchain]\nchannel = "stable"\n';

test.each<[string, Record<string, string>, number]>([
  ['none is there', {}, 0],
  ['one is there', { 'rust-toolchain.toml': TOML }, 0],
  ['the older one is there', { 'rust-toolchain': '1.98.0\n' }, 0],
  ['both say the same', { 'rust-toolchain': TOML, 'rust-toolchain.toml': TOML }, 0],
  ['they differ', { 'rust-toolchain': '1.98.0\n', 'rust-toolchain.toml': TOML }, 1],
  ['the ignored one is no TOML', { 'rust-toolchain': '1.98.0\n', 'rust-toolchain.toml': '<<<' }, 1],
])('a file that does not count is named: %s', (_, files, count) => {
  expect(ignoredToolchainFile(new SourceTree(tempDir(), files))).toHaveLength(count);
});
