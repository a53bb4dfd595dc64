import { spawnSync } from 'child_process';
import { readFileSync } from 'fs';
import { join } from 'path';
import { github, Project } from 'projen';
import { parse } from 'yaml';
import {
  BuildCache,
  BuildStrategy,
  BuildxBuilder,
  ContainerRegistry,
  MuslRustChef,
  MuslRustChefOptions,
  PersistentBuilderOptions,
  Platform,
  PrivateSource,
} from '../../src';
import { metadataOf } from './rehearsal/metadata';
import { GENERATOR } from '../../src/generator';
import { PINS } from '../../src/pins';
import { mayPublish, NOT_MERGED } from '../../src/workflow/expressions';
import { CRATE, synth, synthesise, WORKSPACE } from '../synth';
import { tempDir, writeTree } from '../util';

const read = (dir: string) => readFileSync(join(dir, '.github/workflows/image.yml'), 'utf-8');
const workflow = (files: Record<string, string>, options?: MuslRustChefOptions) =>
  parse(read(synth(files, options).dir));
const step = (job: any, id: string) => job.steps.find((candidate: any) => candidate.id === id);
const overrides = (job: any, id: string): string[] => step(job, id).with.set.split('\n');

// what is released is tested, too
beforeEach(() => void jest.replaceProperty(GENERATOR, 'version', '0.0.0'));

test('a single crate', () => {
  expect(read(synth(CRATE).dir)).toMatchSnapshot();
});

test('a workspace with everything set', () => {
  expect(
    read(
      synth(WORKSPACE, {
        images: [
          { binary: 'server', smokeTest: ['--version'] },
          { binary: 'worker', smokeTest: ['check', "it's $fine"] },
        ],
        platforms: [Platform.LINUX_ARM64],
        imageRepository: 'registry.example.com/acme/app',
        registry: ContainerRegistry.withSecrets({
          host: 'registry.example.com',
          usernameSecret: 'ACME_USER',
          passwordSecret: 'ACME_PASSWORD',
        }),
        cache: BuildCache.registry('registry.example.com/acme/cache'),
        branch: 'trunk',
        attest: false,
      }).dir,
    ),
  ).toMatchSnapshot();
});

describe('the build job', () => {
  test('runs each platform on a runner of its own architecture', () => {
    expect(workflow(CRATE).jobs.build.strategy.matrix.include).toEqual([
      { platform: 'linux/amd64', pair: 'linux-amd64', runner: 'ubuntu-24.04' },
      { platform: 'linux/arm64', pair: 'linux-arm64', runner: 'ubuntu-24.04-arm' },
    ]);
  });

  test('pushes by digest, without a tag, what the bake file names', () => {
    const push = step(workflow(WORKSPACE).jobs.build, 'push');
    expect(push.with.set.split('\n')).toContain(
      '*.output=type=image,push-by-digest=true,name-canonical=true,rewrite-timestamp=true,push=true',
    );
    expect(push.env.TAG).toBe('');
  });

  test('the cache has a scope for each platform, all stages, and never fails a build; one image of the branch writes it', () => {
    const written = overrides(workflow(WORKSPACE).jobs.build, 'push').filter((line) => line.includes('cache-to'));
    expect(written).toEqual([
      "server.cache-to=${{ github.ref == 'refs/heads/main' && format('type=gha,scope=image-{0},mode=max,ignore-error=true', matrix.pair) || '' }}",
    ]);
  });

  test('images that are compiled by themselves have caches of their own', () => {
    const { dir } = synth(WORKSPACE, { isolated: true });
    const { build, 'pull-request': pullRequest } = parse(read(dir)).jobs;
    for (const [job, id] of [
      [build, 'push'],
      [pullRequest, 'load'],
    ]) {
      expect(step(job, id).env.CACHE_FROM).toBe('type=gha,scope=image-${{ matrix.pair }}-*');
      expect(step(job, id).with.set).not.toContain('cache');
    }
    expect(step(build, 'push').env.CACHE_TO).toContain("format('type=gha,scope=image-{0}-*,mode=max");
    expect(step(build, 'push').env.CACHE_TO).toContain("github.ref == 'refs/heads/main' && ");
    expect(step(pullRequest, 'load').env).not.toHaveProperty('CACHE_TO');
    const { target } = JSON.parse(readFileSync(join(dir, 'docker-bake.json'), 'utf8'));
    expect(target.worker).toMatchObject({
      'cache-from': ['${replace(CACHE_FROM, "*", "worker")}'],
      'cache-to': ['${replace(CACHE_TO, "*", "worker")}'],
    });
  });

  test('without a cache there is no word of it', () => {
    expect(read(synth(CRATE, { cache: BuildCache.none() }).dir)).not.toContain('cache-from');
  });

  test('verifies what was pushed, by its digest, before the job that publishes can move a tag', () => {
    const { build, publish } = workflow(CRATE, { images: [{ binary: 'app', smokeTest: ['--version'] }] }).jobs;
    const verify = step(build, 'verify');
    expect(verify.if).toBeUndefined();
    expect(verify.run.split('\n')).toEqual([
      'pushed() { bash docker/publish-images.sh pushed "$1" "$RUNNER_TEMP/digests"/*; }',
      'sh docker/verify-image.sh --platform "$PLATFORM" "$(pushed "$REPOSITORY")" /usr/local/bin/app --version',
    ]);
    expect(verify.env.PLATFORM).toBe('${{ matrix.platform }}');
    expect(publish.needs).toBe('build');
  });

  test('fails before anything is built where nothing could be published', () => {
    const { build } = workflow(CRATE).jobs;
    expect(build.steps.map(({ id }: { id: string }) => id).slice(0, 2)).toEqual(['checkout', 'release']);
    expect(step(build, 'release').run).toBe('bash docker/release-tags.sh --check "$GITHUB_REF"');
  });

  test('hands over what a job that is repeated, after weeks too, finds', () => {
    expect(step(workflow(CRATE).jobs.build, 'upload').with).toMatchObject({ overwrite: true, 'retention-days': 30 });
  });

  test('names are lower case on GHCR, whatever the repository is called', () => {
    expect(step(workflow(CRATE).jobs.build, 'repository').run).toContain('ghcr.io/${GITHUB_REPOSITORY,,}');
  });
});

