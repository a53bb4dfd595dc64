import { isDeepStrictEqual } from 'node:util';
import { KNOWN_CRATES } from './known-crates';
import { ManifestDependency, ManifestEntry } from '../cargo/manifest';
import { UserError } from '../messages/user-error';

/**
 * Refuses a manifest in which an entry that bears our mark says what no synth has written: it would be written over.
 * @param path what messages call the manifest
 */
export function assertEntriesAreOurs(path: string, text: string): void {
  for (const entry of ManifestDependency.entriesIn(text)) {
    if (isOurs(entry)) continue;
    throw new UserError(
      `${path}:${entry.line}: "${entry.text}" is marked "${entry.mark}", and each synth writes such a line anew, ` +
        'but this one was changed: to have a dependency of your own, take the mark away; ' +
        'to have what is kept there, remove the line. Then synth again',
    );
  }
}

function isOurs({ crate, value, text }: ManifestEntry): boolean {
  const known = Object.entries(KNOWN_CRATES).find(([name]) => name === crate)?.[1];
  if (!known || text.includes('#') || typeof value !== 'object' || value === null) return false;
  const { version, features } = value as { version?: unknown; features?: unknown };
  const kept = Array.isArray(features) ? known.features.filter((feature) => features.includes(feature)) : [];
  return (
    typeof version === 'string' &&
    isDeepStrictEqual(JSON.parse(JSON.stringify(value)), {
      version,
      'default-features': false,
      ...(kept.length > 0 && { features: kept }),
    })
  );
}
