import { plan, PlanOptions } from './plan';
import { BuildCache, BuildStrategy, Platform, PrivateSource } from '../../src';
import { BakeSteps } from '../../src/workflow/bake-steps';
import { runnersOf } from '../../src/workflow/runners';

function bake(options: PlanOptions = {}, variables: Record<string, string> = {}): any {
  const made = plan(options);
  return new BakeSteps(made, runnersOf(made, 'build'), variables);
}

const SERVER_AND_WORKER = ['server', 'worker'];
const OUTPUT = 'output=type=image,push-by-digest=true,name-canonical=true,rewrite-timestamp=true,push=true';
const FROM = 'type=gha,scope=image-${{ matrix.pair }}';
const TO =
  "${{ github.ref == 'refs/heads/main' && format('type=gha,scope=image-{0},mode=max,ignore-error=true', matrix.pair) || '' }}";
const FROM_SEED = '${{ steps.seed.outputs.context }}';
const seed = plan().options.repository.seed(undefined);
const CROSS = { strategy: BuildStrategy.CROSS };

describe('a push', () => {
  test.each<[string, PlanOptions, string[]]>([
    [
      'of one image sets what is pushed for it alone: a trial beside it has no name',
      {},
      ['*.platform=${{ matrix.platform }}', `shop.${OUTPUT}`, `*.cache-from=${FROM}`, `shop.cache-to=${TO}`],
    ],
    [
      'of two writes the cache with the first',
      { names: SERVER_AND_WORKER },
      ['*.platform=${{ matrix.platform }}', `*.${OUTPUT}`, `*.cache-from=${FROM}`, `server.cache-to=${TO}`],
    ],
    [
      'of images that are compiled by themselves has no cache of all of them',
      { names: SERVER_AND_WORKER, isolated: true },
      ['*.platform=${{ matrix.platform }}', `*.${OUTPUT}`],
    ],
    ['without a cache has none', { cache: BuildCache.none() }, ['*.platform=${{ matrix.platform }}', `shop.${OUTPUT}`]],
    [
      'that begins with a seed says so',
      { seed, cache: BuildCache.none() },
      ['*.platform=${{ matrix.platform }}', `shop.${OUTPUT}`, FROM_SEED],
    ],
    [
      'of all platforms by one runner names them',
      { ...CROSS, cache: BuildCache.registry('ghcr.io/acme/cache') },
      [
        '*.platform=linux/amd64,linux/arm64',
        `shop.${OUTPUT}`,
        '*.cache-from=type=registry,ref=ghcr.io/acme/cache:${{ github.repository_id }}-image-all',
        "shop.cache-to=${{ github.ref == 'refs/heads/main' && format('type=registry,ref=ghcr.io/acme/cache:{0}-image-all,mode=max,ignore-error=true', github.repository_id) || '' }}",
      ],
    ],
  ])('%s', (_, options, overrides) => {
    const [push] = bake(options).push;
    expect(push.with.set.split('\n')).toEqual(overrides);
  });

  test('of few images is one call of bake, for all that its file has by default', () => {
    const steps = bake({ names: SERVER_AND_WORKER }).push;
    expect(steps.map(({ id }: any) => id)).toEqual(['push', 'digests']);
    expect(steps[0].name).toBe('Build and push by digest');
    expect(steps[0].with.targets).toBeUndefined();
    expect(steps[1]).toMatchObject({
      env: { METADATA: '${{ steps.push.outputs.metadata }}', FILE: '${{ matrix.pair }}' },
      run: 'bash docker/publish-images.sh note "$RUNNER_TEMP/digests"/"$FILE" <<< "$METADATA"',
    });
  });

  test('of many is several, the first of which writes the cache', () => {
    const names = Array.from({ length: 101 }, (_, i) => `image-${i}`);
    const [first, firstNote, second, secondNote] = bake({ names, ...CROSS }).push;
    expect([first, firstNote, second, secondNote].map(({ id }) => id)).toEqual([
      'push',
      'digests',
      'push-2',
      'digests-2',
    ]);
    expect(first.with.targets.split('\n')).toEqual(names.slice(0, 100));
    expect(second.with.targets).toBe('image-100');
    expect(first.with.set).toContain('image-0.cache-to=');
    expect(second.with.set).not.toContain('cache-to');
    expect([firstNote.env.FILE, secondNote.env.FILE]).toEqual(['all', 'all-2']);
    expect(secondNote.env.METADATA).toBe('${{ steps.push-2.outputs.metadata }}');
    expect([first.name, second.name]).toEqual([
      'Build and push by digest (1 of 2)',
      'Build and push by digest (2 of 2)',
    ]);
  });
});

