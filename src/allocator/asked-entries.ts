import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Project } from 'projen';
import { RcFile } from '../files/rc-file';
import { GitRepository } from '../git/git-repository';

interface Entry {
  /** Its manifest, relative to the folder of the project. */
  readonly path: string;
  /** As it stands there. */
  readonly before: string;
}

/**
 * Those of some entries that nobody edited: they are as they were committed, and the rc file is not. So it is the rc file that
 * asks for something else now.
 */
export function askedEntries<T extends Entry>(project: Project, entries: readonly T[]): T[] {
  const { root } = project;
  const rcFile = entries.length > 0 ? RcFile.of(root) : undefined;
  if (!rcFile) return [];
  const repository = GitRepository.of(root);
  const committed = (path: string) => repository.committed(repository.pathOf(path));
  const program = join(root.outdir, rcFile.name);
  const before = committed(program);
  if (before === undefined || before.trim() === readFileSync(program, 'utf8').trim()) return [];
  return entries.filter((entry) => committed(join(project.outdir, entry.path))?.includes(entry.before));
}
