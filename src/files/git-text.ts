import { existsSync, readFileSync } from 'fs';
import { assertReadable } from './obstacle';
import { assertMerged } from './unfinished-merge';

/** The text of a file of git's that is only read, byte for byte; empty where there is none. */
export function gitText(path: string): string {
  assertReadable(path, path);
  const text = existsSync(path) ? readFileSync(path, 'latin1') : '';
  assertMerged(path, text);
  return text;
}
