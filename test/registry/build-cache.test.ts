import { BuildCache } from '../../src';

test.each([
  ['githubActions', BuildCache.githubActions(), 'type=gha,scope=k'],
  ['registry', BuildCache.registry('ghcr.io/acme/app/cache'), 'type=registry,ref=ghcr.io/acme/app/cache:k'],
])('%s keeps all stages, and an error in it is none of the build', (_, cache, backend) => {
  expect(cache._from('k')).toBe(backend);
  expect(cache._to('k')).toBe(`${backend},mode=max,ignore-error=true`);
});

test('none is none', () => {
  expect(BuildCache.none()._from('k')).toBeUndefined();
  expect(BuildCache.none()._to('k')).toBeUndefined();
});
