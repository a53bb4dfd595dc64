import { isAbsolute } from 'node:path';

/** Whether a path that is relative to a root leaves it. */
export function leavesRoot(path: string): boolean {
  return path === '..' || path.startsWith('../') || isAbsolute(path);
}