describe('a pull request', () => {
  const { build, 'pull-request': job } = workflow(CRATE).jobs;

  test('has a job of its own, on the same runners', () => {
    expect(job.if).toBe(NOT_MERGED);
    expect(build.if).toBe(mayPublish('main'));
    expect(job.strategy).toEqual(build.strategy);
  });

  test('reads the cache, and neither writes it nor pushes, and may write nothing', () => {
    expect(overrides(job, 'load')).toEqual([
      '*.platform=${{ matrix.platform }}',
      '*.cache-from=type=gha,scope=image-${{ matrix.pair }}',
    ]);
    expect(job.steps.map(({ id }: { id: string }) => id)).toEqual([
      'checkout',
      'repository',
      'buildx',
      'load',
      'verify',
    ]);
    expect(job.permissions).toEqual({ contents: 'read' });
  });

  test('is verified as it was loaded', () => {
    expect(step(job, 'verify').run).toBe(
      'sh docker/verify-image.sh --platform "$PLATFORM" "$REPOSITORY" /usr/local/bin/app',
    );
  });

  test.each<[string, MuslRustChefOptions, Record<string, string>]>([
    ['seeds', { seedImages: true }, { contents: 'read', packages: 'read' }],
    ['a private builder image', { builderImage: 'ghcr.io/acme/builder:1.2' }, { contents: 'read', packages: 'read' }],
    ['another registry', { imageRepository: 'registry.example.com/acme/app' }, { contents: 'read' }],
  ])('may read packages for %s, if they are on GHCR', (_, options, permissions) => {
    expect(workflow(CRATE, options).jobs['pull-request'].permissions).toEqual(permissions);
  });
});

test.each([
  ['', '${{ github.repository }}'],
  ['services/api', '${{ github.repository }}:services/api'],
])('what is left on a builder is for this project alone: %s', (folder, scope) => {
  const outdir = tempDir();
  const root = new Project({ name: 'shop', outdir });
  writeTree(join(outdir, folder), WORKSPACE);
  new MuslRustChef(folder ? new Project({ name: 'app', parent: root, outdir: folder }) : root, { seedImages: true });
  synthesise(root);
  const file = `image${folder && '-services-api'}.yml`;
  const { build, 'pull-request': pullRequest } = parse(
    readFileSync(join(outdir, '.github/workflows', file), 'utf8'),
  ).jobs;
  const bakes = [...build.steps, ...pullRequest.steps].filter(({ uses }: { uses?: string }) =>
    uses?.startsWith('docker/bake-action@'),
  );
  expect(bakes.map(({ id }: { id: string }) => id)).toEqual(['push', 'push-seed', 'load']);
  expect(bakes.map(({ env }: { env: Record<string, string> }) => env.CACHE_SCOPE)).toEqual(bakes.map(() => scope));
});

