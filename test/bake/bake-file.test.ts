import { readFileSync } from 'fs';
import { join } from 'path';
import { BuilderBase, BuildStrategy, MuslRustChefOptions, Platform, PrivateSource } from '../../src';
import { CRATE, synth, WORKSPACE } from '../synth';

function bake(files: Record<string, string>, ...rest: any[]) {
  return JSON.parse(readFileSync(join(synth(files, ...rest).dir, 'docker-bake.json'), 'utf-8'));
}

test('an image with the name of the project bears that of the repository', () => {
  const { target, group } = bake(CRATE);
  expect(group.default.targets).toEqual(['app']);
  expect(target.app).toMatchObject({ target: 'image-app', tags: ['${REPOSITORY}${SUFFIX}'] });
});

test('others are named below it', () => {
  const { target, group } = bake(WORKSPACE);
  expect(group.default.targets).toEqual(['server', 'worker']);
  expect(target.server.tags).toEqual(['${REPOSITORY}/server${SUFFIX}']);
});

test('a target for every image inherits the context, the Dockerfile and the local output', () => {
  const { target } = bake(WORKSPACE);
  expect(target._common).toMatchObject({ context: '.', dockerfile: 'Dockerfile', output: ['type=docker'] });
  expect(target.worker.inherits).toEqual(['_common']);
});

const VARIABLES = {
  REPOSITORY: { default: 'app' },
  TAG: { default: 'latest' },
  SUFFIX: { default: '${TAG == "" ? "" : ":${TAG}"}' },
  CACHE_SCOPE: { default: 'app' },
};

test('what may differ from build to build is a variable', () => {
  expect(bake(WORKSPACE).variable).toEqual(VARIABLES);
  expect(bake(WORKSPACE, { isolated: true }).variable).toEqual({
    ...VARIABLES,
    CACHE_FROM: { default: '' },
    CACHE_TO: { default: '' },
  });
});

test('nothing more than that is in it, where nothing is said', () => {
  expect(bake(WORKSPACE).target).toMatchObject({
    _common: {
      context: '.',
      dockerfile: 'Dockerfile',
      args: { CACHE_SCOPE: '${CACHE_SCOPE}' },
      output: ['type=docker'],
    },
    worker: { inherits: ['_common'], target: 'image-worker', tags: ['${REPOSITORY}/worker${SUFFIX}'] },
  });
  expect(Object.keys(bake(WORKSPACE).target._common)).toEqual(['context', 'dockerfile', 'args', 'output']);
  expect(Object.keys(bake(WORKSPACE).target)).toEqual(['_common', 'server', 'worker', '_binaries']);
  expect(Object.keys(bake(WORKSPACE).target.worker)).toEqual(['inherits', 'target', 'tags']);
});

test('bake knows no dots in the names of targets', () => {
  const { target } = bake(CRATE, { images: [{ binary: 'app', name: 'my.app' }] });
  expect(target.my___app.target).toBe('image-my.app');
});

test.each([
  ['App', 'app'],
  ['@acme/app', 'acme/app'],
  ['my app', 'my-app'],
  ['-x-', 'x'],
  ['@acme/-x', 'acme/x'],
])('the project %s is a valid repository, %s', (name, repository) => {
  expect(bake(CRATE, {}, { name }).variable.REPOSITORY.default).toBe(repository);
});

test('the executables are a target of their own, for every platform, into one folder', () => {
  const { target, group } = bake(CRATE);
  expect(target._binaries).toEqual({
    inherits: ['_common'],
    target: 'binaries',
    platforms: ['linux/amd64', 'linux/arm64'],
    output: ['type=local,dest=dist,platform-split=false'],
  });
  expect(group.default.targets).not.toContain('_binaries');
});

test('the seed image goes to the registry, beside the images', () => {
  const { target, group } = bake(WORKSPACE, { seedImages: true });
  expect(target._seed).toEqual({
    inherits: ['_common'],
    target: 'seed-image',
    tags: ['${REPOSITORY}/muslrust-chef/seed:${TAG}'],
    output: ['type=registry,compression=zstd,oci-mediatypes=true'],
  });
  expect(group.default.targets).not.toContain('_seed');
  expect(bake(WORKSPACE).target).not.toHaveProperty('_seed');
});

test('credentials are taken from the environment, and the keys of the agent', () => {
  const { target } = bake(CRATE, { privateSources: [PrivateSource.registry('acme'), PrivateSource.ssh()] });
  expect(target._common).toMatchObject({
    secret: ['id=CARGO_REGISTRIES_ACME_TOKEN,env=CARGO_REGISTRIES_ACME_TOKEN'],
    ssh: ['default'],
  });
});

test.each<[string, MuslRustChefOptions, string[] | undefined]>([
  ['one platform, by zig', { strategy: BuildStrategy.CROSS, platforms: [Platform.LINUX_ARM64] }, ['linux/arm64']],
  ['one, by rust-musl', { builderBase: BuilderBase.rustMusl(), platforms: [Platform.LINUX_ARM64] }, ['linux/arm64']],
  ['both, by zig', { strategy: BuildStrategy.CROSS }, undefined],
  ['one that compiles for itself', { platforms: [Platform.LINUX_ARM64] }, undefined],
])('what compiles for another platform is built for it, on any machine: %s', (_, options, platforms) => {
  const { dir } = synth(CRATE, options);
  const { _common } = JSON.parse(readFileSync(join(dir, 'docker-bake.json'), 'utf-8')).target;
  expect(_common.platforms).toEqual(platforms);
  // a stage is named that is there, whatever the machine
  const from = [...readFileSync(join(dir, 'Dockerfile'), 'utf-8').matchAll(/^FROM (\S+-\$TARGETARCH) /gm)];
  expect(from.length > 0).toBe(platforms === undefined && options.strategy === BuildStrategy.CROSS);
});
