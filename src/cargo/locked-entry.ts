import { FeatureCrate } from './feature-resolution';

/** An entry of `Cargo.lock`, with what the crate's manifest says. */
export interface LockedEntry extends FeatureCrate {
  readonly name: string;
  readonly version: string;
  /** What it depends on, in the lock file. */
  readonly locked: readonly string[];
  /** Whether its manifest is at hand. */
  readonly isKnown: boolean;
}

/** A manifest is read when it is asked for: most of those that are locked for other platforms never are. */
export function lockedEntry(
  name: string,
  version: string,
  locked: string[],
  read: () => FeatureCrate | undefined,
): LockedEntry {
  let crate: FeatureCrate | null | undefined;
  const known = () => (crate === undefined ? (crate = read() ?? null) : crate);
  return {
    name,
    version,
    locked,
    get isKnown() {
      return known() !== null;
    },
    get features() {
      return known()?.features ?? {};
    },
    get dependencies() {
      return known()?.dependencies ?? [];
    },
    get isProcMacro() {
      return known()?.isProcMacro ?? false;
    },
  };
}
