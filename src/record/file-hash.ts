import { createHash } from 'node:crypto';

/** The sha256 of a text by LF line ends: a checkout that has others, as `core.autocrlf` makes it, is the same. */
export function fileHash(text: string): string {
  return createHash('sha256').update(text.replace(/\r\n/g, '\n')).digest('hex');
}
