import { Project } from 'projen';
import { BuilderBase, MuslRustChef, MuslRustChefBuilder, MuslRustChefOptions, RuntimeBase } from '../../src';
import { faultOfImageReference } from '../../src/registry/image-reference';
import { CRATE, synthIn } from '../synth';
import { readTree, tempDir, writeTree } from '../util';

const SHA256 = `sha256:${'0f'.repeat(32)}`;

test.each([
  'rust',
  'rust:1',
  `rust@${SHA256}`,
  'clux/muslrust:stable',
  'docker.io/rust',
  'docker.io/library/rust',
  'index.docker.io/clux/muslrust',
  `localhost:5000/a/b_c:1.2@${SHA256}`,
  `a.b/c@sha384:${'0'.repeat(96)}`,
  `a.b/c@sha512:${'0'.repeat(128)}`,
  'localhost/app',
  'registry:443/app',
  'registry.example.com:8443/a__b/c--d:V1_.-',
  `a.b/c:${'t'.repeat(128)}`,
  'cgr.dev/chainguard/static:latest',
  'acme/scratch',
  'scratch-files/scratch',
])('%s can be pulled', (text) => {
  expect(faultOfImageReference(text)).toBeUndefined();
});

const REFUSED: [text: string, fault: string][] = [
  ['', 'it has no name'],
  [':1', 'it has no name'],
  [`@${SHA256}`, 'it has no name'],
  ['https://ghcr.io/acme/app', 'it begins with "https://"'],
  ['docker-image://ghcr.io/acme/app', 'it begins with "docker-image://"'],
  ['oci-layout://a', 'it begins with "oci-layout://"'],
  ['ghcr.io', 'it has no path'],
  ['registry.example.com:5000', 'it has no path'],
  ['localhost:5000', 'it has no path'],
  ['scratch', '"scratch" stands for no image at all'],
  ['scratch:1', '"scratch" stands for no image at all'],
  ['docker.io/library/scratch', '"scratch" stands for no image at all'],
  ['0f'.repeat(32), 'it is the id of an image, which other machines do not know'],
  [SHA256, 'it is a digest without a name'],
  ['-a', '"-a" is no part of a name'],
  ['A', '"A" is no part of a name'],
  ['/a', '"" is no part of a name'],
  ['Acme/b', '"Acme" is no part'],
  ['registry.example.com/A', '"A" is no part of a name'],
  ['Registry.example.com/a', '"Registry.example.com" is not the host of a registry'],
  ['user@ghcr.io/acme/app', '"ghcr.io/acme/app" is no digest'],
  ['a.b:0/c', '"a.b:0" is not the host of a registry'],
  ['a.b:65536/c', '"a.b:65536" is not the host of a registry'],
  ['a.b:443/c', '"a.b:443" is "a.b", since 443 is the port of HTTPS: leave it out'],
  ['a.b:0443/c', '"a.b:0443" is "a.b", since 443 is the port of HTTPS: leave it out'],
  ['hub.docker.com/acme/app', '"hub.docker.com" is Docker Hub, which references call "docker.io"'],
  ['registry-1.docker.io/acme/app', '"registry-1.docker.io" is Docker Hub'],
  ['ghcr.io/acme', 'names there are at least "ghcr.io/<owner>/<repository>"'],
  ['docker.io/a/b/c', 'names there are "docker.io/<namespace>/<repository>"'],
  ['a/b/c', 'names there are "docker.io/<namespace>/<repository>"'],
  ['a.b//c', '"" is no part of a name'],
  ['a.b/c/', '"" is no part of a name'],
  ['a.b/c:', '"" is no tag'],
  ['a.b/c:-1', '"-1" is no tag'],
  ['a.b/c:1:2', '"c:1" is no part of a name'],
  [`a.b/c:${'t'.repeat(129)}`, 'is no tag'],
  ['a.b/c:1\n', '"1\\n" is no tag'],
  ['a.b/c@', '"" is no digest'],
  ['a.b/c@sha256:0f', '"sha256:0f" is no digest'],
  [`a.b/c@${SHA256.replace('f', 'F')}`, 'is no digest'],
  [`a.b/c@md5:${'0'.repeat(32)}`, 'is no digest'],
  [`a.b/c@${SHA256}:1`, 'is no digest'],
  [`a.b/c@${SHA256}@${SHA256}`, 'is no digest'],
  ['a b', '"a b" is no part of a name'],
  [' a', '" a" is no part of a name'],
  ['a\n', '"a\\n" is no part of a name'],
  ['a\nRUN id', 'is no part of a name'],
  ['$a', '"$a" is no part of a name'],
  ['a.b/${C}', '"${C}" is no part of a name'],
  ['{target}', '"{target}" is no part of a name'],
  ['[::1]:5000/a', '"[::1]:5000" is not the host of a registry'],
  [`a.b/${'c'.repeat(256)}`, 'it has 256 characters'],
];

test.each(REFUSED)('%j can not: %s', (text, fault) => {
  expect(faultOfImageReference(text)).toContain(fault);
});

/** Each option that takes an image to pull, and what messages call it. */
const OPTIONS: [where: string, options: (reference: string) => MuslRustChefOptions][] = [
  ['RuntimeBase.custom', (reference) => ({ runtimeBase: RuntimeBase.custom(reference) })],
  ['BuilderBase.muslrust', (reference) => ({ builderBase: BuilderBase.muslrust(reference) })],
  ['builderImage', (builderImage) => ({ builderImage })],
];

describe.each(OPTIONS)('%s', (where, options) => {
  test.each(REFUSED)('refuses %j by its name, and says what to write', (reference) => {
    expect(() => synthIn(writeTree(tempDir(), CRATE), options(reference))).toThrow(
      `${where}: ${JSON.stringify(reference)} is not an image reference: `,
    );
  });
});

describe('the name of a stage is that of no image', () => {
  test.each<[where: string, options: MuslRustChefOptions]>([
    ...['build', 'muslrust-chef', 'cargo-chef', 'planner', 'dependencies', 'seed', 'seed-image', 'image-app'].map(
      (name): [string, MuslRustChefOptions] => [
        'runtimeBase',
        { runtimeBase: RuntimeBase.custom(name), seedImages: true },
      ],
    ),
    ['runtimeBase', { runtimeBase: RuntimeBase.custom('build-app'), isolated: true }],
    ['builderImage', { builderImage: 'planner' }],
    ['builderBase', { builderBase: BuilderBase.muslrust('binaries') }],
  ])('%s: %j', (where, options) => {
    const dir = writeTree(tempDir(), CRATE);
    const before = readTree(dir);
    expect(() => synthIn(dir, options)).toThrow(
      new RegExp(
        `^${where}: a stage of the generated Dockerfile is called "(.*)", and FROM would take that one. Write "docker.io/library/\\1"`,
      ),
    );
    expect(readTree(dir)).toEqual(before);
  });

  test.each(['docker.io/library/build', 'build:latest', 'acme/build', 'build-app', 'seed'])('%s is one', (name) => {
    const { chef } = synthIn(writeTree(tempDir(), CRATE), { runtimeBase: RuntimeBase.custom(name) });
    expect(MuslRustChef.of(chef.project)!.dockerfile).toBe(chef.dockerfile);
  });

  test('nor in the builder image', () => {
    const project = new Project({ name: 'app', outdir: tempDir() });
    expect(() => new MuslRustChefBuilder(project, { muslrustImage: 'smoke-test' })).toThrow(
      /^muslrustImage: a stage of the generated Dockerfile is called "smoke-test"/,
    );
  });
});
