import { BuildCache } from './build-cache';
import { ContainerRegistry } from './container-registry';
import { ImageRepository } from './image-repository';
import { GITHUB_HOST, parseRepository } from './reference';
import { UserError } from '../messages/user-error';
import { PINS } from '../pins';

/**
 * What a workflow does with a registry.
 */
export interface RegistryUse {
  readonly registry: ContainerRegistry;
  /** What pull requests read it by, where that is another login of its host. */
  readonly reader?: ContainerRegistry;
  /** What messages call the option that names it. */
  readonly where: string;
  /** Whether every build reads from it, that of a pull request too. */
  readonly reads: boolean;
  /** Whether the branch and the tags write to it. */
  readonly writes: boolean;
}

export interface RegistryUsesOptions {
  /** The registries that options name. */
  readonly named: ContainerRegistry[];
  /** Those of them that are for what is pulled, with or without our knowing: `registries`. */
  readonly toPullFrom: ContainerRegistry[];
  /** The repositories of the images. */
  readonly images: ImageRepository[];
  readonly seed?: ImageRepository;
  readonly cache: BuildCache;
  /** The references of what the images are made of. */
  readonly pulled: string[];
}

/**
 * The registries that a workflow uses: one use for each host, since a machine is logged in to a host by one account. Pull
 * requests are on machines of their own, so theirs may be another.
 */
export function registryUses(options: RegistryUsesOptions): RegistryUse[] {
  const { named, toPullFrom, images, seed, cache, pulled } = options;
  const ofHost = (host: string) => named.find((registry) => registry.host === host);
  const cacheHost = cache._reference && parseRepository(cache._reference).host;
  const uses: RegistryUse[] = [
    ...images.map(({ registry, name }) => ({ registry, where: name, reads: false, writes: true })),
    ...(seed ? [{ registry: seed.registry, where: seed.name, reads: true, writes: true }] : []),
    ...(cacheHost
      ? [
          {
            registry: cache._registry ?? ofHost(cacheHost) ?? ContainerRegistry._ofHost(cacheHost),
            where: `BuildCache.registry(${JSON.stringify(cache._reference)})`,
            reads: true,
            writes: true,
          },
        ]
      : []),
    ...pulled.flatMap((reference) => {
      const { host } = parseRepository(reference);
      // what is not said to be private is public, but for GHCR, where a login costs nothing
      // (the secrets that push are of no use for what anyone may pull, and a pull request would have them)
      const registry = isUpstream(reference)
        ? toPullFrom.find((listed) => listed.host === host)
        : (ofHost(host) ?? (host === GITHUB_HOST ? ContainerRegistry.gitHub() : undefined));
      return registry ? [{ registry, where: reference, reads: true, writes: false }] : [];
    }),
    // those that lines of the user's own pull from (`COPY --from=`) are known to nobody else
    ...toPullFrom.map((registry) => ({ registry, where: 'registries', reads: true, writes: false })),
  ];
  const merged = new Map<string, RegistryUse>();
  for (const use of uses) {
    const { host } = use.registry;
    const other = merged.get(host);
    merged.set(host, other ? merge(other, use, options) : use);
  }
  return [...merged.values()];
}

/** Whether it is of a public image that this package begins with by itself, at whatever tag. */
function isUpstream(reference: string): boolean {
  const nameOf = (text: string) => {
    const { host, path } = parseRepository(text);
    return `${host}/${path.replace(/[:@].*$/, '')}`;
  };
  return Object.values(PINS.images).some((image) => nameOf(image) === nameOf(reference));
}

function merge(one: RegistryUse, other: RegistryUse, { named, toPullFrom }: RegistryUsesOptions): RegistryUse {
  const { registry, reader } = one;
  const merged = { ...one, reads: one.reads || other.reads, writes: one.writes || other.writes };
  if ([registry, reader].some((known) => known?._hasLoginOf(other.registry))) {
    return merged;
  }
  const isOfPullRequests = toPullFrom.includes(other.registry);
  if (!reader && isOfPullRequests && named.includes(registry) && !toPullFrom.includes(registry)) {
    return { ...merged, reader: other.registry };
  }
  throw new UserError(
    `${registry.host} is logged in to in two ways, for ${one.where} and for ${other.where}, and Docker knows one login for a host. ` +
      'Give both the same `ContainerRegistry`.' +
      (isOfPullRequests ? ' Where pull requests are to read by another, name by `registry` what publishes.' : ''),
  );
}
