import { KNOWN_CRATES, KnownCrate } from './known-crates';
import { VersionRequirement } from '../cargo/version-requirement';
import { Warning } from '../messages/warnings';
import { PINS } from '../pins';

/** An entry that is kept in a manifest, and what it is to be. */
export interface RewrittenEntry {
  readonly path: string;
  readonly crate: KnownCrate;
  readonly version: string;
  readonly features: readonly string[];
  readonly before: string;
  readonly after: string;
}

/**
 * What is said of entries that change with the crate staying the same. The rc file may have changed, or this package's pins:
 * but it may as well have been a person or a bot in the manifest, whose edit would be gone without a word.
 *
 * @param others options of the allocator that no manifest has
 */
export function rewrittenEntries(entries: readonly RewrittenEntry[], others: readonly string[]): Warning[] {
  const alike = new Map<string, RewrittenEntry[]>();
  // what an option takes the place of is the default: nobody asked for that
  for (const entry of entries.filter((each) => optionsOf(each).length > 0)) {
    alike.set(entry.before, [...(alike.get(entry.before) ?? []), entry]);
  }
  return [...alike.values()].map((same) => {
    const [{ before, after }] = same;
    return {
      id: 'allocator-rewritten',
      text: `${same.map(({ path }) => path).join(', ')}: ${before} is now ${after}, as \`allocator\` says. ${remedy(same[0], others)}`,
    };
  });
}

/** How the rc file says what the manifest had. */
function remedy(entry: RewrittenEntry, others: readonly string[]): string {
  const { crate, version } = entry;
  const { option, oldest } = KNOWN_CRATES[crate];
  if (!new VersionRequirement(version).excludesOlderThan(oldest)) {
    return `Releases before ${oldest} are refused; a later one is for \`version\` of ${option} in the rc file`;
  }
  return `To have it as it was, write \`allocator: ${option}({ ${[...optionsOf(entry), ...others].join(', ')} })\` in the rc file`;
}

function optionsOf({ crate, version, features }: RewrittenEntry): string[] {
  return [
    ...(version === PINS.crates[crate] ? [] : [`version: '${version}'`]),
    ...features.map((feature) => `${feature}: true`),
  ];
}
