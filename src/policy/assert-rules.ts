import { FleetPolicyOptions } from './fleet-policy-options';
import { UserError } from '../messages/user-error';
import { faultOfImageReference } from '../registry/image-reference';
import { faultOfPath, faultOfRegistryHost, faultOfScheme } from '../registry/reference';

type Lists = Pick<FleetPolicyOptions, 'registries' | 'runtimeBases' | 'builderBases'>;

const EXAMPLES: Record<keyof Lists, string> = {
  registries: 'ghcr.io/acme',
  runtimeBases: 'cgr.dev/chainguard/static',
  builderBases: 'docker.io/clux/muslrust',
};

/** Refuses rules that no project could keep to. */
export function assertRules(options: FleetPolicyOptions): void {
  assertNames(options.imageNames);
  const { registries, runtimeBases, builderBases } = options;
  assertList('registries', registries, faultOfPlace);
  assertList('runtimeBases', runtimeBases, (text) => (text === 'scratch' ? undefined : faultOfBase(text)));
  assertList('builderBases', builderBases, faultOfBase);
}

function assertNames(imageNames: string | undefined): void {
  try {
    new RegExp(imageNames ?? '');
  } catch (error) {
    throw new UserError(
      `FleetPolicy: imageNames: ${(error as Error).message}. Write a regular expression, e.g. "[a-z]+-(api|worker)".`,
    );
  }
}

/** A list of nothing lets nothing in, and means something else: that there is no rule, or that it was to be filled. */
function assertList(
  option: keyof Lists,
  list: readonly string[] | undefined,
  faultOf: (text: string) => string | undefined,
): void {
  const example = JSON.stringify(EXAMPLES[option]);
  if (list?.length === 0) {
    throw new UserError(
      `FleetPolicy: ${option} is an empty list, which no project could keep to. Name what may be, e.g. [${example}]; ` +
        `or leave \`${option}\` out, or undefined, for no such rule.`,
    );
  }
  for (const text of list ?? []) {
    const fault = faultOf(text);
    if (fault === undefined) continue;
    throw new UserError(
      `FleetPolicy: ${option} has ${JSON.stringify(text)}, which no project could keep to: ${fault}. Write it as in ${example}.`,
    );
  }
}

/** What is wrong with what references begin with, if anything is. */
function faultOfPlace(text: string): string | undefined {
  const [host, ...path] = text.replace(/\/$/, '').split('/');
  return (
    faultOfScheme(text) ?? faultOfRegistryHost(host) ?? (path.length > 0 ? faultOfPath(path.join('/')) : undefined)
  );
}

function faultOfBase(text: string): string | undefined {
  const [, tag, digest] = /^[^@]*?(:[^/:@]*)?(@.*)?$/s.exec(text)!;
  const more = digest ? 'a digest' : tag ? 'a tag' : undefined;
  return faultOfImageReference(text) ?? (more && `it has ${more}, and the rule is about all of them`);
}
