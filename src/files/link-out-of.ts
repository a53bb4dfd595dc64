import { existsSync, lstatSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { nothingChanged } from '../messages/nothing-changed';
import { foldersOf } from '../paths/folders-of';
import { outside } from '../paths/outside';

/** What is wrong with a link in the place of a folder, by which a file would be written out of its project, or nowhere. */
export function linkOutOf(project: string, path: string): string | undefined {
  for (const folder of foldersOf(path).map((each) => each.slice(0, -1))) {
    const place = linkedPlace(project, folder);
    if (place !== undefined) {
      return (
        `${folder} is a link to ${place}, which is not a folder of the project, and ${path} would be written there. ` +
        `${nothingChanged()} Put a folder in the place of the link.`
      );
    }
  }
  return undefined;
}

/** Where a link leads that leads out of a project, or nowhere. */
function linkedPlace(root: string, folder: string): string | undefined {
  const path = join(root, folder);
  if (!lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink()) {
    return undefined;
  }
  return existsSync(path) ? outside(root, path) : readlinkSync(path);
}
