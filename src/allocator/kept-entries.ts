import { isDeepStrictEqual } from 'node:util';
import { KNOWN_CRATES, KnownCrate } from './known-crates';
import { ManifestDependency, ManifestEntry } from '../cargo/manifest';
import { VersionRequirement } from '../cargo/version-requirement';
import { UserError } from '../messages/user-error';

/** What an entry of ours says. */
export interface KeptEntry extends ManifestEntry {
  readonly crate: KnownCrate;
  readonly version: string;
  readonly features: readonly string[];
}

/**
 * The entries of a manifest that bear our mark. One that says what no synth has written is refused: it would be written over.
 * @param path what messages call the manifest
 */
export function keptEntries(path: string, text: string): KeptEntry[] {
  return ManifestDependency.entriesIn(text).map((entry) => {
    const kept = asKept(entry);
    if (kept) return kept;
    throw new UserError(
      `${path}:${entry.line}: "${entry.text}" is marked "${entry.mark}", and each synth writes such a line anew, ` +
        'but this one was changed: to have a dependency of your own, take the mark away; ' +
        'to have what is kept there, remove the line. Then synth again',
    );
  });
}

function asKept(entry: ManifestEntry): KeptEntry | undefined {
  const { value, text } = entry;
  const crate = (Object.keys(KNOWN_CRATES) as KnownCrate[]).find((name) => name === entry.crate);
  if (!crate || text.includes('#') || typeof value !== 'object' || value === null) return undefined;
  const { version, features } = value as { version?: unknown; features?: unknown };
  const kept = Array.isArray(features)
    ? KNOWN_CRATES[crate].features.filter((feature) => features.includes(feature))
    : [];
  const isOurs =
    typeof version === 'string' &&
    VersionRequirement.isOne(version) &&
    isDeepStrictEqual(JSON.parse(JSON.stringify(value)), {
      version,
      'default-features': false,
      ...(kept.length > 0 && { features: kept }),
    });
  return isOurs ? { ...entry, crate, version, features: kept } : undefined;
}
