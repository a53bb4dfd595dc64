import { Override } from './local-overrides';
import { CargoPackage, manifestIn } from './package';
import { SourceTree } from './source-tree';
import { TomlTable } from './toml-table';
import { UserError } from '../messages/user-error';
import { leavesRoot } from '../paths/leaves-root';

/** Refuses dependencies that can't be cooked: cargo-chef restores the manifests of the workspace's own packages, and of no others. */
export function assertPathsCanBeCooked(tree: SourceTree, manifest: TomlTable, packages: CargoPackage[]): void {
  const members = new Set(packages.map(({ directory }) => directory));
  const uses = packages.flatMap(({ dependencies }) =>
    dependencies.map(({ key, path, pathManifest }) => ({ key, path, file: pathManifest })),
  );
  for (const { key, path, file } of uses) {
    if (path === undefined || members.has(path)) continue;
    assertIsThere(tree, { key, path, file });
    throw new UserError(
      `${file}: ${key} points to ${path}, which is not a member of the workspace, and cargo-chef can't build such crates ` +
        '(https://github.com/LukeMathWalker/cargo-chef/issues/285). ' +
        (manifest.has('workspace')
          ? `Add "${path}" to members of [workspace] in Cargo.toml and take it out of exclude`
          : 'Add an empty [workspace] to Cargo.toml, which makes it a member'),
    );
  }
}

/** Refuses a path that leads out of the project, or to no crate. */
export function assertIsThere(tree: SourceTree, { key, path, file }: Override): void {
  if (leavesRoot(path)) {
    throw new UserError(
      `${file}: ${key} points to ${path}, outside the project. The image is built from the project's files only: ` +
        'move the crate inside, take it from git or a registry, or put MuslRustChef into a project further up',
    );
  }
  if (!tree.isFile(manifestIn(path))) {
    throw new UserError(
      `${file}: ${key} points to ${path}, but ${manifestIn(path)} does not exist: create it or correct the path`,
    );
  }
}
