import { constants, copyFileSync, lstatSync, mkdirSync, readlinkSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Changes } from './changes';

/** Brings what is different in a copy into the original: each file by a rename, so that none is ever half there. */
export function applyChanges(original: string, copy: string, { added, changed, removed }: Changes): void {
  for (const path of [...added, ...changed]) {
    const [from, to] = [join(copy, path), join(original, path)];
    mkdirSync(dirname(to), { recursive: true });
    const beside = `${to}.adopt-${process.pid}`;
    if (lstatSync(from).isSymbolicLink()) symlinkSync(readlinkSync(from), beside);
    else copyFileSync(from, beside, constants.COPYFILE_EXCL);
    renameSync(beside, to);
  }
  removed.forEach((path) => rmSync(join(original, path)));
}

/** The commands that undo it, at the root of the repository, as a shell reads them. */
export function undoing({ added, changed, removed }: Changes): string[] {
  const quoted = (paths: readonly string[]) =>
    paths.map((path) => (/^[\w./@%+,-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`)).join(' ');
  const tracked = [...changed, ...removed].sort();
  return [
    ...(added.length > 0 ? [`git clean -fdxq -- ${quoted(added)}`] : []),
    ...(tracked.length > 0 ? [`git restore -- ${quoted(tracked)}`] : []),
  ];
}
