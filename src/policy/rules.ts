import { Breach } from './breach';
import { FleetPolicyOptions } from './fleet-policy-options';
import { oldVersions } from './old-versions';
import { SynthRecord } from '../record/synth-record';

type Facts = Omit<SynthRecord, 'findings' | 'files'>;

/** What of a project breaks the rules. */
export function breaches(options: FleetPolicyOptions, facts: Facts): Breach[] {
  const { registries, runtimeBases, builderBases, attestations, noLatest, imageNames, minimumVersions } = options;
  const { images, runtimeBase, builderBase } = facts;
  const name = imageNames === undefined ? undefined : new RegExp(`^(?:${imageNames})$`);
  const bases = [
    { id: 'policy-runtime-base', reference: runtimeBase, allowed: runtimeBases, what: 'executables are put on' },
    { id: 'policy-builder-base', reference: builderBase, allowed: builderBases, what: 'everything is compiled in' },
  ];
  return [
    ...images
      .filter(({ reference }) => registries && !registries.some((place) => isIn(reference, place)))
      .map((image) => ({
        id: 'policy-registry',
        about: image.name,
        text: `image ${image.name} is published at ${image.reference}, and may be at ${registries!.join(', ')}`,
      })),
    ...images
      .filter((image) => name && !name.test(image.name))
      .map((image) => ({
        id: 'policy-name',
        about: image.name,
        text: `image ${image.name} has a name that does not match ${imageNames}`,
      })),
    ...bases
      .filter(({ reference, allowed }) => allowed && !allowed.includes(repositoryOf(reference)))
      .map(({ id, reference, allowed, what }) => ({
        id,
        text: `${what} ${reference}, and may be ${allowed!.join(', ')}`,
      })),
    ...bases
      .filter(({ reference }) => noLatest && isFloating(reference))
      .map(({ reference, what }) => ({
        id: 'policy-latest',
        about: repositoryOf(reference),
        text: `${what} ${reference}, which is another image every day: name a digest, or a tag with a version`,
      })),
    ...(attestations && !facts.attestations
      ? [
          {
            id: 'policy-attestations',
            text: 'no workflow attests the images: leave `attest` and `workflow` at their defaults',
          },
        ]
      : []),
    ...oldVersions(minimumVersions ?? {}, facts),
  ];
}

function isIn(reference: string, place: string): boolean {
  return reference === place || reference.startsWith(`${place.replace(/\/$/, '')}/`);
}

function repositoryOf(reference: string): string {
  return reference.replace(/@.*$/, '').replace(/:[^/]*$/, '');
}

function isFloating(reference: string): boolean {
  if (reference === 'scratch' || reference.includes('@')) return false;
  const [, tag = 'latest'] = /:([^/]*)$/.exec(reference) ?? [];
  return !/\d+\.\d+|\d{4}-\d\d-\d\d/.test(tag);
}
