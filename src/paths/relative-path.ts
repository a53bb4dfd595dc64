import { relative, sep } from 'node:path';

/** The way from a folder to a path, by forward slashes on any machine; a backslash in a name is a part of it where it can be. */
export function relativePath(from: string, to: string): string {
  return relative(from, to).split(sep).join('/');
}
