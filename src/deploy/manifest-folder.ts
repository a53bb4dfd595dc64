import { posix } from 'node:path';
import { rustFiles } from '../cargo/rust-files';
import { UserError } from '../messages/user-error';
import { MuslRustChef } from '../muslrust-chef';
import { folderAt } from '../paths/folder-at';
import { isWithin } from '../paths/is-within';
import { leavesRoot } from '../paths/leaves-root';
import { relativePath } from '../paths/relative-path';

/** The folder of the manifests: one of their own, since it is hidden from builds. */
export function manifestFolder(chef: MuslRustChef, directory: string): string {
  const folder = folderAt(directory);
  if (!isPlain(folder) || folder === '.') {
    throw new UserError(
      `KubernetesManifests: directory is ${JSON.stringify(directory)}. Name a folder in the project by letters, digits, dots and dashes, e.g. "kubernetes".`,
    );
  }
  const other = othersOf(chef).find((path) => isWithin(path, folder));
  if (other !== undefined) {
    throw new UserError(
      `KubernetesManifests: directory is ${JSON.stringify(directory)}, where ${other} is, and no build sees that folder. Name one of its own, e.g. "kubernetes".`,
    );
  }
  return folder;
}

/** Whether a path is in the project, and is in `.dockerignore` what it says. */
export function isPlain(path: string): boolean {
  return /^[\w./-]+$/.test(path) && !leavesRoot(posix.normalize(path));
}

/** What builds, GitHub or projen read, by one of each folder, and all sources. */
function othersOf({ project, verifyImageScript, workflow, record, _workspace, _images }: MuslRustChef): string[] {
  const generated = [verifyImageScript, workflow?.file, record].flatMap((file) => file?.absolutePath ?? []);
  return [
    ...generated.map((path) => relativePath(project.outdir, path)),
    ..._workspace.packages.flatMap(({ directory, manifestPath }) => [
      manifestPath,
      ...rustFiles(_workspace.tree, directory),
    ]),
    ..._images.flatMap(({ files }) => files.map(({ source }) => source)),
  ];
}
