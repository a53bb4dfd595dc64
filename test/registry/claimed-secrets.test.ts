import { join } from 'node:path';
import { Project } from 'projen';
import { BuildCache, ContainerRegistry, MuslRustChef, MuslRustChefBuilder, MuslRustChefOptions } from '../../src';
import { CRATE, synth } from '../synth';
import { tempDir, writeTree } from '../util';

const { dockerHub, withSecrets } = ContainerRegistry;
const seeds = { seedImages: true };

test.each<[string, MuslRustChefOptions, string, string]>([
  // the host that is still without names of its own, and the secret
  [
    'a cache that nothing is said of',
    { registry: withSecrets({ host: 'a.com' }), cache: BuildCache.registry('b.com/cache') },
    'b.com',
    'REGISTRY_PASSWORD',
  ],
  [
    'a registry that is pulled from',
    {
      registry: withSecrets({ host: 'a.com' }),
      registries: [withSecrets({ host: 'b.com' })],
      builderImage: 'b.com/chef:1',
    },
    'b.com',
    'REGISTRY_PASSWORD',
  ],
  [
    'a seed that nothing is said of',
    { registry: withSecrets({ host: 'a.com' }), seedRepository: 'b.com/seed', ...seeds },
    'b.com',
    'REGISTRY_PASSWORD',
  ],
  [
    'images that say where they are',
    { images: [{ binary: 'app', repository: 'a.com/x' }], cache: BuildCache.registry('b.com:5000/cache') },
    'b.com:5000',
    'REGISTRY_PASSWORD',
  ],
  [
    'one that names the default of the other, in whatever case',
    {
      registry: withSecrets({ host: 'a.com', usernameSecret: 'X', passwordSecret: 'registry_password' }),
      cache: BuildCache.registry('b.com/cache'),
    },
    'b.com',
    'REGISTRY_PASSWORD',
  ],
  [
    'one that names the default of the other, and comes second',
    {
      registry: withSecrets({ host: 'a.com' }),
      registries: [withSecrets({ host: 'b.com', passwordSecret: 'REGISTRY_PASSWORD' })],
      builderImage: 'b.com/chef:1',
    },
    'a.com',
    'REGISTRY_PASSWORD',
  ],
  [
    'a user name of its own, and no password',
    { registry: withSecrets({ host: 'a.com', usernameSecret: 'A' }), cache: BuildCache.registry('b.com/cache') },
    'b.com',
    'REGISTRY_PASSWORD',
  ],
  [
    'Docker Hub as any other host',
    { registry: withSecrets({ host: 'docker.io' }), cache: BuildCache.registry('b.com/cache') },
    'b.com',
    'REGISTRY_PASSWORD',
  ],
  [
    'another host by the secrets of Docker Hub',
    {
      registry: dockerHub(),
      registries: [withSecrets({ host: 'b.com', passwordSecret: 'DOCKERHUB_TOKEN' })],
      builderImage: 'b.com/chef:1',
    },
    'docker.io',
    'DOCKERHUB_TOKEN',
  ],
  [
    'GHCR by secrets',
    { registry: withSecrets({ host: 'ghcr.io' }), cache: BuildCache.registry('b.com/cache') },
    'b.com',
    'REGISTRY_PASSWORD',
  ],
])('the password of one host is not sent to another: %s', (_, options, host, secret) => {
  expect(() => synth(CRATE, options)).toThrow(
    new RegExp(`the same secret, ${secret}, .* Name \`usernameSecret\` and \`passwordSecret\` for ${host}, `),
  );
});

const A = withSecrets({ host: 'a.com', usernameSecret: 'U', passwordSecret: 'P' });
const B = withSecrets({ host: 'b.com', usernameSecret: 'U', passwordSecret: 'P' });

test.each<[string, MuslRustChefOptions]>([
  ['whose secrets are named, though they are the same', { registry: A, registries: [B] }],
  [
    'which both name the default',
    {
      registry: withSecrets({ host: 'a.com', passwordSecret: 'REGISTRY_PASSWORD' }),
      registries: [withSecrets({ host: 'b.com', passwordSecret: 'REGISTRY_PASSWORD' })],
    },
  ],
  ['of which one has names of its own', { registry: A, cache: BuildCache.registry('b.com/cache') }],
  ['of which one is Docker Hub', { registry: dockerHub(), cache: BuildCache.registry('b.com/cache') }],
  ['of which one is GHCR', { cache: BuildCache.registry('b.com/cache') }],
  ['of which one has no accounts', { registry: ContainerRegistry.anonymous('a.com'), registries: [B] }],
  [
    'of which one is pulled from without a login',
    { registry: withSecrets({ host: 'a.com' }), builderImage: 'b.com/chef:1' },
  ],
  ['which are one', { registry: withSecrets({ host: 'a.com' }), cache: BuildCache.registry('a.com/cache'), ...seeds }],
])('two hosts %s are let be', (_, options) => {
  expect(() => synth(CRATE, options)).not.toThrow();
});

describe('two projects of a repository', () => {
  const tree = (ofProject: MuslRustChefOptions, ofBuilder: ContainerRegistry) => {
    const root = new Project({ name: 'root', outdir: tempDir() });
    writeTree(join(root.outdir, 'a'), CRATE);
    new MuslRustChef(new Project({ name: 'a', parent: root, outdir: 'a' }), ofProject);
    new MuslRustChefBuilder(root, { registry: ofBuilder });
  };

  test('have the same secrets, so no default is that of two hosts', () => {
    expect(() => tree({ registry: withSecrets({ host: 'a.com' }) }, withSecrets({ host: 'b.com' }))).toThrow(
      /^a\.com \(a\.com\/.* in a\) and b\.com \(b\.com\/[^ ]*\) would get the same secret/,
    );
  });

  test.each<[string, MuslRustChefOptions, ContainerRegistry]>([
    ['log in to one host', { registry: withSecrets({ host: 'a.com' }) }, withSecrets({ host: 'a.com' })],
    ['are told', { registry: A }, B],
    [
      'have one workflow',
      { registry: withSecrets({ host: 'a.com' }), workflow: false },
      withSecrets({ host: 'b.com' }),
    ],
  ])('are let be where they %s', (_, ofProject, ofBuilder) => {
    expect(() => tree(ofProject, ofBuilder)).not.toThrow();
  });
});
