import { posix } from 'node:path';
import { manifestIn } from './package';
import { SourceTree } from './source-tree';

/**
 * The Rust files of a package.
 *
 * @param except folders of it that are left out
 */
export function rustFiles(tree: SourceTree, folder: string, except: readonly string[] = []): string[] {
  return tree.list(folder).flatMap((name) => {
    const path = posix.join(folder, name);
    if (name.endsWith('.rs')) return tree.isFile(path) ? [path] : [];
    // a folder with a manifest is another package
    const isPart =
      !name.startsWith('.') && !except.includes(name) && tree.isFolder(path) && !tree.isFile(manifestIn(path));
    return isPart ? rustFiles(tree, path) : [];
  });
}
