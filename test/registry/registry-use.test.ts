import { PINS } from '../../src/pins';
import { BuildCache } from '../../src/registry/build-cache';
import { ContainerRegistry } from '../../src/registry/container-registry';
import { ImageRepository } from '../../src/registry/image-repository';
import { registryUses, RegistryUsesOptions } from '../../src/registry/registry-use';

const NONE: RegistryUsesOptions = { named: [], toPullFrom: [], images: [], cache: BuildCache.none(), pulled: [] };
const HOST = 'registry.example.com';
const OWN = ContainerRegistry.withSecrets({ host: HOST, usernameSecret: 'OWN' });
const OTHER = ContainerRegistry.withSecrets({ host: HOST, usernameSecret: 'OTHER' });
const THIRD = ContainerRegistry.withSecrets({ host: HOST, usernameSecret: 'THIRD' });
const ELSEWHERE = ContainerRegistry.withSecrets({ host: 'a.b' });
const at = (reference: string, ...registries: ContainerRegistry[]) =>
  ImageRepository.parse('here', reference, registries);

const READS = { reads: true, writes: false };
const WRITES = { reads: false, writes: true };
const BOTH = { reads: true, writes: true };

test.each<[string, Partial<RegistryUsesOptions>, unknown[]]>([
  ['nothing', {}, []],
  ['images are written', { images: [at('ghcr.io/a/b')] }, [{ host: 'ghcr.io', where: 'ghcr.io/a/b', ...WRITES }]],
  [
    'images of one registry are one use of it',
    { images: [at('ghcr.io/a/b'), at('ghcr.io/a/c'), at('a/b')] },
    [
      { host: 'ghcr.io', where: 'ghcr.io/a/b', ...WRITES },
      { host: 'docker.io', where: 'docker.io/a/b', ...WRITES },
    ],
  ],
  ['a seed is read too', { seed: at('ghcr.io/a/b') }, [{ host: 'ghcr.io', where: 'ghcr.io/a/b', ...BOTH }]],
  [
    'so is a cache',
    { cache: BuildCache.registry('ghcr.io/a/b') },
    [{ host: 'ghcr.io', where: 'BuildCache.registry("ghcr.io/a/b")', ...BOTH }],
  ],
  ['a cache of GitHub is in no registry', { cache: BuildCache.githubActions() }, []],
  ['what is public is pulled without a login', { pulled: ['debian:13', 'quay.io/a/b', `${HOST}/a`] }, []],
  ['but for GHCR', { pulled: ['ghcr.io/a/b'] }, [{ host: 'ghcr.io', where: 'ghcr.io/a/b', ...READS }]],
  [
    'what is named is pulled with it',
    { named: [OWN], pulled: [`${HOST}/a:1`, 'debian:13'] },
    [{ host: HOST, where: `${HOST}/a:1`, ...READS }],
  ],
  ['what is named and not used needs no login', { named: [OWN] }, []],
  [
    'what is listed is read, by whatever it is that nobody knows of',
    { named: [OWN, ELSEWHERE], toPullFrom: [OWN, ELSEWHERE] },
    [
      { host: HOST, where: 'registries', ...READS },
      { host: 'a.b', where: 'registries', ...READS },
    ],
  ],
  [
    'what is listed and written to is both',
    { images: [at(`${HOST}/a/b`, OWN)], named: [OWN], toPullFrom: [OWN] },
    [{ host: HOST, where: `${HOST}/a/b`, ...BOTH }],
  ],
  [
    'a registry that is read for one thing and written for another is both',
    { images: [at('ghcr.io/a/b')], pulled: ['ghcr.io/a/base'] },
    [{ host: 'ghcr.io', where: 'ghcr.io/a/b', ...BOTH }],
  ],
  [
    'read and written stays so when it is named once more',
    { seed: at(`${HOST}/a/b`, OWN), images: [at(`${HOST}/a/c`, OWN)], named: [OWN] },
    [{ host: HOST, where: `${HOST}/a/c`, ...BOTH }],
  ],
])('%s', (_, options, uses) => {
  const found = registryUses({ ...NONE, ...options });
  expect(found.map(({ registry, where, reads, writes }) => ({ host: registry.host, where, reads, writes }))).toEqual(
    uses,
  );
});

