import { Project } from 'projen';
import { folderInRepository } from '../git/folder-in-repository';
import { UserError } from '../messages/user-error';

/**
 * Where a folder of a project is in the repository, as a workflow can name it in every place that wants it: as a
 * working directory, in an expression, in a glob of `hashFiles` and in a filter of paths.
 */
export function folderInWorkflow(project: Project, folder?: string): string {
  const path = folderInRepository(project, folder);
  const bad = /[*?[\]{}\\"`<>|:~#!\p{Cc}]/u.exec(path);
  if (bad) {
    throw new UserError(
      `${JSON.stringify(path)}: a workflow can't name a folder with ${JSON.stringify(bad[0])} in it. ` +
        'Rename the folder, or write the workflow yourself and turn this one off by `workflow: false`.',
    );
  }
  return path;
}
