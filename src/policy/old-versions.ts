import { Breach } from './breach';
import { UserError } from '../messages/user-error';
import { PINS } from '../pins';
import { pinLeaves } from '../record/pin-leaves';
import { SynthRecord } from '../record/synth-record';
import { isBelow, versionNumbers } from '../record/version-numbers';

export type VersionFacts = Pick<SynthRecord, 'generator' | 'pins' | 'allocator' | 'builderBase' | 'runtimeBase'>;

/** What of a project is older than it may be. */
export function oldVersions(minimum: Record<string, string>, facts: VersionFacts): Breach[] {
  const has = versionsOf(facts);
  return Object.entries(minimum).flatMap(([name, oldest]) => {
    const own = has.get(name);
    const [numbers, wanted] = [own ?? '', oldest].map(versionNumbers);
    return numbers && wanted && isBelow(numbers, wanted)
      ? [{ id: 'policy-version', about: name, text: `${name} is ${own}, and must be ${oldest} at least` }]
      : [];
  });
}

/** Refuses versions of what there is not, and what is no version. */
export function assertVersions(minimum: Record<string, string>, generator: string): void {
  const known = [generator, ...pinLeaves(PINS).map(([path]) => lastOf(path))];
  for (const [name, version] of Object.entries(minimum)) {
    if (!known.includes(name)) {
      throw new UserError(
        `FleetPolicy: minimumVersions: ${JSON.stringify(name)} is nothing that has a version here. There are ${known.join(', ')}.`,
      );
    }
    if (!/^v?\d+(\.\d+)+$/.test(version)) {
      throw new UserError(
        `FleetPolicy: minimumVersions: ${JSON.stringify(version)} is no version of ${name}: write e.g. "1.2.3".`,
      );
    }
  }
}

function versionsOf({ generator, pins, allocator, builderBase, runtimeBase }: VersionFacts): Map<string, string> {
  const taken: [string, string][] = pinLeaves(pins).map(([path, value]) => [lastOf(path), value]);
  // another release of what is pinned may be an option
  const bases = Object.entries(PINS.images).flatMap(([name, image]): [string, string][] =>
    [builderBase, runtimeBase]
      .filter((base) => versionNumbers(base)?.repository === image.replace(/:[^/]*$/, ''))
      .map((base) => [name, base]),
  );
  return new Map([
    ...taken,
    ...bases,
    [generator.name, generator.version],
    ...(allocator ? [[allocator.crate, allocator.version] as [string, string]] : []),
  ]);
}

/** Of a path its name: that of an action has a slash, and no blank. */
function lastOf(path: string): string {
  return path.split(' ').at(-1)!;
}
