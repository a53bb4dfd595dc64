import { spawnSync } from 'node:child_process';

/**
 * Those of some files that git leaves out; what it has already is in.
 *
 * @param paths in the folder; none is behind a link
 */
export function ignoredFiles(folder: string, paths: string[]): string[] {
  const { status, stdout } = spawnSync('git', ['check-ignore', '-z', '--stdin'], {
    cwd: folder,
    input: paths.map((path) => `${path}\0`).join(''),
    encoding: 'utf8',
  });
  return status === 0 ? stdout.split('\0').slice(0, -1) : [];
}
