import { PINS } from '../pins';
import { pinLeaves } from '../record/pin-leaves';
import { PinRecord } from '../record/synth-record';
import { isBelow, versionNumbers } from '../record/version-numbers';

/** An upstream version that is older than the one that this package ships. */
export interface PinBehind {
  readonly name: string;
  readonly has: string;
  readonly ships: string;
}

/** Those that are behind. Of two commits, or two digests of one tag, nobody can tell which is older: they are not. */
export function pinsBehind(pins: PinRecord): PinBehind[] {
  const shipped = new Map(pinLeaves(PINS));
  return pinLeaves(pins).flatMap(([name, has]) => {
    const ships = shipped.get(name);
    return ships !== undefined && isOlder(has, ships) ? [{ name, has, ships }] : [];
  });
}

function isOlder(has: string, ships: string): boolean {
  const [own, theirs] = [has, ships].map(versionNumbers);
  // an image in another repository has releases of its own
  return own !== undefined && theirs !== undefined && own.repository === theirs.repository && isBelow(own, theirs);
}
