import { PINS } from '../src/pins';

test.each(Object.entries(PINS.actions))('%s is pinned to a release and its commit', (_, [release, commit]) => {
  expect(release).toMatch(/^v\d+\.\d+\.\d+$/);
  expect(commit).toMatch(/^[0-9a-f]{40}$/);
});

test('muslrust is pinned to a stable release: `latest` is a nightly', () => {
  expect(PINS.images.muslrust).toMatch(/:\d+\.\d+\.\d+-stable/);
});

test('distroless is the variant that does not run as root', () => {
  expect(PINS.images.distrolessStatic).toMatch(/:nonroot$/);
});

test('mimalloc is past the releases that fail on musl (0.1.45) and on ARMv8.0 (0.1.51)', () => {
  const [major, minor, patch] = PINS.crates.mimalloc.split('.').map(Number);
  expect([major, minor]).toEqual([0, 1]);
  expect(patch).toBeGreaterThanOrEqual(52);
});
