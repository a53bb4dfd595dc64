import { posix } from 'node:path';

/** The folder that parts of a path lead to, without a slash at its end; `.` where they lead nowhere else. */
export function folderAt(...parts: string[]): string {
  return posix.join(...parts).replace(/(?<=.)\/$/, '');
}
