import { volumeName } from '../../src/deploy/volume-name';

test.each([
  ['app', '/var/lib/db', 'app--var-lib-db'],
  ['my-service', '/data', 'my-service--data'],
])('of %s at %s it is %s', (image, path, name) => {
  expect(volumeName(image, path)).toBe(name);
});

test('no two places have one name, and Kubernetes takes each', () => {
  const deep = `/${'folder/'.repeat(12)}`;
  const paths = ['/a/b', '/a-b', '/a_b', '/A/b', '/a/b-', '/a--b', '/b', '/ä', '/ö', '/ä b', `${deep}a`, `${deep}b`];
  const images = ['app', 'app-a', 'a', 'x'.repeat(63), `${'x'.repeat(62)}y`];
  const names = images.flatMap((image) => paths.map((path) => volumeName(image, path)));
  expect(new Set(names).size).toBe(names.length);
  for (const name of names) {
    expect(name).toMatch(/^[a-z]([a-z0-9-]*[a-z0-9])$/);
    expect(name.length).toBeLessThanOrEqual(63);
  }
});