describe('any number of images', () => {
  const names = Array.from({ length: 300 }, (_, i) => `binary-${i}`);
  const { build, publish } = workflow({
    'Cargo.toml': '[package]\nname = "app"\nversion = "0.1.0"\nedition = "2021"\n',
    'Cargo.lock': CRATE['Cargo.lock'],
    ...Object.fromEntries(names.map((name) => [`src/bin/${name}.rs`, 'fn main() {}\n'])),
  }).jobs;
  const pushes = build.steps.filter(({ id }: { id: string }) => /^push(-\d+)?$/.test(id));
  const notes = build.steps.filter(({ id }: { id: string }) => id.startsWith('digests'));

  test('is pushed in batches, whose metadata a variable holds', () => {
    expect(pushes.flatMap((push: any) => push.with.targets.split('\n'))).toEqual([...names].sort());
    pushes.forEach((push: any) => {
      // else each has the event's payload, which is as long as the push had commits
      expect(push.env.BUILDX_METADATA_PROVENANCE).toBe('disabled');
      const metadata = Object.fromEntries(push.with.targets.split('\n').map((name: string) => [name, pushed(name)]));
      // what a runner holds in one variable
      expect(JSON.stringify(metadata, undefined, 2).length).toBeLessThan(128 * 1024);
    });
  });

  test('is noted before anything can fail that was pushed', () => {
    const ids = build.steps.map(({ id }: { id: string }) => id);
    expect(pushes).toHaveLength(3);
    pushes.forEach(({ id }: { id: string }, i: number) => {
      expect(ids.indexOf(notes[i].id)).toBe(ids.indexOf(id) + 1);
      expect(notes[i].env.METADATA).toBe(`\${{ steps.${id}.outputs.metadata }}`);
    });
    expect(new Set(notes.map(({ env }: any) => env.FILE)).size).toBe(3);
  });

  test('is published by one job', () => {
    expect(publish.strategy).toBeUndefined();
    expect(publish.steps.filter(({ id }: { id: string }) => id.startsWith('attest-'))).toHaveLength(300);
    for (const job of [build, publish]) expect(job['timeout-minutes']).toBeLessThanOrEqual(360);
  });

  test('goes into no expression that is longer than GitHub takes', () => {
    const texts = Object.values<any>({ build, publish }).flatMap((job) =>
      job.steps.flatMap((candidate: any) => [candidate.run, ...Object.values({ ...candidate.with, ...candidate.env })]),
    );
    const expressions = texts.map(String).filter((text) => text.includes('${{'));
    expect(expressions.length).toBeGreaterThan(300);
    expressions.forEach((text) => expect(text.length).toBeLessThan(21_000));
  });

  /** What bake's metadata has of an image without its provenance, as long as it gets. */
  function pushed(name: string) {
    const digest = `sha256:${'0'.repeat(64)}`;
    return metadataOf(`ghcr.io/an-organisation-with-a-long-name/and-a-repository-with-a-long-name/${name}`, digest, {
      ref: `builder-${digest.slice(7, 43)}/builder-${digest.slice(7, 43)}0/${digest.slice(7, 32)}`,
      architecture: 'arm64',
    });
  }
});

describe('an image that did not change keeps its digest', () => {
  const { build, publish, 'pull-request': pullRequest } = workflow(CRATE).jobs;

  test.each([step(build, 'push'), step(pullRequest, 'load')])(
    'nothing in what is built ($id) tells of the run',
    (built) => {
      expect(built.env.SOURCE_DATE_EPOCH).toBe('0');
      expect(built.with.provenance).toBe(false);
    },
  );

  test('nor does anything in the index; which commit it is of is told by a tag', () => {
    expect(step(publish, 'index').run).not.toContain('annotation');
    expect(step(publish, 'index').run).toContain('--tag "sha-$GITHUB_SHA"');
  });
});

describe.each([
  ['CROSS', BuildStrategy.CROSS],
  ['EMULATED', BuildStrategy.EMULATED],
])('one runner for all platforms: %s', (_, strategy) => {
  const { build, publish, 'pull-request': pullRequest } = workflow(WORKSPACE, { strategy }).jobs;

  test('one job builds, and pushes an index', () => {
    expect(build['runs-on']).toBe('ubuntu-24.04');
    expect(build.strategy).toBeUndefined();
    expect(overrides(build, 'push')).toContain('*.platform=linux/amd64,linux/arm64');
    expect(step(publish, 'index').run).toContain(' --of 1 ');
  });

  test('the other architecture is emulated: to be tried, or to compile', () => {
    for (const job of [build, pullRequest]) {
      expect(step(job, 'qemu').with).toEqual({ platforms: 'arm64', 'cache-image': false });
      const ids = job.steps.map(({ id }: { id: string }) => id);
      expect(ids.indexOf('qemu')).toBeLessThan(ids.indexOf('buildx'));
    }
  });

  test('every image is verified on each platform', () => {
    for (const [arch, platform] of [
      ['amd64', 'linux/amd64'],
      ['arm64', 'linux/arm64'],
    ]) {
      const { env, run } = step(build, `verify-${arch}`);
      expect(env.PLATFORM).toBe(platform);
      expect(run).toContain('"$(pushed "$REPOSITORY/server")" /usr/local/bin/server');
      expect(run).toContain('"$(pushed "$REPOSITORY/worker")" /usr/local/bin/worker');
    }
  });

  test('a pull request loads one platform, verifies it, and then the other', () => {
    const ids = pullRequest.steps.map(({ id }: { id: string }) => id);
    expect(ids.slice(-4)).toEqual(['load-amd64', 'verify-amd64', 'load-arm64', 'verify-arm64']);
    expect(overrides(pullRequest, 'load-arm64')).toContain('*.platform=linux/arm64');
  });
});

