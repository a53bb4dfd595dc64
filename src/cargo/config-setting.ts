import { SourceTree } from './source-tree';
import { TomlTable } from './toml-table';
import { leavesRoot } from '../paths/leaves-root';

/** A key of the configuration that is set. */
export interface Setting {
  readonly tree: SourceTree;
  /** The table that has it, and what it is called there. */
  readonly table: TomlTable;
  readonly name: string;
  /** The names of the tables above, the outermost first. */
  readonly above: string[];
  /** What paths are relative to. */
  readonly base: string;
  /** Whether all dependencies are in the project. */
  readonly isVendored: boolean;
}

/** The file of the project that a key names, if it does. */
export function fileOf({ tree, table, name, base }: Omit<Setting, 'above'>): string | undefined {
  const value = table.string(name)!;
  // a program without a slash is looked for on PATH; certificates have one there
  if (!/[\\/]/.test(value) && !name.endsWith('cainfo')) return undefined;
  const path = tree.resolve(base, value);
  return !leavesRoot(path) && tree.isFile(path) ? path : undefined;
}
