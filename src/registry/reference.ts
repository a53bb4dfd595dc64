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
    return { host: canonicalHost(first), path: rest.join('/') };
  }
  return { host: DOCKER_HUB, path: rest.length > 0 ? reference : `library/${reference}` };
}

/** A host by the name that logins and references have in common. (distribution/reference, `splitDockerDomain`) */
export function canonicalHost(host: string): string {
  return host === 'index.docker.io' ? DOCKER_HUB : host;
}

/** Docker Hub, as nothing but its own web pages and clients call it: a login there is none to `docker.io`. */
const DOCKER_HUBS_OWN = ['hub.docker.com', 'registry.hub.docker.com', 'registry-1.docker.io'];

/** What is wrong with a text as the host of a registry, as references write it, if anything is. */
export function faultOfRegistryHost(host: string): string | undefined {
  const [, name, port] = /^([a-z0-9]+(?:-+[a-z0-9]+|\.[a-z0-9]+)*)(?::(\d+))?$/.exec(host) ?? [];
  const isMore = name?.includes('.') || name === 'localhost';
  if (
    name === undefined ||
    !(isMore || port) ||
    (port !== undefined && !(Number(port) >= 1 && Number(port) <= 65535))
  ) {
    return `${JSON.stringify(host)} is not the host of a registry`;
  }
  if (DOCKER_HUBS_OWN.includes(name)) {
    return `${JSON.stringify(name)} is Docker Hub, which references call "${DOCKER_HUB}"`;
  }
  // credentials are looked up by the text of the host, and a login to the one is none to the other
  return name.includes('.') && Number(port) === 443
    ? `"${host}" is "${name}", since 443 is the port of HTTPS: leave it out`
    : undefined;
}

/** What is wrong with the host of a repository, or before it, if anything is. */
export function faultOfHost(reference: string): string | undefined {
  const scheme = faultOfScheme(reference);
  if (scheme !== undefined) {
    return scheme;
  }
  if (!reference.includes('/')) {
    return 'it has no path';
  }
  return faultOfRegistryHost(parseRepository(reference).host);
}

/** What is wrong with what is an address rather than a reference. */
export function faultOfScheme(reference: string): string | undefined {
  const [scheme] = /^[a-z][a-z0-9+.-]*:\/\//i.exec(reference) ?? [];
  return scheme === undefined ? undefined : `it begins with "${scheme}"`;
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
      `${JSON.stringify(bad)} is no part of a name: lower-case letters from a to z and digits, ` +
      'separated by ".", "_" or "-"'
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
