/** Three numbers of a version, which say how releases follow one another. */
const RELEASE = /^v?(\d+)\.(\d+)(?:\.(\d+))?$/;

/** The numbers of a release; none of what is none, as a pre-release. */
export function numbersOf(version: string): [major: number, minor: number, patch: number] | undefined {
  const [, major, minor, patch = '0'] = RELEASE.exec(version) ?? [];
  return major === undefined ? undefined : [Number(major), Number(minor), Number(patch)];
}

/** Whether a release is before another one. */
export function isBefore(version: string, other: string): boolean {
  return compareReleases(version, other) < 0;
}

/** The order of releases; what has no numbers is before all others. */
export function compareReleases(a: string, b: string): number {
  const [left, right] = [numbersOf(a) ?? [-1, 0, 0], numbersOf(b) ?? [-1, 0, 0]];
  return left[0] - right[0] || left[1] - right[1] || left[2] - right[2];
}

/** What cargo takes for compatible: the first number that is not zero is the same. (the Cargo Book, "SemVer compatibility") */
export function isCompatible(version: string, other: string): boolean {
  const [a, b] = [numbersOf(version), numbersOf(other)];
  if (!a || !b) return false;
  const first = a.findIndex((number) => number !== 0);
  return first < 0 ? version === other : a.slice(0, first + 1).every((number, i) => number === b[i]);
}
