import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a script of `assets/` does, without what it says of itself: the root of a repository need not have any of our scripts. */
export function inlineScript(name: string): string {
  const text = readFileSync(join(__dirname, '../../assets', name), 'utf8');
  return text.replace(/^(#.*\n)+/, '').trimEnd();
}
