import { join } from 'path';
import { Project } from 'projen';
import { GitRepository } from './git-repository';

/** Where a folder of a project is in the git repository, by forward slashes; empty for the root. */
export function folderInRepository(project: Project, folder: string = ''): string {
  return GitRepository.of(project).pathOf(join(project.outdir, folder));
}