test('one platform on one runner needs no emulation', () => {
  const { build } = workflow(CRATE, { strategy: BuildStrategy.CROSS, platforms: [Platform.LINUX_AMD64] }).jobs;
  expect(step(build, 'qemu')).toBeUndefined();
});

describe('a seed image', () => {
  const {
    jobs: { build, 'pull-request': pullRequest },
  } = workflow(WORKSPACE, { seedImages: true });
  const context = '${{ steps.seed.outputs.context }}';

  test('is looked for by branch and platform, and held against tools and flags; whatever is locked', () => {
    expect(step(build, 'seed').env).toEqual({
      SEED: '${{ env.REPOSITORY }}/muslrust-chef/seed:${{ github.repository_id }}-main-${{ matrix.pair }}',
      FILES: "${{ hashFiles('docker/keep-target.sh', 'docker/restore-mtimes.sh', '.cargo/**') }}",
    });
    expect(step(pullRequest, 'seed')).toEqual(step(build, 'seed'));
    expect(step(build, 'seed').if).toBeUndefined();
  });

  test('is held against what the configuration of cargo includes and names', () => {
    const { jobs } = workflow(
      {
        ...WORKSPACE,
        '.cargo/config.toml': 'include = ["../ci/cargo.toml"]\n[build]\nrustc-wrapper = "tools/wrap"\n',
        'ci/cargo.toml': '[env]\nA = "1"\n',
        'tools/wrap': '',
      },
      { seedImages: true },
    );
    expect(step(jobs.build, 'seed').env.FILES).toContain(", '.cargo/**', 'ci/cargo.toml', 'tools/wrap') }}");
  });

  test('is what every build begins with, if it was found', () => {
    expect(overrides(build, 'push')).toContain(context);
    expect(overrides(build, 'push-seed')).toContain(context);
    expect(overrides(pullRequest, 'load')).toContain(context);
    expect(step(pullRequest, 'push-seed')).toBeUndefined();
  });

  test('is written by the branch alone, after the images are verified, and never fails a build', () => {
    const write = step(build, 'push-seed');
    expect(write.if).toBe("github.ref == 'refs/heads/main'");
    expect(write['continue-on-error']).toBe(true);
    expect(write.with.targets).toBe('_seed');
    expect(overrides(build, 'push-seed')).toContain('_seed.tags=${{ steps.seed.outputs.image }}');
    expect(step(build, 'clean-seeds')['continue-on-error']).toBe(true);
    expect(step(pullRequest, 'clean-seeds')).toBeUndefined();
    const ids = build.steps.map(({ id }: { id: string }) => id);
    expect(ids.indexOf('push-seed')).toBeGreaterThan(ids.indexOf('verify'));
    expect(ids.indexOf('clean-seeds')).toBe(ids.indexOf('push-seed') + 1);
  });

  test('can be read by pull requests, which log in for it where they may', () => {
    expect(step(pullRequest, 'login-ghcr-io').if).toBeUndefined();
    const { jobs } = workflow(WORKSPACE, { seedImages: true, imageRepository: 'registry.example.com/acme' });
    expect(step(jobs['pull-request'], 'login-registry-example-com').if).toBe(
      "env.HAS_LOGIN_REGISTRY_EXAMPLE_COM == 'true'",
    );
    expect(step(jobs.build, 'login-registry-example-com').if).toBeUndefined();
  });

  test('of all platforms is one index, where one runner builds all', () => {
    const all = workflow(WORKSPACE, { seedImages: true, strategy: BuildStrategy.CROSS }).jobs.build;
    expect(step(all, 'seed').env.SEED).toMatch(/-main-all$/);
    expect(overrides(all, 'push-seed')).toContain('*.platform=linux/amd64,linux/arm64');
  });

  test('is of the folder of a subproject', () => {
    const root = new Project({ name: 'acme', outdir: tempDir() });
    writeTree(join(root.outdir, 'services/app'), CRATE);
    new MuslRustChef(new Project({ name: 'app', parent: root, outdir: 'services/app' }), { seedImages: true });
    synthesise(root);
    const file = readFileSync(join(root.outdir, '.github/workflows/image-services-app.yml'), 'utf-8');
    const { env } = step(parse(file).jobs.build, 'seed');
    expect(env.FILES).toContain("hashFiles('services/app/docker/keep-target.sh', ");
  });

  test.each<[string, number, MuslRustChefOptions, boolean]>([
    ['a workspace of four packages', 4, {}, false],
    ['a workspace of five', 5, {}, true],
    ['one that has them isolated', 5, { isolated: true }, false],
    ['one that is told not to', 5, { seedImages: false }, false],
    ['one whose builds begin with no earlier one', 5, { incremental: false }, false],
    ['a remote builder', 5, { buildxBuilder: BuildxBuilder.remote([{ endpoint: 'tcp://a.example.com:1' }]) }, false],
    ['a cluster', 5, { buildxBuilder: BuildxBuilder.kubernetes([{}]) }, false],
    ['a cluster that is told to', 5, { buildxBuilder: BuildxBuilder.kubernetes([{}]), seedImages: true }, true],
    ['a container', 5, { buildxBuilder: BuildxBuilder.container() }, true],
  ])('pays, or not, for %s', (_, size, options, isThere) => {
    const files: Record<string, string> = { 'Cargo.toml': WORKSPACE['Cargo.toml'] };
    for (let i = 0; i < size; i++) {
      files[`crates/p${i}/Cargo.toml`] = WORKSPACE['crates/worker/Cargo.toml'].replace('worker', `p${i}`);
      files[`crates/p${i}/src/main.rs`] = 'fn main() {}\n';
    }
    const job = workflow(files, options).jobs.build;
    expect(step(job, 'seed') !== undefined).toBe(isThere);
    expect(JSON.stringify(job).includes('seed')).toBe(isThere);
  });
});

