import { PINS } from '../pins';
import { PinRecord } from '../record/synth-record';

/** An upstream version that is older than the one that this package ships. */
export interface PinBehind {
  readonly name: string;
  readonly has: string;
  readonly ships: string;
}

/** Those that are behind. Of two commits, or two digests of one tag, nobody can tell which is older: they are not. */
export function pinsBehind(pins: PinRecord): PinBehind[] {
  const shipped = new Map(leaves(PINS));
  return leaves(pins).flatMap(([name, has]) => {
    const ships = shipped.get(name);
    return ships !== undefined && isOlder(has, ships) ? [{ name, has, ships }] : [];
  });
}

/** All values by their path; of an action its release. */
function leaves(pins: PinRecord, path: string[] = []): [string, string][] {
  return Object.entries(pins).flatMap(([name, pin]): [string, string][] => {
    const here = [...path, name];
    if (typeof pin === 'string') return [[here.join(' '), pin]];
    return Array.isArray(pin) ? [[here.join(' '), pin[0] ?? '']] : leaves(pin as PinRecord, here);
  });
}

function isOlder(has: string, ships: string): boolean {
  const [own, theirs] = [has, ships].map(numbersOf);
  // an image in another repository has releases of its own
  if (!own || !theirs || own.repository !== theirs.repository) return false;
  const at = theirs.numbers.findIndex((number, i) => number !== (own.numbers[i] ?? 0));
  return at >= 0 && (own.numbers[at] ?? 0) < theirs.numbers[at];
}

/** The numbers of a release: of an image those of its tag. */
function numbersOf(pin: string): { readonly repository: string; readonly numbers: number[] } | undefined {
  const [, repository, release] = /^(?:(.*\/[^/:@]*):)?([^/@]*)(?:@.*)?$/.exec(pin) ?? [];
  const [version] = /\d+(\.\d+)+/.exec(release ?? '') ?? [];
  return version === undefined ? undefined : { repository: repository ?? '', numbers: version.split('.').map(Number) };
}
