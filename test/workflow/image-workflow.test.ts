import { execFileSync } from 'child_process';
import { createHash } from 'crypto';
import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { github, javascript, Project } from 'projen';
import { parse } from 'yaml';
import {
  BuildCache,
  BuildStrategy,
  BuildxBuilder,
  ContainerRegistry,
  MuslRustChef,
  MuslRustChefOptions,
  Platform,
  PrivateSource,
} from '../../src';
import { PINS } from '../../src/pins';
import { CRATE, synth, synthesise, WORKSPACE } from '../synth';
import { tempDir, writeTree } from '../util';

const read = (dir: string) => readFileSync(join(dir, '.github/workflows/image.yml'), 'utf-8');
const workflow = (files: Record<string, string>, options?: MuslRustChefOptions) =>
  parse(read(synth(files, options).dir));
const step = (job: any, id: string) => job.steps.find((candidate: any) => candidate.id === id);
const overrides = (job: any, id: string): string[] => step(job, id).with.set.split('\n');

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

  test('pushes by digest, without a tag', () => {
    const set = overrides(workflow(WORKSPACE).jobs.build, 'push');
    expect(set).toContain('*.tags=');
    for (const name of ['server', 'worker']) {
      const output = set.find((line) => line.startsWith(`${name}.output=`));
      expect(output).toContain(`name=\${{ env.REPOSITORY }}/${name},`);
      expect(output).toContain('push-by-digest=true,name-canonical=true');
      expect(output).toContain('rewrite-timestamp=true');
    }
  });

  test('a pull request reads the cache, and neither pushes nor writes it nor logs in', () => {
    const { build, merge } = workflow(CRATE).jobs;
    const set = overrides(build, 'load');
    expect(step(build, 'load').if).toBe("github.event_name == 'pull_request'");
    expect(set).toContain('*.cache-from=type=gha,scope=image-${{ matrix.pair }}');
    expect(set.join()).not.toMatch(/cache-to|push/);
    for (const id of ['push', 'login-ghcr-io', 'digests', 'upload']) {
      expect(step(build, id).if).toBe("github.event_name != 'pull_request'");
    }
    expect(merge.if).toBe("github.event_name != 'pull_request'");
  });

  test('the cache has a scope for each platform, all stages, and never fails a build; one image writes it', () => {
    const written = overrides(workflow(WORKSPACE).jobs.build, 'push').filter((line) => line.includes('cache-to'));
    expect(written).toEqual(['server.cache-to=type=gha,scope=image-${{ matrix.pair }},mode=max,ignore-error=true']);
  });

  test('without a cache there is no word of it', () => {
    expect(read(synth(CRATE, { cache: BuildCache.none() }).dir)).not.toContain('cache-from');
  });

  test('verifies what was pushed, by its digest, before the merge job can move a tag', () => {
    const { build, merge } = workflow(CRATE, { images: [{ binary: 'app', smokeTest: ['--version'] }] }).jobs;
    const verify = step(build, 'verify-app');
    expect(verify.if).toBeUndefined();
    expect(verify.env.DIGEST).toContain('steps.push.outputs.metadata');
    expect(verify.run).toBe(
      'docker/verify-image.sh --platform "$PLATFORM" "$REPOSITORY${DIGEST:+@$DIGEST}" /usr/local/bin/app --version',
    );
    expect(verify.env.PLATFORM).toBe('${{ matrix.platform }}');
    expect(merge.needs).toBe('build');
  });

  test('names are lower case on GHCR, whatever the repository is called', () => {
    expect(step(workflow(CRATE).jobs.build, 'repository').run).toContain('ghcr.io/${GITHUB_REPOSITORY,,}');
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
  const { build } = parse(readFileSync(join(outdir, '.github/workflows', file), 'utf8')).jobs;
  const bakes = build.steps.filter(({ uses }: { uses?: string }) => uses?.startsWith('docker/bake-action@'));
  expect(bakes.map(({ id }: { id: string }) => id)).toEqual(['push', 'load', 'push-seed']);
  expect(bakes.map(({ env }: { env: Record<string, string> }) => env.CACHE_SCOPE)).toEqual(bakes.map(() => scope));
});

