import { realpathSync } from 'node:fs';
import { leavesRoot } from './leaves-root';
import { relativePath } from './relative-path';

/** Where something in a folder is by links, seen from that folder; nothing where it is in the folder all the same. */
export function outside(folder: string, path: string): string | undefined {
  const place = relativePath(realpathSync(folder), realpathSync(path));
  return leavesRoot(place) ? place : undefined;
}
