import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { RcFile } from '../files/rc-file';
import { GitRepository } from '../git/git-repository';
import { relativePath } from '../paths/relative-path';

/** Folders that hold what others wrote. */
const OTHERS = ['node_modules', 'target', 'vendor'];

/** What to do where a project has no `Cargo.toml`: it is above, as for somebody in a sub-folder, or below, or there is none yet. */
export function whereManifestIs(root: string): string {
  const above = folderAbove(root);
  if (above !== undefined) {
    const path = relativePath(root, above);
    const [rcFile] = RcFile.namesIn(above);
    if (process.cwd() !== root) return `it is in ${path}. Put MuslRustChef into the project of that folder`;
    return rcFile === undefined
      ? `it is in ${path}. Move the rc file there, and run it there`
      : `it is in ${path}, and so is ${rcFile}. Run that there, by \`cd ${path}\``;
  }
  const below = foldersBelow(root);
  if (below.length > 0) {
    const [first] = below;
    return (
      `it is in ${below.join(', ')}. Put MuslRustChef into a project of that folder, ` +
      `as in new MuslRustChef(new Project({ parent: project, name: '${basename(first)}', outdir: '${first}' }))`
    );
  }
  return 'put MuslRustChef into the project at the root of the Rust package or workspace; `cargo init` begins one';
}

/** The nearest folder above, within the git repository. */
function folderAbove(root: string): string | undefined {
  const top = GitRepository.round(root).root;
  for (let folder = root; folder !== top;) {
    folder = dirname(folder);
    if (existsSync(join(folder, 'Cargo.toml'))) return folder;
  }
  return undefined;
}

/** Those right below, and one deeper, as in `crates/app`. */
function foldersBelow(root: string): string[] {
  const foldersIn = (folder: string): string[] =>
    existsSync(join(root, folder))
      ? readdirSync(join(root, folder), { withFileTypes: true })
          .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.') && !OTHERS.includes(entry.name))
          .map(({ name }) => (folder === '.' ? name : `${folder}/${name}`))
          .sort()
      : [];
  const has = (folder: string) => existsSync(join(root, folder, 'Cargo.toml'));
  const level = foldersIn('.');
  const found = level.filter(has);
  return found.length > 0 ? found : level.flatMap(foldersIn).filter(has);
}
