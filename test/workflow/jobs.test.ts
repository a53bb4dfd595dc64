import { plan, PlanOptions, stepOf } from './plan';
import { BuildStrategy, BuildxBuilder, ContainerRegistry, Platform, PrivateSource } from '../../src';
import { buildJob } from '../../src/workflow/build-job';
import { mayPublish, NOT_MERGED } from '../../src/workflow/expressions';
import { publishJob } from '../../src/workflow/publish-job';
import { pullRequestJob } from '../../src/workflow/pull-request-job';

const MINE = { id: 'mine', run: 'true' };
const build = (options?: PlanOptions) => buildJob(plan(options), [MINE]) as any;
const pullRequest = (options?: PlanOptions) => pullRequestJob(plan(options), [MINE]) as any;
const publish = (options?: PlanOptions) => publishJob(plan(options)) as any;
const idsOf = (job: any) => job.steps.map(({ id }: any) => id);

const REMOTE = [{ endpoint: 'tcp://a.example.com:1' }];
const registry = ContainerRegistry.gitHub();
/** Everything that a job can have. */
const ALL: PlanOptions = {
  names: ['shop', 'worker'],
  strategy: BuildStrategy.CROSS,
  seed: plan().options.repository.seed(undefined),
  registries: [{ registry, where: '', reads: true, writes: true }],
  privateSources: [PrivateSource.registry('acme'), PrivateSource.ssh()],
  directory: 'services/api',
};
const IN_FOLDER = { run: { workingDirectory: 'services/api' } };

describe('the job that builds', () => {
  test('does all of it in this order: what can fail early comes first, the seed when the images are good', () => {
    expect(idsOf(build(ALL))).toEqual([
      'checkout',
      'release',
      'repository',
      'tokens',
      'ssh-agent',
      'mine',
      'qemu',
      'buildx',
      'login-ghcr-io',
      'seed',
      'push',
      'digests',
      'verify-amd64',
      'verify-arm64',
      'push-seed',
      'clean-seeds',
      'upload',
    ]);
    expect(build(ALL)).toMatchObject({
      name: 'build',
      runsOn: ['ubuntu-24.04'],
      if: mayPublish('main'),
      permissions: { contents: 'read', packages: 'write' },
      defaults: IN_FOLDER,
    });
  });

  test('does no more than it must', () => {
    const job = build();
    expect(idsOf(job)).toEqual([
      'checkout',
      'release',
      'repository',
      'mine',
      'buildx',
      'login-ghcr-io',
      'push',
      'digests',
      'verify',
      'upload',
    ]);
    expect(job).toMatchObject({
      name: 'build (${{ matrix.platform }})',
      runsOn: ['${{ matrix.runner }}'],
      // the other platforms report too
      strategy: {
        failFast: false,
        matrix: {
          include: [
            { platform: 'linux/amd64', pair: 'linux-amd64', runner: 'ubuntu-24.04' },
            { platform: 'linux/arm64', pair: 'linux-arm64', runner: 'ubuntu-24.04-arm' },
          ],
        },
      },
    });
    expect(stepOf(job, 'verify').env).toEqual({ PLATFORM: '${{ matrix.platform }}' });
    expect(job.defaults).toBeUndefined();
  });

  test('tries what was pushed, by the digests that were noted', () => {
    expect(stepOf(build(), 'verify').run.split('\n')).toEqual([
      'pushed() { bash docker/publish-images.sh pushed "$1" "$RUNNER_TEMP/digests"/*; }',
      'verify --platform "$PLATFORM" "$(pushed "$REPOSITORY")" shop',
    ]);
  });

  test.each<[PlanOptions, string]>([
    [{}, 'image-digests-${{ matrix.pair }}'],
    [{ name: 'image-services-api', strategy: BuildStrategy.CROSS }, 'image-services-api-digests-all'],
  ])('%j hands the digests over under a name of its own', (options, name) => {
    expect(stepOf(build(options), 'upload').with).toEqual({
      name,
      path: '${{ runner.temp }}/digests',
      'if-no-files-found': 'error',
      overwrite: true,
      'retention-days': 30,
    });
    // by which the job that publishes finds them, and those of no other workflow
    expect(stepOf(publish(options), 'download').with).toEqual({
      path: '${{ runner.temp }}/digests',
      pattern: `${options.name ?? 'image'}-digests-*`,
      'merge-multiple': true,
    });
  });
});

