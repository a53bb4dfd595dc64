/** A repository of images: the registry's host, and the path there. */
export interface Repository {
  readonly host: string;
  readonly path: string;
}

/** Docker Hub, as references write it. */
export const DOCKER_HUB = 'docker.io';

export const GITHUB_HOST = 'ghcr.io';

/**
 * What a reference names, by Docker's rule: the first part is a host if it could not be anything else.
 *
 * (distribution/reference, `splitDockerDomain`: a dot, a port or `localhost`)
 *
 * @param reference as `docker pull` takes it; a tag or a digest stays in the path
 */
export function parseRepository(reference: string): Repository {
  const [first, ...rest] = reference.split('/');
  if (rest.length > 0 && (/[.:]/.test(first) || first === 'localhost')) {
    return { host: first === 'index.docker.io' ? DOCKER_HUB : first, path: rest.join('/') };
  }
  return { host: DOCKER_HUB, path: rest.length > 0 ? reference : `library/${reference}` };
}

/** Whether a text is the host of a registry, as references write it. */
export function isRegistryHost(host: string): boolean {
  return /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d+)?$/.test(host) && (/[.:]/.test(host) || host === 'localhost');
}

/** What is wrong with the host of a repository, or before it, if anything is. */
export function faultOfHost(reference: string): string | undefined {
  const [scheme] = /^[a-z][a-z0-9+.-]*:\/\//i.exec(reference) ?? [];
  if (scheme !== undefined) {
    return `it begins with "${scheme}"`;
  }
  if (!reference.includes('/')) {
    return 'it has no path';
  }
  const { host } = parseRepository(reference);
  return isRegistryHost(host) ? undefined : `${JSON.stringify(host)} is not the host of a registry`;
}

/** The parts of a path between its slashes. (distribution/reference, `path-component`) */
const COMPONENT = /^[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*$/;

/** Registries take no longer paths. (distribution/reference, `RepositoryNameTotalLengthMax`) */
export const MAX_LENGTH = 255;

/** What is wrong with the path of a repository, if anything is. */
export function faultOfPath(path: string): string | undefined {
  const bad = path.split('/').find((part) => !COMPONENT.test(part));
  if (bad !== undefined) {
    return (
      `${JSON.stringify(bad)} is no part of a name: lower-case letters and digits, ` +
      'separated by ".", "_" or "-", and no tag'
    );
  }
  return path.length > MAX_LENGTH
    ? `it has ${path.length} characters, and a registry takes ${MAX_LENGTH} at most`
    : undefined;
}

/** The name of something else as a part of a path, in what all registries take; empty where nothing of it is left. */
export function asComponent(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9._-]/g, '-')
    .replace(/[._-]{2,}/g, '-')
    .replace(/^[._-]|[._-]$/g, '');
}
