import { existsSync, lstatSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { Component, Project } from 'projen';
import { projectsOf } from './projects-of';
import { UserError } from '../messages/user-error';
import { foldersOf } from '../paths/folders-of';
import { outside } from '../paths/outside';

const ID = 'muslrust-chef-linked-folders';

/** Stops the synth where a file would be written out of its project, by a link in the place of a folder. */
export class LinkedFolders extends Component {
  /** Watches over the files of a project's whole tree. */
  public static watch({ root }: Project): void {
    if (!root.node.tryFindChild(ID)) {
      new LinkedFolders(root);
    }
  }

  private constructor(private readonly root: Project) {
    super(root, ID);
  }

  /** Before anything is written. */
  public preSynthesize(): void {
    for (const project of projectsOf(this.root)) {
      for (const { path } of project.files) {
        for (const folder of foldersOf(path).map((each) => each.slice(0, -1))) {
          const place = linkedPlace(project.outdir, folder);
          if (place !== undefined) {
            throw new UserError(
              `${folder} is a link to ${place}, which is no folder of the project, and ${path} would be written there. ` +
                'Nothing has been changed. Put a folder in the place of the link.',
            );
          }
        }
      }
    }
  }
}

/** Where a link leads that leads out of a project, or nowhere. */
function linkedPlace(root: string, folder: string): string | undefined {
  const path = join(root, folder);
  if (!lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink()) {
    return undefined;
  }
  return existsSync(path) ? outside(root, path) : readlinkSync(path);
}