test.each<[string, PlanOptions, Record<string, string>]>([
  ['shared layers', {}, {}],
  ['layers of their own', { isolated: true }, { CACHE_FROM: `${FROM}-*`, CACHE_TO: TO.replace('{0}', '{0}-*') }],
  ['layers of their own and no cache', { isolated: true, cache: BuildCache.none() }, {}],
  [
    'private sources',
    { privateSources: [PrivateSource.git('github.com'), PrivateSource.ssh()] },
    { GIT_TOKEN_GITHUB_COM: '${{ secrets.GIT_TOKEN_GITHUB_COM }}' },
  ],
])('images with %s are pushed with these variables', (_, options, variables) => {
  expect(bake(options, { CACHE_SCOPE: 'mine' }).push[0].env).toEqual({
    SOURCE_DATE_EPOCH: '0',
    CACHE_SCOPE: 'mine',
    TAG: '',
    BUILDX_METADATA_PROVENANCE: 'disabled',
    ...variables,
  });
});

test.each<[string, PlanOptions, string, boolean]>([
  ['at the root', {}, '.', false],
  ['in a folder', { directory: 'services/api' }, './services/api', false],
  ['with an ssh source', { privateSources: [PrivateSource.ssh()] }, '.', true],
  ['with a token', { privateSources: [PrivateSource.registry('acme')] }, '.', false],
])(
  'a project %s is built from the checkout, and hands on the agent only where it is needed',
  (_, options, source, ssh) => {
    for (const step of [
      bake(options).push[0],
      bake(options).load('linux/amd64'),
      bake({ ...options, seed }).pushSeed[0],
    ]) {
      const { targets, set, ...inputs } = step.with;
      expect(inputs).toEqual({
        source,
        files: 'docker-bake.json',
        provenance: false,
        ...(ssh ? { allow: 'ssh' } : {}),
      });
    }
  },
);

describe('a load', () => {
  test('reads the cache and the seed, and writes neither', () => {
    const { id, with: inputs, env } = bake({ seed }).load('linux/amd64');
    expect(id).toBe('load');
    expect(inputs.set.split('\n')).toEqual(['*.platform=linux/amd64', `*.cache-from=${FROM}`, FROM_SEED]);
    expect(env).toEqual({ SOURCE_DATE_EPOCH: '0' });
  });

  test('reads the caches of images that are compiled by themselves', () => {
    const { with: inputs, env } = bake({ isolated: true }).load('linux/amd64');
    expect(inputs.set).toBe('*.platform=linux/amd64');
    expect(env).toEqual({ SOURCE_DATE_EPOCH: '0', CACHE_FROM: `${FROM}-*` });
  });

  test('is one of several, where one runner has several platforms', () => {
    const step = bake(CROSS).load(Platform.LINUX_ARM64);
    expect(step).toMatchObject({ id: 'load-arm64', name: 'Build for linux/arm64 without pushing' });
    expect(step.with.set.split('\n')[0]).toBe('*.platform=linux/arm64');
    expect(bake({ ...CROSS, platforms: [Platform.LINUX_ARM64] }).load(Platform.LINUX_ARM64)).toMatchObject({
      id: 'load',
      name: 'Build without pushing',
    });
  });
});

describe('a seed', () => {
  test('is pushed by the branch alone, and fails nothing', () => {
    const [step] = bake({ seed, ...CROSS, branch: 'trunk' }).pushSeed;
    expect(step).toMatchObject({
      id: 'push-seed',
      if: "github.ref == 'refs/heads/trunk'",
      continueOnError: true,
      with: { targets: '_seed' },
    });
    expect(step.with.set.split('\n')).toEqual([
      '*.platform=linux/amd64,linux/arm64',
      '*.cache-from=type=gha,scope=image-all',
      FROM_SEED,
      '_seed.tags=${{ steps.seed.outputs.image }}',
      '_seed.labels.muslrust-chef.key=${{ steps.seed.outputs.key }}',
    ]);
  });
});
