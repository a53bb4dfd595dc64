import { realpathSync } from 'node:fs';
import { isAbsolute, relative, sep } from 'node:path';

/** Where something in a folder is by links, seen from that folder; nothing where it is in the folder all the same. */
export function outside(folder: string, path: string): string | undefined {
  const place = relative(realpathSync(folder), realpathSync(path)).split(sep).join('/');
  return place === '..' || place.startsWith('../') || isAbsolute(place) ? place : undefined;
}