describe('any number of images', () => {
  /** What a runner holds in one variable, and GitHub in one expression. */
  const [VARIABLE, EXPRESSION] = [128 * 1024, 21_000];
  const names = Array.from({ length: 300 }, (_, i) => `binary-${i}`);
  const { build } = workflow({
    'Cargo.toml': '[package]\nname = "app"\nversion = "0.1.0"\nedition = "2021"\n',
    'Cargo.lock': CRATE['Cargo.lock'],
    ...Object.fromEntries(names.map((name) => [`src/bin/${name}.rs`, 'fn main() {}\n'])),
  }).jobs;
  const pushes = build.steps.filter(({ id }: { id: string }) => /^push(-\d+)?$/.test(id));
  const notes = build.steps.filter(({ id }: { id: string }) => id.startsWith('digests'));

  test('is pushed, in batches', () => {
    expect(pushes.flatMap((push: any) => push.with.targets.split('\n'))).toEqual([...names].sort());
    pushes.forEach((push: any) => expect(push.with.set.length).toBeLessThan(EXPRESSION));
  });

  test('is noted in files, from metadata that a variable holds', () => {
    const RUNNER_TEMP = tempDir();
    pushes.forEach((push: any, i: number) => {
      // else each has the event's payload, which is as long as the push had commits
      expect(push.env.BUILDX_METADATA_PROVENANCE).toBe('disabled');
      const METADATA = JSON.stringify(
        {
          ...Object.fromEntries(push.with.targets.split('\n').map((name: string) => [name, pushed(name)])),
          'buildx.build.warnings': [{ level: 1 }],
        },
        undefined,
        2,
      );
      expect(METADATA.length).toBeLessThan(VARIABLE);
      expect(notes[i].env.METADATA).toBe(`\${{ steps.${push.id}.outputs.metadata }}`);
      execFileSync('bash', ['-eo', 'pipefail', '-c', notes[i].run], {
        env: {
          PATH: process.env.PATH,
          RUNNER_TEMP,
          METADATA,
          FILE: notes[i].env.FILE.replace('${{ matrix.pair }}', 'a'),
        },
      });
    });
    const files = readdirSync(join(RUNNER_TEMP, 'digests'));
    expect(files.sort()).toEqual(['a-2.json', 'a-3.json', 'a.json']);
    expect(
      Object.assign({}, ...files.map((file) => JSON.parse(readFileSync(join(RUNNER_TEMP, 'digests', file), 'utf8')))),
    ).toEqual(
      Object.fromEntries(names.map((name) => [pushed(name)['image.name'], pushed(name)['containerimage.digest']])),
    );
  });

  test('is noted before anything can fail that was pushed', () => {
    const ids = build.steps.map(({ id }: { id: string }) => id);
    pushes.forEach(({ id }: { id: string }, i: number) => expect(ids.indexOf(notes[i].id)).toBe(ids.indexOf(id) + 1));
  });

  /** What bake's metadata has of an image without its provenance, as long as it gets. */
  function pushed(name: string) {
    const digest = `sha256:${createHash('sha256').update(name).digest('hex')}`;
    return {
      'buildx.build.ref': `builder-${digest.slice(7, 43)}/builder-${digest.slice(7, 43)}0/${digest.slice(7, 32)}`,
      'containerimage.descriptor': {
        mediaType: 'application/vnd.oci.image.manifest.v1+json',
        digest,
        size: 1234,
        annotations: { 'org.opencontainers.image.created': '1970-01-01T00:00:00Z' },
        platform: { architecture: 'arm64', os: 'linux' },
      },
      'containerimage.digest': digest,
      'image.name': `ghcr.io/an-organisation-with-a-long-name/and-a-repository-with-a-long-name/${name}`,
    };
  }
});

describe('an image that did not change keeps its digest', () => {
  const { build, merge } = workflow(CRATE).jobs;

  test.each(['push', 'load'])('nothing in what is built (%s) tells of the run', (id) => {
    expect(step(build, id).env.SOURCE_DATE_EPOCH).toBe('0');
    expect(step(build, id).with.provenance).toBe(false);
  });

  test('nor does anything in the index; which commit it is of is told by a tag', () => {
    expect(step(merge, 'index').run).not.toContain('annotation');
    expect(step(merge, 'meta').with.tags.split('\n')).toContain('type=sha');
  });
});

describe.each([BuildStrategy.CROSS, BuildStrategy.EMULATED])('one runner for all platforms: %s', (strategy) => {
  const { build, merge } = workflow(WORKSPACE, { strategy }).jobs;

  test('one job builds, and pushes an index', () => {
    expect(build['runs-on']).toBe('ubuntu-24.04');
    expect(build.strategy).toBeUndefined();
    expect(overrides(build, 'push')).toContain('*.platform=linux/amd64,linux/arm64');
    expect(step(merge, 'index').run).toContain('if [ "${#digests[@]}" -ne 1 ]');
  });

  test('the other architecture is emulated: to be tried, or to compile', () => {
    expect(step(build, 'qemu').with).toEqual({ platforms: 'arm64', 'cache-image': false });
    const ids = build.steps.map(({ id }: { id: string }) => id);
    expect(ids.indexOf('qemu')).toBeLessThan(ids.indexOf('buildx'));
  });

  test('every image is verified on each platform', () => {
    for (const [arch, platform] of [
      ['amd64', 'linux/amd64'],
      ['arm64', 'linux/arm64'],
    ]) {
      expect(step(build, `verify-server-${arch}`).env.PLATFORM).toBe(platform);
      expect(step(build, `verify-worker-${arch}`).env.PLATFORM).toBe(platform);
    }
  });

  test('a pull request loads one platform, verifies it, and then the other', () => {
    const ids: string[] = build.steps
      .map(({ id }: { id: string }) => id)
      .filter((id: string) => /^(load|verify)/.test(id));
    expect(ids).toEqual([
      'load-amd64',
      'verify-server-amd64',
      'verify-worker-amd64',
      'load-arm64',
      'verify-server-arm64',
      'verify-worker-arm64',
    ]);
    expect(overrides(build, 'load-arm64')).toContain('*.platform=linux/arm64');
  });
});

