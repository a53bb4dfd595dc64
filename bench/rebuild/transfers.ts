import { run } from '../lib/lab';

const UNITS: Record<string, number> = { B: 1, kB: 1e3, MB: 1e6, GB: 1e9 };

/** What a builder downloaded of images and caches, by the progress that buildx printed. */
export function downloadedBytes(output: string): number {
  const blobs = new Map<string, number>();
  for (const [, digest, amount, unit] of output.matchAll(/^#\d+ sha256:([0-9a-f]+) ([\d.]+)([kMG]?B) \//gm)) {
    blobs.set(digest, Math.max(blobs.get(digest) ?? 0, Number(amount) * UNITS[unit]));
  }
  return [...blobs.values()].reduce((sum, bytes) => sum + bytes, 0);
}

/** The size of an image, or of an exported cache, in the registry. */
export function storedBytes(reference: string): number {
  const {
    layers = [],
    manifests = [],
  }: Record<string, Array<{ size: number }>> = JSON.parse(run(['crane', 'manifest', reference]));
  return [...layers, ...manifests].reduce((sum, { size }) => sum + size, 0);
}
