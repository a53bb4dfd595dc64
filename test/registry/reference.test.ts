import { assert, property, string } from 'fast-check';
import {
  asComponent,
  faultOfHost,
  faultOfPath,
  faultOfRegistryHost,
  parseRepository,
} from '../../src/registry/reference';

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
    `${JSON.stringify(part)} is no part of a name: lower-case letters from a to z and digits, separated by ".", "_" or "-"`,
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
  ['_a_', 'a'],
  ['a-.b', 'a-b'],
  ['a  b', 'a-b'],
])('%j is the part %j', (name, part) => {
  expect(asComponent(name)).toBe(part);
});

test('what is made of a name is a part of a path, or nothing', () => {
  assert(property(string(), (name) => asComponent(name) === '' || faultOfPath(asComponent(name)) === undefined));
});

test.each([
  ['https://ghcr.io/acme/app', 'it begins with "https://"'],
  ['OCI-1.0+x://ghcr.io/acme/app', 'it begins with "OCI-1.0+x://"'],
  ['app', 'it has no path'],
  ['', 'it has no path'],
  ['GHCR.io/acme/app', '"GHCR.io" is not the host of a registry'],
  ['a.b:x/app', '"a.b:x" is not the host of a registry'],
  ['-a.b/app', '"-a.b" is not the host of a registry'],
  ['1://x.y/app', '"1:" is not the host of a registry'],
])('%j is on no registry: %s', (reference, fault) => {
  expect(faultOfHost(reference)).toBe(fault);
});

test.each(['acme/app', 'ghcr.io/', 'localhost/app', 'a.b:5000/app:1', 'a/https://b'])(
  '%s may be on one',
  (reference) => {
    expect(faultOfHost(reference)).toBeUndefined();
  },
);

test.each([
  ['ghcr.io', true],
  ['a.b', true],
  ['a-1.b:5000', true],
  ['localhost', true],
  ['localhost:5000', true],
  ['a:1', true],
  ['1.2', true],
  ['registry', false],
  ['localhosts', false],
  ['a.', false],
  ['.a', false],
  ['a.b:', false],
  ['a.b:x', false],
  ['a.b:1x', false],
  ['a_b.c', false],
  ['A.b', false],
  ['x a.b', false],
  ['', false],
  ['a-.b', false],
  ['a.b:0', false],
  ['a.b:65535', true],
  ['a.b:65536', false],
  ['a:443', true],
  ['localhost:443', true],
  ['a.b:443', false],
  ['hub.docker.com', false],
  ['registry-1.docker.io:443', false],
])('whether %j is the host of a registry: %s', (host, expected) => {
  expect(faultOfRegistryHost(host) === undefined).toBe(expected);
});
