import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { assertReadable } from '../files/obstacle';
import { Image } from '../image/image';
import { UserError } from '../messages/user-error';

const WHOSE = 'It is what the output `digests` of the job `publish` holds: {"server": "sha256:…"}.';

/**
 * The digests that were published last, by the images' targets in the bake file.
 *
 * @param path of the file, relative to `folder`; while there is none, no digest is known
 */
export function readDigests(folder: string, path: string, images: Image[]): Record<string, string> {
  const file = join(folder, path);
  assertReadable(file, path);
  if (!existsSync(file)) return {};
  const digests = parsed(path, readFileSync(file, 'utf8'));
  for (const [target, digest] of Object.entries(digests)) {
    if (!images.some(({ bakeTarget }) => bakeTarget === target)) {
      const targets = images.map(({ bakeTarget }) => bakeTarget).join(', ');
      throw new UserError(
        `${path}: there is no image ${JSON.stringify(target)}. There are ${targets}; remove its line.`,
      );
    }
    if (typeof digest !== 'string' || !/^sha256:[0-9a-f]{64}$/.test(digest)) {
      throw new UserError(`${path}: ${JSON.stringify(digest)}, of ${target}, is no digest. ${WHOSE}`);
    }
  }
  return digests as Record<string, string>;
}

function parsed(path: string, text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // said below
  }
  throw new UserError(`${path}: this is no JSON object. ${WHOSE}`);
}
