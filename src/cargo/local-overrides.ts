import { readDependencies } from './dependency';
import { manifestIn, packageTable } from './package';
import { SourceTree } from './source-tree';
import { isTable } from './toml-parse';
import { TomlTable } from './toml-table';
import { UserError } from '../messages/user-error';
import { isWithin } from '../paths/is-within';
import { leavesRoot } from '../paths/leaves-root';

/** A folder whose crate stands in place of another one. */
export interface Override {
  /** Where that is said, for messages. */
  readonly key: string;
  readonly file: string;
  readonly path: string;
}

/**
 * The paths of `[patch]` and `[replace]`, in the root manifest or in cargo's configuration.
 *
 * @param base what they are relative to
 */
export function overridesIn(tree: SourceTree, values: TomlTable, base: string): Override[] {
  const patch = values.table('patch');
  const tables = [
    ...(patch?.keys() ?? []).map((source) => patch!.table(source)!),
    ...[values.table('replace') ?? []].flat(),
  ];
  return tables.flatMap((table) =>
    table
      .keys()
      .filter((name) => typeof table.values[name] !== 'string')
      .flatMap((name) => {
        const path = table.table(name)!.string('path');
        return path === undefined
          ? []
          : [{ key: table.keyPath(name), file: values.file, path: tree.resolve(base, path) }];
      }),
  );
}

/**
 * The folders of crates that stand in place of others, and of those that they depend on by path: dependencies are compiled
 * with them, and so need their sources. cargo-chef has none, but a dummy of each member, of another version.
 */
export function overridingFolders(tree: SourceTree, overrides: Override[], workspace?: TomlTable): string[] {
  const folders = new Set<string>();
  const visit = (folder: string) => {
    if (folders.has(folder) || leavesRoot(folder)) return;
    folders.add(folder);
    const manifest = tree.toml(manifestIn(folder));
    if (!manifest) return;
    assertHasVersion(manifest);
    for (const { kind, path } of readDependencies(tree, folder, manifest, workspace)) {
      if (kind !== 'dev' && path !== undefined) visit(path);
    }
  };
  overrides.forEach(({ path }) => visit(path));
  // a folder has those in it with it
  return [...folders]
    .filter((folder) => ![...folders].some((other) => other !== folder && isWithin(folder, other)))
    .sort();
}

/** cargo-chef writes another version into the root manifest, so that a bump changes no recipe; nothing would be replaced. */
function assertHasVersion(manifest: TomlTable): void {
  const fields = packageTable(manifest);
  if (isTable(fields?.values.version)) {
    throw new UserError(
      `${fields.at('version')} is inherited, and the crate stands in place of another one: dependencies are compiled with it before ` +
        'the versions of the workspace are known. Write its version here, as in version = "1.2.3"',
    );
  }
}
