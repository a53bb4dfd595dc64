import { createHash } from 'node:crypto';

/** The most that a label of a host name has. (RFC 1123) */
const LONGEST = 63;

/**
 * What a volume of an image is called: by where it is mounted, so that it stays the same one whatever becomes of the others.
 * Kubernetes takes the name too.
 *
 * @param image a name without two dashes in a row, or one that nothing else begins with
 */
export function volumeName(image: string, path: string): string {
  const words = path.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  const name = `${image}-${words}`;
  // `/a-b` and `/A/b` have the words of `/a/b`
  if (/^(\/[a-z0-9]+)+$/.test(path) && name.length <= LONGEST) return name;
  const hash = createHash('sha256').update(`${image}:${path}`).digest('hex').slice(0, 8);
  return `${name.slice(0, LONGEST - 1 - hash.length).replace(/-+$/, '')}-${hash}`;
}