test('one platform on one runner needs no emulation', () => {
  const { build } = workflow(CRATE, { strategy: BuildStrategy.CROSS, platforms: [Platform.LINUX_AMD64] }).jobs;
  expect(step(build, 'qemu')).toBeUndefined();
});

describe('a seed image', () => {
  const {
    jobs: { build },
  } = workflow(WORKSPACE, { seedImages: true });
  const context = '${{ steps.seed.outputs.context }}';

  test('is looked for by platform, tools, flags and locked dependencies', () => {
    expect(step(build, 'seed').env.SEED).toBe(
      "${{ env.REPOSITORY }}/muslrust-chef/seed:${{ matrix.pair }}-${{ hashFiles('Dockerfile', 'Cargo.lock', 'rust-toolchain*', '.cargo/**') }}",
    );
    expect(step(build, 'seed').if).toBeUndefined();
  });

  test('is what every build begins with, if it was found', () => {
    for (const id of ['push', 'load', 'push-seed']) {
      expect(overrides(build, id)).toContain(context);
    }
  });

  test('is written by the branch alone, after the images are verified, and never fails a build', () => {
    const write = step(build, 'push-seed');
    expect(write.if).toBe("github.ref == 'refs/heads/main'");
    expect(write['continue-on-error']).toBe(true);
    expect(write.with.targets).toBe('_seed');
    expect(overrides(build, 'push-seed')).toContain('_seed.tags=${{ steps.seed.outputs.image }}');
    const ids = build.steps.map(({ id }: { id: string }) => id);
    expect(ids.indexOf('push-seed')).toBeGreaterThan(ids.indexOf('verify-worker'));
  });

  test('can be read by pull requests, which log in for it where they may', () => {
    expect(step(build, 'login-ghcr-io').if).toBeUndefined();
    const elsewhere = workflow(WORKSPACE, { seedImages: true, imageRepository: 'registry.example.com/acme' }).jobs
      .build;
    expect(step(elsewhere, 'login-registry-example-com').if).toBe(
      "github.event_name != 'pull_request' || env.HAS_LOGIN_REGISTRY_EXAMPLE_COM == 'true'",
    );
  });

  test('of all platforms is one index, where one runner builds all', () => {
    const all = workflow(WORKSPACE, { seedImages: true, strategy: BuildStrategy.CROSS }).jobs.build;
    expect(step(all, 'seed').env.SEED).toMatch(/seed:all-\$/);
    expect(overrides(all, 'push-seed')).toContain('*.platform=linux/amd64,linux/arm64');
  });

  test('is of the folder of a subproject', () => {
    const root = new Project({ name: 'acme', outdir: tempDir() });
    writeTree(join(root.outdir, 'services/app'), CRATE);
    new MuslRustChef(new Project({ name: 'app', parent: root, outdir: 'services/app' }), { seedImages: true });
    synthesise(root);
    const file = readFileSync(join(root.outdir, '.github/workflows/image-services-app.yml'), 'utf-8');
    expect(step(parse(file).jobs.build, 'seed').env.SEED).toContain(
      "hashFiles('services/app/Dockerfile', 'services/app/Cargo.lock', ",
    );
  });

  test.each<[string, number, MuslRustChefOptions, boolean]>([
    ['a workspace of four packages', 4, {}, false],
    ['a workspace of five', 5, {}, true],
    ['one that has them isolated', 5, { isolated: true }, false],
    ['one that is told not to', 5, { seedImages: false }, false],
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
    const { build } = workflow(CRATE, {
      privateSources: [PrivateSource.registry('acme'), PrivateSource.git('github.com')],
    }).jobs;
    const holders = build.steps.filter(
      (candidate: any) => JSON.stringify(candidate).includes('TOKEN }}') && !candidate.id.startsWith('login'),
    );
    expect(holders.map(({ id }: { id: string }) => id)).toEqual(['push', 'load']);
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
});

describe('a builder elsewhere', () => {
  test('is one of remote nodes, each for its platform, with its certificates', () => {
    const { build, merge } = workflow(CRATE, {
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
    expect(step(merge, 'buildx').with.driver).toBeUndefined();
  });

  test('or pods of a cluster', () => {
    const { build } = workflow(CRATE, {
      buildxBuilder: BuildxBuilder.kubernetes([{ platform: Platform.LINUX_ARM64 }]),
    }).jobs;
    expect(step(build, 'buildx').with).toMatchObject({
      driver: 'kubernetes',
      'driver-opts': 'nodeselector=kubernetes.io/arch=arm64',
    });
    expect(step(build, 'buildx').env).toBeUndefined();
  });
});

describe('the merge job', () => {
  test('makes an index for each image, of as many digests as there are platforms', () => {
    const { merge } = workflow(WORKSPACE).jobs;
    expect(merge.strategy.matrix.include).toEqual([
      { image: 'server', suffix: '/server' },
      { image: 'worker', suffix: '/worker' },
    ]);
    expect(step(merge, 'index').run).toContain('if [ "${#digests[@]}" -ne 2 ]');
  });

  test('attests the index, unless told not to', () => {
    const { merge } = workflow(CRATE).jobs;
    expect(step(merge, 'attest').with['subject-digest']).toBe('${{ steps.index.outputs.digest }}');
    expect(merge.permissions).toEqual({ packages: 'write', 'id-token': 'write', attestations: 'write' });

    const without = workflow(CRATE, { attest: false }).jobs.merge;
    expect(step(without, 'attest')).toBeUndefined();
    expect(without.permissions).toEqual({ packages: 'write' });
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
    expect(step(workflow(CRATE, options).jobs.merge, 'login-registry-example-com').with).toEqual({
      registry: 'registry.example.com',
      username: '${{ secrets.REGISTRY_USERNAME }}',
      password: '${{ secrets.REGISTRY_PASSWORD }}',
    });
    expect(step(workflow(CRATE).jobs.merge, 'login-ghcr-io').with.password).toBe('${{ secrets.GITHUB_TOKEN }}');
  });

  test('is named once, for the whole workflow', () => {
    const { env, jobs } = workflow(CRATE, options);
    expect(env).toEqual({ REPOSITORY: 'registry.example.com/acme/app' });
    expect(step(jobs.build, 'repository')).toBeUndefined();
  });
});

describe('the sync job', () => {
  test('is there where npm can install projen', () => {
    const project = new Project({ name: 'app', outdir: writeTree(tempDir(), CRATE) });
    new javascript.NodePackage(project, { packageManager: javascript.NodePackageManager.NPM });
    new MuslRustChef(project);
    synthesise(project);
    const { sync } = parse(read(project.outdir)).jobs;
    expect(step(sync, 'synth').run).toBe('npx projen');
    expect(step(sync, 'diff').run).toContain('git diff --exit-code');
  });

  test('is left out where projen comes from elsewhere', () => {
    expect(workflow(CRATE).jobs.sync).toBeUndefined();
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
      chef.workflow!.patchStep('build', 'verify-app', { run: 'true' });
      chef.workflow!.addJob('extra', { runsOn: ['ubuntu-24.04'], permissions: {}, steps: [{ run: 'true' }] });
    });
    expect(step(parse(text).jobs.build, 'verify-app').run).toBe('true');
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
      chef.workflow!.patchStep('build', 'verify-app', { run: script });
      chef.workflow!.addJob('extra', {
        runsOn: ['ubuntu-24.04'],
        permissions: {},
        steps: [{ name: 'last', run: `${script}\n\n${script}` }],
      });
    });
    expect(step(parse(text).jobs.build, 'verify-app').run).toBe(script);
    expect(parse(text).jobs.extra.steps[0].run).toBe(`${script}\n\n${script}`);
    // what follows them is commented as ever
    expect(text).toContain(`# ${PINS.actions['docker/setup-buildx-action'][0]}`);
    expect(text).toContain('packages: write # ');
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
  const { build } = parse(readFileSync(join(root.outdir, '.github/workflows/image-services-api.yml'), 'utf-8')).jobs;
  expect(build.defaults.run['working-directory']).toBe(outdir);
  // the action runs bake in its `source`, where that is a folder; it has no other input for one
  for (const id of ['push', 'load']) {
    expect(step(build, id).with).toMatchObject({ source: './services/api', files: 'docker-bake.json' });
    expect(step(build, id).with).not.toHaveProperty('workdir');
  }
});

test('the workflow can be left out', () => {
  const { chef, project } = synth(CRATE, { workflow: false });
  expect(chef.workflow).toBeUndefined();
  expect(project.files.map((file) => file.path).filter((path) => path.startsWith('.github'))).toEqual([]);
});