describe('the job for pull requests', () => {
  test('does all of it in this order, and pushes nothing', () => {
    expect(idsOf(pullRequest(ALL))).toEqual([
      'checkout',
      'repository',
      'tokens',
      'ssh-agent',
      'mine',
      'qemu',
      'buildx',
      'login-ghcr-io',
      'seed',
      'load-amd64',
      'verify-amd64',
      'load-arm64',
      'verify-arm64',
    ]);
    expect(pullRequest(ALL)).toMatchObject({
      name: 'pull request',
      if: NOT_MERGED,
      permissions: { contents: 'read', packages: 'read' },
      defaults: IN_FOLDER,
    });
    expect(pullRequest().name).toBe('pull request (${{ matrix.platform }})');
  });

  test('tries what was loaded', () => {
    expect(stepOf(pullRequest(), 'verify').run).toBe('verify --platform "$PLATFORM" "$REPOSITORY" shop');
  });

  test.each<[string, ContainerRegistry, object | undefined]>([
    ['a token', registry, undefined],
    [
      'secrets',
      ContainerRegistry.withSecrets({ host: 'r.example.com', passwordSecret: 'P' }),
      { HAS_LOGIN_R_EXAMPLE_COM: "${{ secrets.P != '' }}" },
    ],
  ])('knows whether it may log in, where that is by %s', (_, read, env) => {
    expect(pullRequest({ registries: [{ registry: read, where: '', reads: true, writes: true }] }).env).toEqual(env);
  });

  const CACHE_SCOPE = { CACHE_SCOPE: 'acme/shop' };
  test.each<[string, BuildxBuilder, Record<string, string>, string | undefined, boolean]>([
    ['the runner', BuildxBuilder.container(), CACHE_SCOPE, 'acme/shop', true],
    ['the runner, beside a persistent builder', BuildxBuilder.remote(REMOTE), CACHE_SCOPE, 'acme/shop', false],
    [
      'a persistent builder',
      BuildxBuilder.remote(REMOTE, { pullRequests: true }),
      CACHE_SCOPE,
      'pull-request-${{ github.event.pull_request.number || github.sha }}:acme/shop',
      true,
    ],
    ['one for images without a scope', BuildxBuilder.remote(REMOTE, { pullRequests: true }), {}, undefined, true],
  ])('builds on %s in a scope that is not for others', (_, buildxBuilder, variables, scope, isTrusted) => {
    const job = pullRequest({ buildxBuilder, variables });
    expect(stepOf(job, 'load').env.CACHE_SCOPE).toBe(scope);
    const mine = isTrusted ? ['mine'] : [];
    expect(idsOf(job)).toEqual(['checkout', 'repository', ...mine, 'buildx', 'load', 'verify']);
    expect(stepOf(job, 'buildx').with.driver).toBe(buildxBuilder._isPersistent && isTrusted ? 'remote' : undefined);
    expect(stepOf(build({ buildxBuilder, variables }), 'push').env.CACHE_SCOPE).toBe(variables.CACHE_SCOPE);
  });
});

test.each<[string, PlanOptions]>([
  ['all that there can be', ALL],
  ['no more than there must be', { attest: false }],
  ['more images than one call builds', { names: Array.from({ length: 101 }, (_, i) => `image-${i}`) }],
])('a run shows each step by a name of its own: %s', (_, options) => {
  for (const { steps } of [build(options), pullRequest(options), publish(options)]) {
    const names = steps.filter(({ id }: any) => id !== MINE.id && !/^digests/.test(id)).map(({ name }: any) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const { id, name } of steps) expect(name ?? id).toMatch(/^[A-Z]|^mine$/);
  }
});

test.each<[PlanOptions, number, number]>([
  [{}, 60, 15],
  [{ names: ['shop', 'worker', 'a', 'b', 'c'] }, 62, 18],
  [{ names: ['shop', 'worker', 'a', 'b', 'c'], attest: false }, 62, 16],
  [{ strategy: BuildStrategy.CROSS }, 60, 15],
  [{ strategy: BuildStrategy.EMULATED }, 360, 15],
])('%j may take %i minutes to build, and %i to publish', (options, minutes, minutesToPublish) => {
  expect(build(options).timeoutMinutes).toBe(minutes);
  expect(pullRequest(options).timeoutMinutes).toBe(minutes);
  expect(publish(options).timeoutMinutes).toBe(minutesToPublish);
});

