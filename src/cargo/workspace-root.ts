import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { packageTable } from './package';
import { TomlTable } from './toml-table';
import { WorkspaceExclusion } from './workspace-exclusion';
import { UserFile } from '../files/user-file';
import { UserError } from '../messages/user-error';

/** Refuses a package of a workspace further up: the lock file, the target folder and the paths of all members belong to the root of the workspace. */
export function assertIsRoot(root: string, manifest: TomlTable): void {
  const pointer = packageTable(manifest)!.string('workspace');
  const parent = pointer === undefined ? enclosingWorkspace(root) : resolve(root, pointer);
  if (parent) {
    throw new UserError(
      `Cargo.toml belongs to the workspace in ${parent}. ` +
        'Put MuslRustChef into the project at the root of that workspace, or run `adopt` there: Cargo.lock, the target folder and the other members live there',
    );
  }
}

function enclosingWorkspace(root: string): string | undefined {
  for (let folder = dirname(root); ; folder = dirname(folder)) {
    const path = join(folder, 'Cargo.toml');
    if (existsSync(path)) {
      const workspace = TomlTable.parse(UserFile.read(path).text, path).table('workspace');
      const below = relative(folder, root).split(/[\\/]/).join('/');
      if (workspace) return new WorkspaceExclusion(workspace).excludes(below) ? undefined : folder;
    }
    if (folder === dirname(folder)) return undefined;
  }
}
