import { BuildCache, ContainerRegistry } from '../../src';

test.each([
  ['githubActions', () => BuildCache.githubActions(), 'type=gha,scope=k'],
  ['registry', () => BuildCache.registry('ghcr.io/acme/app/cache'), 'type=registry,ref=ghcr.io/acme/app/cache:k'],
])('%s keeps all stages, and an error in it is none of the build', (_, make, backend) => {
  const cache = make();
  expect(cache._from('k')).toBe(backend);
  expect(cache._to('k')).toBe(`${backend},mode=max,ignore-error=true`);
});

test('none is none', () => {
  expect(BuildCache.none()._from('k')).toBeUndefined();
  expect(BuildCache.none()._to('k')).toBeUndefined();
});

test('the cache of GitHub and none are in no registry', () => {
  expect([BuildCache.githubActions()._reference, BuildCache.none()._reference]).toEqual([undefined, undefined]);
});

test('one in a registry knows where, and the registry that stands beside it', () => {
  const registry = ContainerRegistry.withSecrets({ host: 'a.b' });
  const cache = BuildCache.registry('a.b/cache', registry);
  expect([cache._reference, cache._registry]).toEqual(['a.b/cache', registry]);
  expect(BuildCache.registry('acme/cache')._reference).toBe('docker.io/acme/cache');
  expect(BuildCache.registry('acme/cache')._registry).toBeUndefined();
});

test('a registry of another host beside it is refused', () => {
  expect(() => BuildCache.registry('ghcr.io/a/b', ContainerRegistry.withSecrets({ host: 'a.b' }))).toThrow(
    'BuildCache.registry("ghcr.io/a/b"): that is on ghcr.io, but the registry beside it is a.b. Name one of that host, or leave it out.',
  );
});