describe('the job that publishes', () => {
  test('moves tags when all is done', () => {
    const job = publish(ALL);
    expect(idsOf(job)).toEqual([
      'checkout',
      'repository',
      'download',
      'login-ghcr-io',
      'index',
      'attest-shop',
      'attest-worker',
      'attested',
      'unattested',
      'tags',
      'report',
    ]);
    expect(job).toMatchObject({
      name: 'publish',
      needs: ['build'],
      runsOn: ['ubuntu-24.04'],
      permissions: { contents: 'read', packages: 'write', idToken: 'write', attestations: 'write' },
      defaults: IN_FOLDER,
      outputs: {
        images: { stepId: 'report', outputName: 'images' },
        digests: { stepId: 'report', outputName: 'digests' },
      },
    });
    expect(stepOf(job, 'attested')).toMatchObject({
      env: { GH_TOKEN: '${{ github.token }}' },
      run: 'bash docker/publish-images.sh attested "$RUNNER_TEMP/indexes"',
    });
    expect(stepOf(job, 'attest-shop').with).toEqual({
      'subject-name': '${{ env.REPOSITORY }}',
      'subject-digest': '${{ steps.index.outputs.digest-shop }}',
      'push-to-registry': true,
      'create-storage-record': false,
    });
    expect(stepOf(job, 'unattested')).toMatchObject({
      if: "failure() && steps.index.outcome == 'success' && steps.attested.outcome == 'skipped'",
      run: expect.stringMatching(
        /^echo "::error::An image could not be attested, so no tag was moved\. .*'attest: false' publishes without\."$/,
      ),
    });
    expect(stepOf(job, 'attest-shop').name).toBe('Attest where shop comes from');
  });

  test('waits for more than the build, where there is more', () => {
    expect(publishJob(plan(), ['test', 'audit']).needs).toEqual(['build', 'test', 'audit']);
    // a condition of its own could let it run where one of these has failed
    expect(publishJob(plan(), ['test'])).not.toHaveProperty('if');
  });

  test.each<[PlanOptions, string]>([
    [{}, 'bash docker/release-tags.sh'],
    [{ scripts: '.', tagPrefix: 'chef-v' }, 'bash ./release-tags.sh --prefix chef-v'],
  ])('%j asks which tags those are', (options, releaseTags) => {
    expect(stepOf(publish(options), 'tags')).toMatchObject({
      env: { GITHUB_TOKEN: '${{ github.token }}' },
      run:
        `${releaseTags} "$GITHUB_REF" > "$RUNNER_TEMP/tags"\n` +
        `xargs bash ${options.scripts ?? 'docker'}/publish-images.sh tag "$RUNNER_TEMP/indexes" < "$RUNNER_TEMP/tags"`,
    });
    expect(stepOf(publish(options), 'report').run).toBe(
      `xargs bash ${options.scripts ?? 'docker'}/publish-images.sh report "$RUNNER_TEMP/indexes" "sha-$GITHUB_SHA" < "$RUNNER_TEMP/tags"`,
    );
    expect(stepOf(build(options), 'release').run).toBe(`${releaseTags} --check "$GITHUB_REF"`);
  });

  test.each<[PlanOptions, number]>([
    [{}, 2],
    [{ platforms: [Platform.LINUX_ARM64] }, 1],
    [{ strategy: BuildStrategy.CROSS }, 1],
  ])('%j makes indexes of %i digests', (options, digests) => {
    expect(stepOf(publish({ ...options, names: ['shop', 'default'] }), 'index').run.split(/ \\\n +/)).toEqual([
      `bash docker/publish-images.sh index --of ${digests} --tag "sha-$GITHUB_SHA" --out "$RUNNER_TEMP/indexes"`,
      '"$RUNNER_TEMP/digests"',
      'shop="$REPOSITORY"',
      'default_="$REPOSITORY/default"',
    ]);
  });

  test('attests nothing where it is told not to', () => {
    const job = publish({ attest: false });
    expect(idsOf(job)).toEqual(['checkout', 'repository', 'download', 'login-ghcr-io', 'index', 'tags', 'report']);
    expect(job.permissions).toEqual({ contents: 'read', packages: 'write' });
    expect(job.defaults).toBeUndefined();
  });
});
