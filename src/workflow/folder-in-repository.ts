import { join, relative } from 'path';
import { Project } from 'projen';

/** Where a folder of a project is in the repository, by forward slashes; empty for the root. */
export function folderInRepository(project: Project, folder: string = ''): string {
  return relative(project.root.outdir, join(project.outdir, folder)).replace(/\\/g, '/');
}
