import { join, relative } from 'path';
import { Project } from 'projen';
import { GitRepository } from './git-repository';

/** Where a folder of a project is in the git repository, by forward slashes; empty for the root. */
export function folderInRepository(project: Project, folder: string = ''): string {
  // without git there is nothing above the root project
  const root = GitRepository.round(project.root.outdir)?.root ?? project.root.outdir;
  return relative(root, join(project.outdir, folder)).replace(/\\/g, '/');
}
