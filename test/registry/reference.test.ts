import { assert, property, string } from 'fast-check';
import { asComponent, faultOfPath, parseRepository } from '../../src/registry/reference';

test.each([
  ['ghcr.io/acme/app', 'ghcr.io', 'acme/app'],
  ['acme/app', 'docker.io', 'acme/app'],
  ['app', 'docker.io', 'library/app'],
  ['app.v2', 'docker.io', 'library/app.v2'],
  ['app:1', 'docker.io', 'library/app:1'],
  ['localhost', 'docker.io', 'library/localhost'],
  ['docker.io/acme/app', 'docker.io', 'acme/app'],
  ['index.docker.io/acme/app', 'docker.io', 'acme/app'],
  ['localhost/app', 'localhost', 'app'],
  ['localhost:5000/a/b', 'localhost:5000', 'a/b'],
  ['registry.internal/app:1@sha256:00', 'registry.internal', 'app:1@sha256:00'],
  ['registry:5000/app', 'registry:5000', 'app'],
])('%s is on %s, as %s', (reference, host, path) => {
  expect(parseRepository(reference)).toEqual({ host, path });
});

test.each(['acme/app', 'a', 'a.b', 'a_b', 'a__b', 'a---b', 'a1/b2/c3', `a/${'b'.repeat(253)}`])(
  '%s is a path',
  (path) => {
    expect(faultOfPath(path)).toBeUndefined();
  },
);

test.each([
  ['', ''],
  ['Acme/app', 'Acme'],
  ['acme//app', ''],
  ['acme/', ''],
  ['-a', '-a'],
  ['a-', 'a-'],
  ['a..b', 'a..b'],
  ['a___b', 'a___b'],
  ['a._b', 'a._b'],
  ['app:latest', 'app:latest'],
  ['a b', 'a b'],
  ['ä', 'ä'],
])('%j is none, and the message names %j', (path, part) => {
  expect(faultOfPath(path)).toBe(
    `${JSON.stringify(part)} is no part of a name: lower-case letters and digits, separated by ".", "_" or "-", and no tag`,
  );
});

test('a path of 256 characters is too long', () => {
  expect(faultOfPath(`a/${'b'.repeat(254)}`)).toBe('it has 256 characters, and a registry takes 255 at most');
});

test.each([
  ['My App', 'my-app'],
  ["it's", 'it-s'],
  ['a--b', 'a-b'],
  ['a__b', 'a-b'],
  ['.github', 'github'],
  ['v1.2', 'v1.2'],
  ['日本', ''],
])('%j is the part %j', (name, part) => {
  expect(asComponent(name)).toBe(part);
});

test('what is made of a name is a part of a path, or nothing', () => {
  assert(property(string(), (name) => asComponent(name) === '' || faultOfPath(asComponent(name)) === undefined));
});