describe('private sources', () => {
  test('credentials are secrets of the repository, and reach the builds only', () => {
    const { jobs } = workflow(CRATE, {
      privateSources: [PrivateSource.registry('acme'), PrivateSource.git('github.com')],
    });
    const { build } = jobs;
    const holders = Object.values<any>(jobs)
      .flatMap((job) => job.steps)
      .filter((candidate) => JSON.stringify(candidate).includes('secrets.') && !candidate.id.startsWith('login'));
    expect(holders.map(({ id }) => id)).toEqual(['tokens', 'load', 'tokens', 'push']);
    expect(step(build, 'push').env).toMatchObject({
      CARGO_REGISTRIES_ACME_TOKEN: '${{ secrets.CARGO_REGISTRIES_ACME_TOKEN }}',
      GIT_TOKEN_GITHUB_COM: '${{ secrets.GIT_TOKEN_GITHUB_COM }}',
    });
  });

  test('a key goes to an agent, whose socket the builds find', () => {
    const { build } = workflow(CRATE, { privateSources: [PrivateSource.ssh()] }).jobs;
    const agent = step(build, 'ssh-agent');
    expect(agent.env).toEqual({ SSH_PRIVATE_KEY: '${{ secrets.SSH_PRIVATE_KEY }}' });
    expect(agent.run).toContain('echo "SSH_AUTH_SOCK=$RUNNER_TEMP/ssh-agent.sock" >> "$GITHUB_ENV"');
    expect(Object.keys(step(build, 'push').env).filter((name) => /SSH/.test(name))).toEqual([]);
    expect(step(build, 'push').with.allow).toBe('ssh');
  });

  test.each<[string, string, PrivateSource[]]>([
    ['key', 'ssh-agent', [PrivateSource.ssh()]],
    ['token', 'tokens', [PrivateSource.registry('acme'), PrivateSource.git('github.com')]],
  ])('a pull request that gets no %s is told so', (_, id, privateSources) => {
    const { run, env } = step(workflow(CRATE, { privateSources }).jobs['pull-request'], id);
    const secrets = Object.keys(env);
    expect(secrets).toHaveLength(privateSources.length);
    for (const missing of secrets) {
      const { status, stdout } = spawnSync('bash', ['-e', '-c', run], {
        encoding: 'utf8',
        env: {
          PATH: process.env.PATH,
          RUNNER_TEMP: tempDir(),
          GITHUB_ENV: '/dev/null',
          ...Object.fromEntries(secrets.map((secret) => [secret, secret === missing ? '' : 'x'])),
        },
      });
      expect(status).toBe(1);
      expect(stdout).toMatch(new RegExp(`^::error::the secret ${missing} is not there\\. GitHub gives .* forks`));
    }
  });
});

