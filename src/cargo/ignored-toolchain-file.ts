import { SourceTree } from './source-tree';
import { TOOLCHAIN_FILES } from './toolchain-file';
import { Warning } from '../messages/warnings';

/**
 * What is said of a `rust-toolchain.toml` that rustup ignores, since there is a `rust-toolchain`, and that says something else.
 * (https://rust-lang.github.io/rustup/overrides.html#the-toolchain-file)
 */
export function ignoredToolchainFile(tree: SourceTree): Warning[] {
  const [used, ignored] = TOOLCHAIN_FILES;
  if (!tree.isFile(used) || !tree.isFile(ignored) || tree.text(used) === tree.text(ignored)) return [];
  return [
    {
      id: 'toolchain-file',
      text: `${ignored} does not count, here and in the image: rustup takes ${used} where both are there. Remove one of the two`,
    },
  ];
}
