import { Breach } from './breach';
import { FleetPolicyOptions } from './fleet-policy-options';
import { oldVersions } from './old-versions';
import { PolicyFacts } from './policy-facts';
import { parseRepository } from '../registry/reference';

/** What of a project breaks the rules. */
export function breaches(options: FleetPolicyOptions, facts: PolicyFacts): Breach[] {
  const { registries, runtimeBases, builderBases, attestations, noLatest, imageNames, minimumVersions } = options;
  const name = imageNames === undefined ? undefined : new RegExp(`^(?:${imageNames})$`);
  const bases = [
    ...facts.runtimeBases.map((base) => ({ ...base, id: 'policy-runtime-base', allowed: runtimeBases })),
    ...facts.builderBases.map((base) => ({ ...base, id: 'policy-builder-base', allowed: builderBases })),
  ];
  return [
    ...facts.published
      .filter(({ reference }) => registries && !registries.some((place) => isIn(reference, place)))
      .map(({ what, reference, about }) => ({
        id: 'policy-registry',
        about,
        text: `${what} ${reference}: it must be in ${anyOf(registries!)}`,
      })),
    ...facts.names
      .filter((each) => name && !name.test(each))
      .map((each) => ({
        id: 'policy-name',
        about: each,
        text: `image ${each} has a name that does not match ${imageNames}`,
      })),
    ...bases
      .filter(({ reference, allowed }) => allowed && !allowed.map(canonical).includes(canonical(reference)))
      .map(({ id, what, reference, about, allowed }) => ({
        id,
        about,
        text: `${what} ${reference}: it must be ${anyOf(allowed!)}`,
      })),
    ...[...bases, ...facts.sources]
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
    ...oldVersions(minimumVersions ?? {}, facts.versions),
  ];
}

function anyOf(allowed: readonly string[]): string {
  return allowed.join(' or ');
}

function isIn(reference: string, place: string): boolean {
  const folder = place.replace(/\/$/, '').replace(/^index\.(?=docker\.io)/, '');
  return reference === folder || reference.startsWith(`${folder}/`);
}

/** A repository by its whole name, which that of one on Docker Hub may lack. */
function canonical(reference: string): string {
  const { host, path } = parseRepository(repositoryOf(reference));
  return `${host}/${path}`;
}

function repositoryOf(reference: string): string {
  return reference.replace(/@.*$/, '').replace(/:[^/]*$/, '');
}

function isFloating(reference: string): boolean {
  if (reference === 'scratch' || reference.includes('@')) return false;
  const [, tag = 'latest'] = /:([^/]*)$/.exec(reference) ?? [];
  return !/\d+\.\d+|\d{4}-\d\d-\d\d/.test(tag);
}
