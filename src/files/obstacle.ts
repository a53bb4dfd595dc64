import { accessSync, constants, lstatSync, readlinkSync, Stats, statSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../messages/user-error';

/** Why a file that is there can't be read, and what to do; nothing where none is there. */
export function obstacleToReading(path: string, name: string): string | undefined {
  const entry = find(lstatSync, path);
  const file = entry === 'denied' ? entry : find(statSync, path);
  if (!entry) {
    return undefined;
  }
  if (!file) {
    return `${name} is a link to ${JSON.stringify(readlinkSync(path))}, which leads nowhere: correct it, or remove it`;
  }
  if (file === 'denied') {
    return `${name} can't be reached: give yourself permission to search the folders above it`;
  }
  if (!file.isFile()) {
    return `${name} is ${file.isDirectory() ? 'a folder' : 'no ordinary file'}, where a file is wanted: move it to another name`;
  }
  return may(path, constants.R_OK) ? undefined : `${name} can't be read: give yourself permission to`;
}

/** Refuses what is there and can't be read. */
export function assertReadable(path: string, name: string): void {
  const obstacle = obstacleToReading(path, name);
  if (obstacle) {
    throw new UserError(obstacle);
  }
}

/**
 * Why a synth can't write a file, and what to do.
 *
 * @param root an absolute path; what is above it is not looked at
 * @param path of the file, below it, by forward slashes
 */
export function obstacleToWriting(root: string, path: string): string | undefined {
  const parts = path.split('/');
  let folder = root;
  for (let length = 1; length < parts.length; length += 1) {
    const name = parts.slice(0, length).join('/');
    // where a link may lead is for others to say
    const entry = find(statSync, join(root, name));
    if (!entry) {
      break;
    }
    if (entry === 'denied') {
      return `${name} can't be reached: give yourself permission to search the folders above it`;
    }
    if (!entry.isDirectory()) {
      return `${name} is a file, where a folder is wanted for ${path}: move it to another name`;
    }
    folder = join(root, name);
  }
  const fault = obstacleToReading(join(root, path), path);
  if (fault) {
    return fault;
  }
  // it is a new file that takes the place of the one that is there
  const isWritable = !find(statSync, folder) || may(folder, constants.R_OK | constants.W_OK | constants.X_OK); // eslint-disable-line no-bitwise
  return isWritable ? undefined : `${path} can't be written: give yourself permission to write into ${folder}`;
}

/** What is there; a link that leads in a circle leads nowhere, and so does a path through a file. */
function find(look: (path: string) => Stats, path: string): Stats | 'denied' | undefined {
  try {
    return look(path);
  } catch (error) {
    return ['ENOENT', 'ENOTDIR', 'ELOOP'].includes((error as NodeJS.ErrnoException).code!) ? undefined : 'denied';
  }
}

function may(path: string, mode: number): boolean {
  try {
    accessSync(path, mode);
    return true;
  } catch {
    return false;
  }
}
