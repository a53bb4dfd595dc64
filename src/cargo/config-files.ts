import { posix } from 'node:path';
import { SourceTree } from './source-tree';
import { isTable } from './toml-parse';
import { TomlTable } from './toml-table';
import { UserError } from '../messages/user-error';
import { leavesRoot } from '../paths/leaves-root';

/** A file of cargo's configuration. */
export interface ConfigFile {
  readonly path: string;
  readonly values: TomlTable;
  /** What paths in it are relative to: the parent of its folder (https://doc.rust-lang.org/cargo/reference/config.html#config-relative-paths). */
  readonly base: string;
}

/** The files of cargo's configuration in the project: what stands further down counts for more. */
export function configFiles(tree: SourceTree): ConfigFile[] {
  // as for cargo, the older name wins
  const first = ['.cargo/config', '.cargo/config.toml'].find((path) => tree.toml(path));
  return first ? withIncluded(tree, first, []) : [];
}

/** A file after those that it includes. (cargo, src/context/mod.rs: `load_includes`) */
function withIncluded(tree: SourceTree, path: string, above: string[]): ConfigFile[] {
  const values = tree.toml(path)!;
  if (above.includes(path)) {
    throw new UserError(`${values.at('include')} leads back to ${path}: remove one of them`);
  }
  const folder = posix.dirname(path);
  const included = includesOf(values).flatMap(({ path: said, optional }) => {
    const file = tree.resolve(folder, said);
    if (leavesRoot(file)) {
      throw new UserError(
        `${values.at('include')} names ${file}, outside the project: the image is built from the project's files only. Move it inside`,
      );
    }
    if (tree.toml(file)) return withIncluded(tree, file, [...above, path]);
    if (optional) return [];
    throw new UserError(`${values.at('include')} names ${file}, which does not exist: create it, or remove the entry`);
  });
  return [...included, { path, values, base: posix.join(folder, '..') }];
}

function includesOf(values: TomlTable): { path: string; optional: boolean }[] {
  return [values.values.include ?? []].flat().map((entry: unknown) => {
    if (typeof entry === 'string') return { path: entry, optional: false };
    if (isTable(entry) && typeof entry.path === 'string') {
      return { path: entry.path, optional: entry.optional === true };
    }
    throw new UserError(`${values.at('include')} must be a list of paths`);
  });
}