describe('an image that this package begins with by itself', () => {
  const upstream = Object.values(PINS.images).map((image) => image.replace(/[:@].*$/, ''));
  const named = (image: string) => [ContainerRegistry.withSecrets({ host: image.split('/')[0] })];

  test.each(upstream.flatMap((image) => [image, `${image}:1`, `${image}@sha256:00`]))(
    'is public, and pulled with an account only where that is for pulling: %s',
    (image) => {
      const [pulled, registries] = [[image], named(image)];
      expect(registryUses({ ...NONE, named: registries, pulled })).toEqual([]);
      const [use, ...others] = registryUses({ ...NONE, named: registries, toPullFrom: registries, pulled });
      expect([use, others]).toEqual([{ registry: registries[0], where: image, ...READS }, []]);
      expect(registryUses({ ...NONE, toPullFrom: [OWN], pulled }).map(({ registry }) => registry)).toEqual([OWN]);
    },
  );

  test.each(upstream)('is not one with a longer name: %s', (image) => {
    expect(registryUses({ ...NONE, named: named(image), pulled: [`${image}-x`] })).toHaveLength(1);
  });
});

test.each<[string, Partial<RegistryUsesOptions>, ContainerRegistry]>([
  ['that of the image', { images: [at(`${HOST}/a`, OWN)] }, OWN],
  ['that beside the cache', { cache: BuildCache.registry(`${HOST}/a`, OWN) }, OWN],
  ['that which is named for its host', { cache: BuildCache.registry(`${HOST}/a`), named: [ELSEWHERE, OWN] }, OWN],
  ['that which is named, for what is pulled', { pulled: [`${HOST}/a`], named: [ELSEWHERE, OWN] }, OWN],
])('the login is %s', (_, options, registry) => {
  expect(registryUses({ ...NONE, ...options })[0].registry).toBe(registry);
});

test.each<[string, Partial<RegistryUsesOptions>]>([
  ['images', { images: [at(`${HOST}/a`, OWN)] }],
  ['images that are made of one there', { images: [at(`${HOST}/a`, OWN)], pulled: [`${HOST}/b`] }],
  ['a seed', { seed: at(`${HOST}/a`, OWN) }],
  ['a cache', { cache: BuildCache.registry(`${HOST}/a`, OWN) }],
])('a login that is listed for a host is that of pull requests, beside the one that writes %s', (_, options) => {
  const uses = registryUses({ ...NONE, ...options, named: [OWN, OTHER], toPullFrom: [OTHER, OTHER] });
  expect(uses).toEqual([expect.objectContaining({ registry: OWN, reader: OTHER, ...BOTH })]);
});

test('a cache in a registry that nothing names is logged in to by the secrets of their usual names', () => {
  const [use] = registryUses({ ...NONE, cache: BuildCache.registry(`${HOST}/a`) });
  expect(use.registry._login).toEqual(ContainerRegistry.withSecrets({ host: HOST })._login);
});

test.each<[string, Partial<RegistryUsesOptions>, string, string]>([
  ['two images', { images: [at(`${HOST}/a`, OWN), at(`${HOST}/b`, OTHER)] }, `${HOST}/a`, `${HOST}/b`],
  [
    'an image and a cache',
    { images: [at(`${HOST}/a`, OWN)], cache: BuildCache.registry(`${HOST}/b`, OTHER) },
    `${HOST}/a`,
    `BuildCache.registry("${HOST}/b")`,
  ],
  [
    'an image and what is listed',
    { images: [at(`${HOST}/a`, OWN)], named: [OTHER], toPullFrom: [OTHER] },
    `${HOST}/a`,
    'registries',
  ],
  ['two that are listed', { named: [OWN, OTHER], toPullFrom: [OWN, OTHER] }, 'registries', 'registries'],
  [
    'an image and two that are listed',
    { images: [at(`${HOST}/a`, OWN)], named: [OWN, OTHER, THIRD], toPullFrom: [OTHER, THIRD] },
    `${HOST}/a`,
    'registries',
  ],
])('%s with two logins for one host are refused', (_, options, one, other) => {
  expect(() => registryUses({ ...NONE, ...options })).toThrow(
    `${HOST} is logged in to in two ways, for ${one} and for ${other}, and Docker knows one login for a host. ` +
      'Give both the same `ContainerRegistry`.',
  );
});
