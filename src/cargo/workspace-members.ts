import { posix } from 'node:path';
import { readDependencies } from './dependency';
import { manifestIn, packageTable } from './package';
import { SourceTree } from './source-tree';
import { TomlTable } from './toml-table';
import { WorkspaceExclusion } from './workspace-exclusion';
import { UserError } from '../messages/user-error';
import { leavesRoot } from '../paths/leaves-root';

/** The folders of all packages of the workspace, by cargo's rules: the root, the members, and their path dependencies inside the root. */
export function memberFolders(tree: SourceTree, root: TomlTable): string[] {
  const workspace = root.table('workspace');
  if (!workspace) return ['.'];
  const exclusion = new WorkspaceExclusion(workspace);
  const folders = new Set<string>();
  const visit = (folder: string) => {
    if (folders.has(folder) || exclusion.excludes(folder)) return;
    const manifest = tree.toml(manifestIn(folder));
    if (!manifest) return;
    if (folder !== '.' && manifest.has('workspace')) {
      throw new UserError(
        `${manifest.at('workspace')}: the workspace of ${root.file} holds this package, so it can't be the root of another one. ` +
          `Remove [workspace] here, or list "${folder}" in exclude of ${root.file}`,
      );
    }
    if (packageTable(manifest)) folders.add(folder);
    for (const dependency of readDependencies(tree, folder, manifest, workspace)) {
      if (dependency.path !== undefined && !leavesRoot(dependency.path)) visit(dependency.path);
    }
  };
  visit('.');
  for (const pattern of workspace.strings('members') ?? []) {
    const found = expand(tree, pattern);
    for (const folder of found) {
      if (leavesRoot(folder)) {
        throw new UserError(
          `${workspace.at('members')} lists "${pattern}", outside the project. The image is built from the project's files only: ` +
            'move the package inside, or put MuslRustChef into a project further up',
        );
      }
      visit(folder);
    }
    const literal = tree.resolve('.', pattern);
    if (found.length === 0 && !tree.isFile(manifestIn(literal)) && !exclusion.excludes(literal)) {
      throw new UserError(
        `${workspace.at('members')} lists "${pattern}", but ${manifestIn(literal)} does not exist: create it, or remove the entry`,
      );
    }
  }
  return [...folders].sort();
}

/** The folders of the packages that cargo builds where none is named, as far as a manifest says which: the root, or `default-members`. */
export function defaultFolders(tree: SourceTree, root: TomlTable): string[] {
  const listed = root.table('workspace')?.strings('default-members');
  if (listed) return listed.flatMap((pattern) => expand(tree, pattern));
  return packageTable(root) ? ['.'] : [];
}

/** The folders with a manifest that a pattern of Rust's `glob` crate matches. */
function expand(tree: SourceTree, pattern: string): string[] {
  let folders = ['.'];
  for (const part of posix.normalize(pattern).split('/')) {
    if (part === '**') {
      folders = folders.flatMap((folder) => [folder, ...descendants(tree, folder)]);
    } else if (/[*?[]/.test(part)) {
      const matcher = globPart(part);
      folders = folders.flatMap((folder) =>
        children(tree, folder).filter((child) => matcher.test(posix.basename(child))),
      );
    } else {
      folders = folders.map((folder) => posix.join(folder, part));
    }
  }
  const found = [...new Set(folders)].filter((folder) => tree.isFile(manifestIn(folder)));
  // a pattern that matches nothing is taken literally, as by cargo
  const literal = tree.resolve('.', posix.normalize(pattern));
  return found.length === 0 && tree.isFile(manifestIn(literal)) ? [literal] : found;
}

function children(tree: SourceTree, folder: string): string[] {
  return tree.list(folder).map((name) => posix.join(folder, name));
}

function descendants(tree: SourceTree, folder: string): string[] {
  return children(tree, folder).flatMap((child) => [child, ...descendants(tree, child)]);
}

function globPart(part: string): RegExp {
  const source = part.replace(/\[!?\]?[^\]]*\]|[*?]|[\\^$.+|(){}[\]]/g, (token) => {
    if (token === '*') return '.*';
    if (token === '?') return '.';
    if (token.length === 1) return `\\${token}`;
    const negated = token.startsWith('[!');
    const set = token.slice(negated ? 2 : 1, -1).replace(/[\\\]^]/g, '\\$&');
    return `[${negated ? '^' : ''}${set}]`;
  });
  return new RegExp(`^${source}$`, 's');
}