describe('a builder elsewhere', () => {
  test('is one of remote nodes, each for its platform, with its certificates', () => {
    const { build, publish } = workflow(CRATE, {
      buildxBuilder: BuildxBuilder.remote([
        { endpoint: 'tcp://a.example.com:1234', platform: Platform.LINUX_AMD64 },
        { endpoint: 'tcp://b.example.com:1234', platform: Platform.LINUX_ARM64, driverOptions: { servername: 'b' } },
      ]),
    }).jobs;
    const { with: inputs, env } = step(build, 'buildx');
    expect(inputs).toMatchObject({ driver: 'remote', endpoint: 'tcp://a.example.com:1234', platforms: 'linux/amd64' });
    expect(parse(inputs.append)).toEqual([
      { endpoint: 'tcp://b.example.com:1234', platforms: 'linux/arm64', 'driver-opts': ['servername=b'] },
    ]);
    expect(env.BUILDER_NODE_1_AUTH_TLS_CERT).toBe('${{ secrets.BUILDER_NODE_1_AUTH_TLS_CERT }}');
    // there is nothing to build
    expect(step(publish, 'buildx')).toBeUndefined();
  });

  test('or pods of a cluster', () => {
    const { build } = workflow(CRATE, {
      platforms: [Platform.LINUX_ARM64],
      buildxBuilder: BuildxBuilder.kubernetes([{ platform: Platform.LINUX_ARM64 }]),
    }).jobs;
    expect(step(build, 'buildx').with).toMatchObject({
      driver: 'kubernetes',
      'driver-opts': `image=moby/buildkit:${PINS.buildkit}\nnodeselector=kubernetes.io/arch=arm64`,
    });
    expect(step(build, 'buildx').env).toBeUndefined();
  });

  test('whose deployments each job finds again, and none removes', () => {
    const { jobs } = workflow(CRATE, {
      buildxBuilder: BuildxBuilder.kubernetes([{}, {}, {}], { pullRequests: true }),
    });
    for (const job of [jobs.build, jobs['pull-request']]) {
      const { name, cleanup, append } = step(job, 'buildx').with;
      expect({ name, cleanup }).toEqual({ name: 'muslrust-chef', cleanup: false });
      // the first is called muslrust-chef0 by buildx itself: store/nodegroup.go, `nextNodeName`
      expect(parse(append).map((node: { name: string }) => node.name)).toEqual(['muslrust-chef1', 'muslrust-chef2']);
    }
  });

  test.each<[string, MuslRustChefOptions]>([
    ['a container', {}],
    ['a remote one', { buildxBuilder: BuildxBuilder.remote([{ endpoint: 'tcp://a.example.com:1234' }]) }],
  ])('%s is forgotten when the job ends, with its certificates', (_, options) => {
    const inputs = step(workflow(CRATE, options).jobs.build, 'buildx').with;
    expect(inputs).not.toHaveProperty('cleanup');
    expect(inputs).not.toHaveProperty('name');
  });

  describe.each([
    [
      'remote',
      (options?: PersistentBuilderOptions) => BuildxBuilder.remote([{ endpoint: 'tcp://a.example.com:1234' }], options),
    ],
    ['kubernetes', (options?: PersistentBuilderOptions) => BuildxBuilder.kubernetes([{}], options)],
  ] as const)('by %s', (driver, builder) => {
    const setUp: github.workflows.JobStep = { id: 'mine', run: 'true', env: { KEY: '${{ secrets.MINE }}' } };

    test('is out of the reach of pull requests, and so is what leads there', () => {
      const { build, 'pull-request': job } = workflow(CRATE, {
        buildxBuilder: builder(),
        stepsBeforeBuild: [setUp],
      }).jobs;
      expect(step(build, 'buildx').with.driver).toBe(driver);
      expect(step(job, 'buildx').with.driver).toBeUndefined();
      expect(JSON.stringify(job)).not.toMatch(/secrets\.|example\.com/);
      expect(step(job, 'mine')).toBeUndefined();
      const ids = build.steps.map(({ id }: { id: string }) => id);
      expect(ids.indexOf('mine')).toBeLessThan(ids.indexOf('buildx'));
    });

    test.each([
      [false, 'The persistent builder is not there for it.'],
      [true, 'The persistent builder is there for it.'],
    ])('says in the workflow whether pull requests get there: %s', (pullRequests, sentence) => {
      const text = read(synth(CRATE, { buildxBuilder: builder({ pullRequests }) }).dir);
      expect(text.replace(/\n  #/g, '')).toMatch(new RegExp(` ${sentence}\n  pull-request:$`, 'm'));
    });

    test('can be opened to them, with a scope of their own', () => {
      const { build, 'pull-request': job } = workflow(CRATE, {
        buildxBuilder: builder({ pullRequests: true }),
        stepsBeforeBuild: [setUp],
      }).jobs;
      expect(step(job, 'buildx')).toEqual(step(build, 'buildx'));
      expect(step(job, 'mine')).toEqual(step(build, 'mine'));
      expect(step(job, 'load').env.CACHE_SCOPE).toBe(
        'pull-request-${{ github.event.pull_request.number || github.sha }}:${{ github.repository }}',
      );
      expect(step(build, 'push').env.CACHE_SCOPE).toBe('${{ github.repository }}');
    });
  });

  test("steps of the user's come before GitHub's own builder too, for pull requests as well", () => {
    const { jobs } = workflow(CRATE, { stepsBeforeBuild: [{ id: 'mine', run: 'true' }] });
    // an id of a step of the workflow's own
    expect(() => workflow(CRATE, { stepsBeforeBuild: [{ id: 'checkout', run: 'true' }] })).toThrow(
      'stepsBeforeBuild: two steps of the job have the id "checkout". Give yours another, or none',
    );
    for (const job of [jobs.build, jobs['pull-request']]) {
      const ids = job.steps.map(({ id }: { id: string }) => id);
      expect(ids.indexOf('mine')).toBe(ids.indexOf('buildx') - 1);
    }
  });
});

describe('the job that publishes', () => {
  test('makes an index for each image, of as many digests as there are platforms, under the commit', () => {
    const { publish } = workflow(WORKSPACE).jobs;
    expect(step(publish, 'index').run.split(/ \\\n +/)).toEqual([
      'bash docker/publish-images.sh index --of 2 --tag "sha-$GITHUB_SHA" --out "$RUNNER_TEMP/indexes"',
      '"$RUNNER_TEMP/digests"',
      'server="$REPOSITORY/server"',
      'worker="$REPOSITORY/worker"',
    ]);
  });

  test('attests each index, sees to it, and only then moves tags', () => {
    const { publish } = workflow(WORKSPACE).jobs;
    expect(publish.steps.map(({ id }: { id: string }) => id).slice(-7)).toEqual([
      'index',
      'attest-server',
      'attest-worker',
      'attested',
      'unattested',
      'tags',
      'report',
    ]);
    expect(step(publish, 'attest-worker').with).toEqual({
      'subject-name': '${{ env.REPOSITORY }}/worker',
      'subject-digest': '${{ steps.index.outputs.digest-worker }}',
      'push-to-registry': true,
      'create-storage-record': false,
    });
    for (const id of ['index', 'attest-worker', 'attested', 'tags']) expect(step(publish, id).if).toBeUndefined();
    expect(step(publish, 'unattested')).toMatchObject({
      if: "failure() && steps.index.outcome == 'success' && steps.attested.outcome == 'skipped'",
      run: expect.stringMatching(/no tag was moved.*'attest: false'/),
    });
    expect(publish.permissions).toEqual({
      contents: 'read',
      packages: 'write',
      'id-token': 'write',
      attestations: 'write',
    });
  });

  test('attests nothing where it is told so', () => {
    const { publish } = workflow(CRATE, { attest: false }).jobs;
    expect(publish.steps.map(({ id }: { id: string }) => id).slice(-3)).toEqual(['index', 'tags', 'report']);
    expect(publish.permissions).toEqual({ contents: 'read', packages: 'write' });
  });

  describe('where an image is in a registry without accounts', () => {
    const registry = ContainerRegistry.anonymous('registry.internal:5000');
    test.each<[string, MuslRustChefOptions]>([
      ['all of them', { registry }],
      ['one', { registries: [registry], images: [{ binary: 'app', repository: 'registry.internal:5000/acme/app' }] }],
      ['by its repository', { registries: [registry], imageRepository: 'registry.internal:5000/acme/app' }],
    ])('attests nothing, and refuses to: %s', (_, options) => {
      const { publish } = workflow(CRATE, options).jobs;
      expect(publish.steps.map(({ id }: { id: string }) => id).filter((id: string) => /attest/.test(id))).toEqual([]);
      expect(publish.permissions).toEqual({ contents: 'read' });
      expect(() => synth(CRATE, { ...options, attest: true })).toThrow(
        /^attest: .*credentials.*registry\.internal:5000.*Leave `attest` out/,
      );
      synth(CRATE, { ...options, attest: true, workflow: false });
    });

    test('but for a cache or a base there', () => {
      const { publish } = workflow(CRATE, {
        cache: BuildCache.registry('registry.internal:5000/cache', registry),
      }).jobs;
      expect(step(publish, 'attested')).toBeDefined();
    });
  });

  test('needs no BuildKit', () => {
    expect(JSON.stringify(workflow(WORKSPACE).jobs.publish)).not.toContain('setup-buildx');
  });
});

describe('security', () => {
  test('nothing is permitted that a job does not ask for, and checkouts keep no credentials', () => {
    const { permissions, jobs } = workflow(CRATE);
    expect(permissions).toEqual({});
    expect(step(jobs.build, 'checkout').with['persist-credentials']).toBe(false);
  });

  test('every action is pinned to a commit, and the comment names its release', () => {
    const uses = read(synth(WORKSPACE).dir)
      .split('\n')
      .filter((line) => line.includes('uses:'));
    expect(uses.length).toBeGreaterThan(5);
    uses.forEach((line) => expect(line).toMatch(/uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/));
  });

  test('no script interpolates an expression', () => {
    const { jobs } = workflow(WORKSPACE);
    const scripts = Object.values<any>(jobs).flatMap((job) => job.steps.map((candidate: any) => candidate.run ?? ''));
    expect(scripts.join('\n')).not.toContain('${{');
  });
});

describe('another registry', () => {
  const options: MuslRustChefOptions = { imageRepository: 'registry.example.com/acme/app' };

  test('is logged in to by secrets, GHCR by the token of the run', () => {
    expect(step(workflow(CRATE, options).jobs.publish, 'login-registry-example-com').with).toEqual({
      registry: 'registry.example.com',
      username: '${{ secrets.REGISTRY_USERNAME }}',
      password: '${{ secrets.REGISTRY_PASSWORD }}',
    });
    expect(step(workflow(CRATE).jobs.publish, 'login-ghcr-io').with.password).toBe('${{ secrets.GITHUB_TOKEN }}');
  });

  test('is named once, for the whole workflow', () => {
    const { env, jobs } = workflow(CRATE, options);
    expect(env).toEqual({ REPOSITORY: 'registry.example.com/acme/app' });
    expect(step(jobs.build, 'repository')).toBeUndefined();
  });
});

describe("projen's own ways in", () => {
  function customised(customise: (chef: MuslRustChef, project: Project) => void): string {
    const project = new Project({ name: 'app', outdir: writeTree(tempDir(), CRATE) });
    new github.GitHub(project);
    customise(new MuslRustChef(project), project);
    synthesise(project);
    return read(project.outdir);
  }

  test('an action that the project replaces stays replaced, and loses the comment that would be wrong', () => {
    const text = customised((_, project) => {
      github.GitHub.of(project)!.actions.set('actions/checkout', 'acme/checkout@v1');
    });
    expect(text).toMatch(/uses: acme\/checkout@v1\n/);
    expect(text).not.toContain('actions/checkout@');
  });

  test('an override of the file wins, and its comments stay', () => {
    const text = customised((chef) => chef.workflow!.file!.addOverride('jobs.build.timeout-minutes', 7));
    expect(parse(text).jobs.build['timeout-minutes']).toBe(7);
    expect(text).toContain(`# ${PINS.actions['actions/checkout'][0]}`);
  });

  test('steps can be patched and jobs added', () => {
    const text = customised((chef) => {
      chef.workflow!.patchStep('build', 'verify', { run: 'true' });
      chef.workflow!.addJob('extra', { runsOn: ['ubuntu-24.04'], permissions: {}, steps: [{ run: 'true' }] });
    });
    expect(step(parse(text).jobs.build, 'verify').run).toBe('true');
    expect(parse(text).jobs.extra).toBeDefined();
  });

  test('scripts stay as they are, whatever they look like', () => {
    const checkout = `uses: actions/checkout@${PINS.actions['actions/checkout'][1]}`;
    const script = [
      'permissions:',
      '  packages: write',
      `- ${checkout}`,
      '',
      'jobs:',
      '  one:',
      'TOKEN: ${{ secrets.TOKEN }}',
      '',
    ].join('\n');
    const text = customised((chef) => {
      chef.workflow!.patchStep('build', 'verify', { run: script });
      chef.workflow!.addJob('extra', {
        runsOn: ['ubuntu-24.04'],
        permissions: {},
        steps: [{ name: 'last', run: `${script}\n\n${script}` }],
      });
    });
    expect(step(parse(text).jobs.build, 'verify').run).toBe(script);
    expect(parse(text).jobs.extra.steps[0].run).toBe(`${script}\n\n${script}`);
    // what follows them is commented as ever
    expect(text).toContain(`# ${PINS.actions['docker/setup-buildx-action'][0]}`);
    expect(text).toContain('packages: write # ');
  });

  test("a job of the user's has no comment of ours", () => {
    const text = customised((chef) =>
      chef.workflow!.addJob('extra', {
        runsOn: ['ubuntu-24.04'],
        permissions: { packages: github.workflows.JobPermission.WRITE },
        steps: [{ run: 'true' }],
      }),
    );
    const [ours, theirs] = text.split('\n  extra:\n');
    expect(ours).toContain('packages: write # push images\n');
    expect(ours).toContain('\n  # Builds all images, ');
    expect(theirs).toContain('packages: write\n');
    expect(ours).toMatch(/\n\n$|[^#\n]\n$/);
  });

  test('permissions for the whole workflow can be given', () => {
    const text = customised((chef) => chef.workflow!.file!.addOverride('permissions', { contents: 'read' }));
    expect(parse(text).permissions).toEqual({ contents: 'read' });
  });
});

test('a subproject builds in its folder, by a workflow at the root', () => {
  const root = new Project({ name: 'mono', outdir: tempDir() });
  const outdir = 'services/api';
  writeTree(join(root.outdir, outdir), CRATE);
  const project = new Project({ name: 'api', parent: root, outdir });
  new MuslRustChef(project);
  synthesise(root);
  const { jobs } = parse(readFileSync(join(root.outdir, '.github/workflows/image-services-api.yml'), 'utf-8'));
  for (const job of Object.values<any>(jobs)) expect(job.defaults.run['working-directory']).toBe(outdir);
  // the action runs bake in its `source`, where that is a folder; it has no other input for one
  for (const bake of [step(jobs.build, 'push'), step(jobs['pull-request'], 'load')]) {
    expect(bake.with).toMatchObject({ source: './services/api', files: 'docker-bake.json' });
    expect(bake.with).not.toHaveProperty('workdir');
  }
});

test('the workflow can be left out', () => {
  const { chef, project } = synth(CRATE, { workflow: false });
  expect(chef.workflow).toBeUndefined();
  expect(project.files.map((file) => file.path).filter((path) => path.startsWith('.github'))).toEqual([]);
});
