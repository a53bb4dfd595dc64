import { posix } from 'node:path';
import { ContextRules } from './context-rules';
import { rustFiles } from '../cargo/rust-files';
import { SourceTree } from '../cargo/source-tree';
import { CargoPackage, CargoWorkspace } from '../cargo/workspace';
import { Warning } from '../messages/warnings';
import { isWithin } from '../paths/is-within';
import { leavesRoot } from '../paths/leaves-root';
import { embeddedFiles } from '../rust/embedded-files';

/** A file that a compilation reads, and where that is said. */
interface Read {
  readonly path: string;
  readonly by: string;
}

/** What is said of files that sources or manifests name, and that are not in the build context. */
export function hiddenFiles(workspace: CargoWorkspace, rules: ContextRules): Warning[] {
  const tree = new SourceTree(workspace.root);
  const said = new Set<string>();
  return workspace.packages.flatMap((pkg) =>
    reads(tree, pkg).flatMap(({ path, by }): Warning[] => {
      const hidden = leavesRoot(path) ? path : hiddenIn(tree, rules, path);
      if (hidden === undefined || said.has(`${by} ${hidden}`)) return [];
      said.add(`${by} ${hidden}`);
      return [{ id: 'hidden-file', text: `${by} reads ${hidden}, ${remedy(hidden)}` }];
    }),
  );
}

function remedy(path: string): string {
  if (leavesRoot(path)) {
    return 'outside the project, and so not in the build context: the image will not build. Move it inside, or put MuslRustChef into a project further up';
  }
  return isWithin(path, 'target')
    ? 'in the target folder, in whose place the image has its own: the image will not build. Move it to another folder'
    : 'which .dockerignore hides: the image will not build, or lack it. Let it in, if it is no secret, by ' +
        `MuslRustChef.of(project).dockerignore.addPatterns(${JSON.stringify(`!/${path}`)}) in the rc file`;
}

function reads(tree: SourceTree, pkg: CargoPackage): Read[] {
  const manifest = tree.toml(pkg.manifestPath);
  const build = manifest?.table('package')?.values.build;
  const targets = [
    ...(pkg.library ? [pkg.library] : []),
    ...pkg.binaries.map(({ rootFile }) => rootFile),
    ...(typeof build === 'string' ? [tree.resolve(pkg.directory, build)] : []),
  ].map((path) => ({ path, by: pkg.manifestPath }));
  const embedded = rustFiles(tree, pkg.directory, ['target', 'tests', 'examples', 'benches']).flatMap((file) =>
    embeddedFiles(tree.text(file) ?? '').map(({ path, base, line }) => ({
      path: tree.resolve(base === 'file' ? posix.dirname(file) : pkg.directory, path),
      by: `${file}:${line}`,
    })),
  );
  return [...targets, ...embedded].filter(({ path }) => tree.isFile(path) || tree.isFolder(path));
}

/** The path, or what is hidden in the folder that it is. */
function hiddenIn(tree: SourceTree, rules: ContextRules, path: string): string | undefined {
  if (rules.hiding(path) !== undefined) return path;
  if (!tree.isFolder(path)) return undefined;
  for (const name of tree.list(path)) {
    const hidden = hiddenIn(tree, rules, posix.join(path, name));
    if (hidden !== undefined) return hidden;
  }
  return undefined;
}
