import { SourceTree } from './source-tree';
import { TomlTable } from './toml-table';

/** The names that rustup looks for. */
export type ToolchainFile = 'rust-toolchain' | 'rust-toolchain.toml';

/** The toolchain file that rustup would use; the older name wins where both exist. */
export function findToolchainFile(tree: SourceTree): ToolchainFile | undefined {
  const file = (['rust-toolchain', 'rust-toolchain.toml'] as const).find((name) => tree.isFile(name));
  if (!file) return undefined;
  const text = tree.text(file)!;
  // the older name may hold just a channel
  if (file === 'rust-toolchain' && /^\s*[\w.-]+\s*$/.test(text)) return file;
  const toolchain = TomlTable.parse(text, file).table('toolchain');
  if (!toolchain) throw new Error(`${file} has no [toolchain]: add it with a channel, as in channel = "stable"`);
  if (toolchain.has('path')) {
    throw new Error(
      `${toolchain.at('path')} names a toolchain of this machine, which the builder image does not have: name a channel instead, as in channel = "stable"`,
    );
  }
  toolchain.string('channel');
  return file;
}
