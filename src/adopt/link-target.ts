import { lstatSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { relativePath } from '../paths/relative-path';

/** What a link of a repository leads to, seen from the root; nothing for what is no link. */
export function linkTarget(root: string, path: string): string | undefined {
  const place = join(root, path);
  return lstatSync(place).isSymbolicLink() ? relativePath(realpathSync(root), realpathSync(place)) : undefined;
}
