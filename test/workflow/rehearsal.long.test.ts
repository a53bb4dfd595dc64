import { chmodSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { github, Project } from 'projen';
import { parse } from 'yaml';
import { evaluate } from './rehearsal/expressions';
import { Rehearsal } from './rehearsal/rehearsal';
import { Repository } from './rehearsal/repository';
import {
  BuildCache,
  BuildStrategy,
  BuildxBuilder,
  ContainerRegistry,
  MuslRustChef,
  MuslRustChefBuilder,
  MuslRustChefOptions,
  Platform,
  PublishGate,
  RustProject,
} from '../../src';
import { PINS } from '../../src/pins';
import { CRATE, WORKSPACE } from '../synth';
import { writeTree } from '../util';

// The generated workflows, run with the actions' part done by rules, on a `docker` that builds nothing. What is built for
// real is in test/lab.

const chef =
  (options: MuslRustChefOptions = {}) =>
  (project: Project) =>
    new MuslRustChef(project, options);
const repository = (options: MuslRustChefOptions = {}) => new Repository(WORKSPACE, chef(options));
/** One image on one platform, where more would show nothing else. */
const small = (options: MuslRustChefOptions = {}) =>
  new Repository(CRATE, chef({ platforms: [Platform.LINUX_AMD64], ...options }));
const APP = 'ghcr.io/acme/app';
const [SERVER, WORKER] = ['ghcr.io/acme/app/server', 'ghcr.io/acme/app/worker'];

function passed(rehearsal: Rehearsal): Rehearsal {
  if (Object.values(rehearsal.outcomes).includes('failure')) throw new Error(rehearsal.log);
  return rehearsal;
}

/** The tags of an image that name what this commit has made. */
function tagsOf(repo: Repository, image: string, ref?: string): string[] {
  const { [`${image}:sha-${repo.git('rev-parse', `${ref ?? 'HEAD'}^{commit}`)}`]: made } = repo.tags;
  return Object.entries(repo.tags)
    .filter(([tag, { digest }]) => tag.startsWith(`${image}:`) && digest === made?.digest)
    .map(([tag]) => tag.slice(image.length + 1))
    .sort();
}

describe('a push to the branch', () => {
  const repo = repository({ seedImages: true });
  const rehearsal = passed(repo.rehearse().run());
  const did = repo.did();

  test('publishes each image on all platforms, under its commit and the branch', () => {
    expect(rehearsal.outcomes).toEqual({ 'pull-request': 'skipped', build: 'success', publish: 'success' });
    for (const image of [SERVER, WORKER]) {
      expect(tagsOf(repo, image)).toEqual(['main', `sha-${repo.head}`]);
      expect(repo.tags[`${image}:main`].platforms.sort()).toEqual(['linux/amd64', 'linux/arm64']);
    }
  });

  test('tries what was pushed, before a tag is moved', () => {
    for (const platform of Object.values(Platform)) {
      const tried = did.findIndex((line) => line.startsWith(`verify --platform ${platform} ${SERVER}@sha256:`));
      expect(tried).toBeGreaterThan(did.indexOf(`push ${SERVER} by digest`));
      expect(did.findIndex((line) => line.startsWith('tag '))).toBeGreaterThan(tried);
    }
  });

  test('moves a tag only when all images have theirs by commit, and are attested', () => {
    const order = did.filter((line) => line.startsWith('tag ')).map((line) => line.replace(/sha-\w+$/, 'sha'));
    expect(order).toEqual(
      [`${SERVER}:sha`, `${WORKER}:sha`, `${SERVER}:main`, `${WORKER}:main`].map((tag) => `tag ${tag}`),
    );
  });

  test('tells later jobs and the page of the run what was published', () => {
    const [publish] = rehearsal.runs.publish;
    const tags = [`sha-${repo.head}`, 'main'];
    const digestOf = (image: string) => repo.tags[`${image}:main`].digest;
    expect(JSON.parse(publish.outputs.images)).toEqual([
      { name: 'server', image: SERVER, digest: digestOf(SERVER), tags },
      { name: 'worker', image: WORKER, digest: digestOf(WORKER), tags },
    ]);
    expect(JSON.parse(publish.outputs.digests)).toEqual({ server: digestOf(SERVER), worker: digestOf(WORKER) });
    expect(publish.summary.split('\n')).toEqual([
      '| image | tags | by its digest |',
      '|---|---|---|',
      ...[SERVER, WORKER].map(
        (image) => `| ${image} | \`sha-${repo.head}\` \`main\` | \`docker pull ${image}@${digestOf(image)}\` |`,
      ),
      '',
    ]);
  });

  test('writes the cache and the seed', () => {
    expect(did.filter((line) => line.startsWith('write cache'))).toEqual([
      'write cache type=gha,scope=image-linux-amd64,mode=max,ignore-error=true',
      'write cache type=gha,scope=image-linux-arm64,mode=max,ignore-error=true',
    ]);
    expect(did.filter((line) => /^push .*\/seed:\d+-main-linux-a\w+64$/.test(line))).toHaveLength(2);
    expect(did.filter((line) => line.startsWith('clean '))).toEqual([
      'clean orgs/acme/packages/container/app%2Fmuslrust-chef%2Fseed',
    ]);
  });
});

describe('a seed', () => {
  const repo = small({ seedImages: true });
  const FOUND =
    /^\*\.contexts\.seed=docker-image:\/\/ghcr\.io\/acme\/app\/muslrust-chef\/seed:\d+-main-linux-amd64@sha256:\w{64}$/;
  /** What a build begins with. */
  const ofBranch = () => passed(repo.rehearse().run()).runs.build[0].results.seed.outputs.context;
  const ofPullRequest = () =>
    passed(repo.rehearse({ name: 'pull_request' }).run()).runs['pull-request'][0].results.seed.outputs.context;
  const edit = (path: string) => {
    const file = join(repo.dir, path);
    const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
    // generated ones are read-only
    rmSync(file, { force: true });
    writeTree(repo.dir, { [path]: `${text}# edited\n` });
    repo.commit();
  };

  test('is what later builds begin with, by its digest', () => {
    expect(ofBranch()).toBeUndefined();
    expect(ofBranch()).toMatch(FOUND);
    expect(ofPullRequest()).toMatch(FOUND);
  });

  test.each(['src/main.rs', 'Cargo.toml', 'Cargo.lock', 'rust-toolchain.toml', 'docker/verify-image.sh', 'README.md'])(
    'serves after an edit of %s, at which cargo looks or nobody does',
    (path) => {
      edit(path);
      expect(ofPullRequest()).toMatch(FOUND);
    },
  );

  test.each([
    'Dockerfile',
    'docker/keep-target.sh',
    'docker/restore-mtimes.sh',
    '.cargo/config.toml',
    '.cargo/wrapper',
  ])('does not after one of %s, until the branch has moved its tag', (path) => {
    edit(path);
    expect([ofPullRequest(), ofBranch()]).toEqual([undefined, undefined]);
    expect(ofPullRequest()).toMatch(FOUND);
  });

  test('has one tag, whatever was pushed', () => {
    expect(Object.keys(repo.tags).filter((tag) => tag.includes('/seed:'))).toHaveLength(1);
  });
});

describe('a release', () => {
  const publish = (repo: Repository, ref: string) => passed(repo.rehearse({ ref }).run());

  test('that is the newest moves all of its tags, and writes neither cache nor seed', () => {
    const repo = small({ seedImages: true }).tag('v1.2.2', 'v1.2.3');
    publish(repo, 'v1.2.3');
    expect(tagsOf(repo, APP, 'v1.2.3').map((tag) => tag.replace(/sha-.*/, 'sha'))).toEqual([
      '1.2',
      '1.2.3',
      'latest',
      'sha',
    ]);
    expect(repo.did().filter((line) => /write cache|\/seed:/.test(line))).toEqual([]);
  });

  test.each([
    ['v1.1.9', ['1.1', '1.1.9', 'sha']],
    ['v1.2.2', ['1.2.2', 'sha']],
    ['v1.3.0-rc.1', ['1.3.0-rc.1', 'sha']],
    ['v1.2.3+build.5', ['1.2.3_build.5', 'sha']],
  ])('%s after v1.2.3 leaves the others where they are', (ref, expected) => {
    const repo = small().tag('v1.1.8', 'v1.2.3', ref);
    publish(repo, 'v1.2.3');
    const before = repo.tags;
    publish(repo, ref);
    expect(tagsOf(repo, APP, ref).map((tag) => tag.replace(/sha-.*/, 'sha'))).toEqual(expected);
    expect(repo.tags).toMatchObject(before);
  });

  test.each([
    ['v1.2.3', 'v1.2.4'],
    ['v1.2.4', 'v1.2.3'],
  ])('and another at once end alike, whichever is the last: %s, %s', (first, last) => {
    const repo = small().tag('v1.2.3', 'v1.2.4');
    publish(repo, first);
    publish(repo, last);
    expect(repo.tags[`${APP}:latest`]).toEqual(repo.tags[`${APP}:1.2.4`]);
    expect(repo.tags[`${APP}:1.2`]).toEqual(repo.tags[`${APP}:1.2.4`]);
    expect(repo.tags[`${APP}:1.2.3`].digest).not.toBe(repo.tags[`${APP}:1.2.4`].digest);
  });

  test.each(['v2', 'vnext', 'v1.2'])('%s is none: it fails before anything is built, and says why', (ref) => {
    const repo = small().tag(ref);
    const rehearsal = repo.rehearse({ ref }).run();
    expect(rehearsal.outcomes).toMatchObject({ build: 'failure', publish: 'skipped' });
    expect(rehearsal.log).toContain(`${ref} is not the tag of a release: nothing is published. Push one like v1.2.3`);
    expect(repo.did()).toEqual([]);
  });
});

describe('a pull request', () => {
  test.each([false, true])('from a fork: %s, is tried on every platform, and leaves nothing', (isFork) => {
    const repo = repository({ seedImages: true });
    const rehearsal = passed(repo.rehearse({ name: 'pull_request', isFork }).run());
    expect(rehearsal.outcomes).toEqual({ 'pull-request': 'success', build: 'skipped', publish: 'skipped' });
    const did = repo.did();
    expect(did.filter((line) => line.startsWith('verify'))).toEqual(
      Object.values(Platform).flatMap((platform) =>
        ['server', 'worker'].map(
          (name) => `verify --platform ${platform} ghcr.io/acme/app/${name} /usr/local/bin/${name}`,
        ),
      ),
    );
    expect(did.filter((line) => /^(push|tag|write)/.test(line))).toEqual([]);
    expect(repo.tags).toEqual({});
  });

  test('that breaks an image fails', () => {
    expect(
      repository().rehearse({ name: 'pull_request', fails: 'verify .*arm64.*worker' }).run().outcomes,
    ).toMatchObject({
      'pull-request': 'failure',
    });
  });
});

describe('what must pass before anything is published', () => {
  describe('the tests of a RustProject, which the workflow calls', () => {
    const eventsOf = (repo: Repository) =>
      Object.keys(parse(readFileSync(join(repo.dir, '.github/workflows/rust.yml'), 'utf8')).on);
    const rust = () =>
      new Repository(
        CRATE,
        () => {},
        undefined,
        (outdir) => {
          const project = new RustProject({
            name: 'app',
            outdir,
            muslRustChefOptions: { platforms: [Platform.LINUX_AMD64] },
          });
          jest.spyOn(project.logger, 'info').mockImplementation(() => {});
          // npm is not rehearsed
          project.muslRustChef!.workflow!.removeJob('sync');
          return project;
        },
      );

    test('are run once for a push and for a release, beside the build', () => {
      const repo = rust().tag('v1.2.3');
      for (const ref of ['main', 'v1.2.3']) {
        const rehearsal = passed(repo.rehearse({ ref }).run());
        expect(rehearsal.outcomes).toMatchObject({ rust: 'success', publish: 'success' });
        expect(repo.did().filter((line) => line.startsWith('cargo test'))).toHaveLength(1);
      }
      expect(eventsOf(repo)).toEqual(['pull_request', 'merge_group', 'workflow_call']);
    });

    test('are not run by it for a pull request, which they have a run of their own for', () => {
      const repo = rust();
      expect(passed(repo.rehearse({ name: 'pull_request' }).run()).outcomes).toMatchObject({
        rust: 'skipped',
        publish: 'skipped',
      });
      expect(repo.did().join()).not.toContain('cargo');
      passed(repo.rehearse({ name: 'pull_request', workflow: 'rust.yml' }).run());
      expect(repo.did()).toContainEqual(expect.stringMatching(/^cargo test /));
    });

    test.each(['cargo test', 'cargo clippy', 'cargo fmt'])('move no tag where they fail: %s', (fails) => {
      const repo = rust();
      const rehearsal = repo.rehearse({ fails }).run();
      expect(rehearsal.outcomes).toMatchObject({ build: 'success', rust: 'failure', publish: 'skipped' });
      expect(repo.tags).toEqual({});
      rehearsal.world.options.env!.FAILS = '';
      passed(rehearsal.rerunFailed());
      expect(tagsOf(repo, APP)).toEqual(['main', `sha-${repo.head}`]);
    });
  });

  test.each<[string, Partial<github.workflows.Job>, string, string]>([
    ['passes', {}, 'success', 'success'],
    ['fails', { steps: [{ id: 'no', run: 'exit 1' }] }, 'failure', 'skipped'],
    ['is skipped', { if: "github.ref_type == 'tag'" }, 'skipped', 'skipped'],
  ])('a job of my own: that it %s', (_, job, outcome, publish) => {
    const repo = small({
      publishAfter: [
        PublishGate.job('mine', {
          runsOn: ['ubuntu-24.04'],
          permissions: {},
          steps: [{ id: 'yes', run: 'true' }],
          ...job,
        }),
      ],
    });
    const rehearsal = repo.rehearse().run();
    expect(rehearsal.outcomes).toMatchObject({ mine: outcome, publish });
    expect(repo.did().some((line) => line.startsWith('tag '))).toBe(publish === 'success');
  });

  const CALLED = [
    'name: tests',
    'on:',
    '  workflow_call:',
    '    secrets:',
    '      TOKEN:',
    '        required: true',
    'jobs:',
    '  one:',
    '    runs-on: ubuntu-24.04',
    '    permissions:',
    '      contents: read',
    '    steps:',
    '      - id: it',
    '        env:',
    '          TOKEN: ${{ secrets.TOKEN }}',
    '        run: cargo test $TOKEN',
    '',
  ].join('\n');

  test('a workflow of my own, with its secrets', () => {
    const repo = new Repository(
      { ...CRATE, '.github/workflows/tests.yml': CALLED },
      chef({
        platforms: [Platform.LINUX_AMD64],
        publishAfter: [PublishGate.workflow('.github/workflows/tests.yml', { secrets: ['TOKEN'] })],
      }),
    );
    expect(passed(repo.rehearse({ secrets: { TOKEN: 't0ken', OTHER: 'x' } }).run()).outcomes).toMatchObject({
      tests: 'success',
      publish: 'success',
    });
    expect(repo.did()).toContain('cargo test t0ken');
  });
});

describe('events that options add', () => {
  const repo = small({
    schedule: ['0 4 * * 1'],
    manualStart: true,
    seedImages: true,
    branchTags: ['edge'],
    releaseTags: ['{major}', 'stable'],
  }).tag('v1.2.3', 'v1.3.0');
  const writes = () => repo.did().filter((line) => /^(push|tag|write)/.test(line));

  test('a release moves the further tags, and so does the branch', () => {
    passed(repo.rehearse({ ref: 'v1.3.0' }).run());
    passed(repo.rehearse({ ref: 'v1.2.3' }).run());
    passed(repo.rehearse().run());
    expect(tagsOf(repo, APP)).toEqual(['1', '1.3', '1.3.0', 'edge', 'latest', 'main', `sha-${repo.head}`, 'stable']);
    expect(tagsOf(repo, APP, 'v1.2.3').slice(0, 2)).toEqual(['1.2', '1.2.3']);
  });

  test('a schedule builds the branch again, and moves its tags only', () => {
    repo.commit();
    repo.did();
    passed(repo.rehearse({ name: 'schedule' }).run());
    expect(tagsOf(repo, APP)).toEqual(['edge', 'main', `sha-${repo.head}`]);
    expect(writes().filter((line) => line.startsWith('tag '))).toEqual(
      [`sha-${repo.head}`, 'main', 'edge'].map((tag) => `tag ${APP}:${tag}`),
    );
  });

  test('a start by hand publishes the branch, and a release', () => {
    expect(passed(repo.rehearse({ name: 'workflow_dispatch' }).run()).outcomes).toEqual({
      'pull-request': 'skipped',
      build: 'success',
      publish: 'success',
    });
    passed(repo.rehearse({ name: 'workflow_dispatch', ref: 'v1.3.0' }).run());
    expect(repo.tags[`${APP}:stable`]).toEqual(repo.tags[`${APP}:1.3.0`]);
  });

  test('a start by hand tries another branch, and leaves nothing', () => {
    const before = repo.tags;
    repo.did();
    const { outcomes } = passed(repo.rehearse({ name: 'workflow_dispatch', ref: 'refs/heads/feature/x' }).run());
    expect(outcomes).toEqual({ 'pull-request': 'success', build: 'skipped', publish: 'skipped' });
    const did = repo.did();
    expect(did.filter((line) => line.startsWith('verify'))).toHaveLength(1);
    expect(did.filter((line) => /^(push|tag|write)/.test(line))).toEqual([]);
    expect(repo.tags).toEqual(before);
  });
});

describe('events that an override adds', () => {
  const outcomesOf = (name: string, ref: string) => {
    const repo = small().tag('v1.2.3');
    const { outcomes } = passed(repo.rehearse({ name, ref }).run());
    const writes = repo.did().filter((line) => /^(push|tag|write)/.test(line));
    return { publish: outcomes.publish, 'pull-request': outcomes['pull-request'], isWritten: writes.length > 0 };
  };

  test.each([
    ['workflow_dispatch', 'main'],
    ['schedule', 'main'],
    ['repository_dispatch', 'main'],
    ['workflow_dispatch', 'v1.2.3'],
    ['release', 'v1.2.3'],
  ])('%s of %s publishes', (name, ref) => {
    expect(outcomesOf(name, ref)).toEqual({ publish: 'success', 'pull-request': 'skipped', isWritten: true });
  });

  test.each([
    ['push', 'refs/heads/feature/x'],
    ['push', 'refs/heads/main-2'],
    ['push', 'refs/heads/x/main'],
    ['workflow_dispatch', 'refs/heads/feature/x'],
    ['workflow_dispatch', 'refs/heads/v1.2.3'],
    ['pull_request_target', 'main'],
    ['pull_request_review', 'refs/pull/7/merge'],
    ['issue_comment', 'main'],
    ['workflow_run', 'main'],
    ['an event to come', 'main'],
  ])('%s of %s does nothing', (name, ref) => {
    expect(outcomesOf(name, ref)).toEqual({ publish: 'skipped', 'pull-request': 'skipped', isWritten: false });
  });

  test('merge_group tries the candidate as it does a pull request, by the same checks', () => {
    expect(outcomesOf('merge_group', 'refs/heads/gh-readonly-queue/main/pr-7-0123')).toEqual({
      publish: 'skipped',
      'pull-request': 'success',
      isWritten: false,
    });
  });

  // to GitHub's expressions `Main` is `main`
  test('a branch that differs by case fails before anything is built', () => {
    const repo = small();
    const rehearsal = repo.rehearse({ name: 'workflow_dispatch', ref: 'refs/heads/Main' }).run();
    expect(rehearsal.outcomes).toMatchObject({ build: 'failure', publish: 'skipped' });
    expect(rehearsal.log).toContain('Main is not the branch that is published, which is main');
    expect(repo.did()).toEqual([]);
  });
});

describe('what fails moves no tag', () => {
  test.each([
    ['a smoke test', 'verify .*linux/arm64 .*worker'],
    ['the build of a platform', 'build worker for linux/arm64'],
    ['a push', 'push .*server by digest'],
  ])('%s', (_, fails) => {
    const repo = repository({ seedImages: true });
    passed(repo.rehearse().run());
    const before = repo.tags;
    repo.commit();
    repo.did();
    const rehearsal = repo.rehearse({ fails }).run();
    expect(rehearsal.outcomes).toMatchObject({ build: 'failure', publish: 'skipped' });
    expect(repo.did().filter((line) => /^tag |^push .*seed:\d+-linux-arm64/.test(line))).toEqual([]);
    expect(Object.keys(repo.tags).filter((tag) => !tag.includes('/seed:'))).toEqual(
      Object.keys(before).filter((tag) => !tag.includes('/seed:')),
    );
    expect(repo.tags[`${SERVER}:main`]).toEqual(before[`${SERVER}:main`]);
  });

  test('an attestation that is not to be had, which is said, with the option', () => {
    const repo = repository();
    const rehearsal = repo.rehearse({ attests: false }).run();
    expect(rehearsal.outcomes).toMatchObject({ build: 'success', publish: 'failure' });
    expect(Object.keys(repo.tags)).toEqual([SERVER, WORKER].map((image) => `${image}:sha-${repo.head}`));
    expect(rehearsal.log).toMatch(/::error::An image could not be attested, so no tag was moved\..*'attest: false'/);
    expect(passed(small({ attest: false }).rehearse({ attests: false }).run()).outcomes.publish).toBe('success');
  });

  test('an attestation that is not found, which is not put down to the plan', () => {
    const repo = small();
    const rehearsal = repo.rehearse({ fails: '^attested ' }).run();
    expect(rehearsal.outcomes.publish).toBe('failure');
    expect(Object.keys(repo.tags)).toEqual([`${APP}:sha-${repo.head}`]);
    expect(rehearsal.log).toMatch(/::error .*@sha256:\w+: no attestation of this workflow could be verified/);
    expect(rehearsal.log).not.toContain('attest: false');
  });

  test('one image of many: all others keep theirs too', () => {
    const repo = repository();
    const rehearsal = repo.rehearse({ fails: 'tag .*/worker:sha-' }).run();
    expect(rehearsal.outcomes.publish).toBe('failure');
    expect(Object.keys(repo.tags).filter((tag) => /:main$/.test(tag))).toEqual([]);
    expect(rehearsal.log).not.toContain('could not be attested');
    expect(rehearsal.runs.publish[0]).toMatchObject({ summary: '', outputs: { images: '', digests: '' } });
  });
});

describe('jobs that failed, run again', () => {
  test.each([
    ['the build of a platform', 'build worker for linux/arm64'],
    ['a smoke test', 'verify .*linux/amd64 .*server'],
    ['an index', 'tag .*worker:sha-'],
    ['a tag', 'tag .*worker:main'],
  ])('publish what was built then and now: %s', (_, fails) => {
    const repo = repository();
    const rehearsal = repo.rehearse({ fails }).run();
    expect(Object.values(rehearsal.outcomes)).toContain('failure');
    rehearsal.world.options.env!.FAILS = '';
    passed(rehearsal.rerunFailed());
    for (const image of [SERVER, WORKER]) {
      expect(tagsOf(repo, image)).toEqual(['main', `sha-${repo.head}`]);
      expect(repo.tags[`${image}:main`].platforms.sort()).toEqual(['linux/amd64', 'linux/arm64']);
    }
  });

  test('leave the branch alone where it has moved on, and fail', () => {
    const repo = small();
    const rehearsal = repo.rehearse({ fails: 'tag .*:main' }).run();
    const old = repo.head;
    repo.commit();
    passed(repo.rehearse().run());
    const after = repo.tags;
    rehearsal.world.options.env!.FAILS = '';
    expect(rehearsal.rerunFailed().outcomes.publish).toBe('failure');
    expect(repo.tags).toEqual(after);
    expect(Object.keys(after)).toContain(`${APP}:sha-${old}`);
    expect(rehearsal.log).toContain(`refs/heads/main is at ${repo.head}, no longer at ${old}`);
  });

  test.each([
    ['moved', ['--force'], "The ref 'refs/tags/v1.2.3' does not point to the expected commit"],
    ['deleted', ['--delete'], "couldn't find remote ref refs/tags/v1.2.3"],
  ])('leave the tags of a release alone that was %s: it is not checked out', (_, how, message) => {
    const repo = small().tag('v1.2.2', 'v1.2.3');
    const rehearsal = repo.rehearse({ ref: 'v1.2.3', fails: 'tag .*:1.2.3' }).run();
    repo.commit();
    repo.git('tag', ...how, 'v1.2.3');
    const before = repo.tags;
    rehearsal.world.options.env!.FAILS = '';
    expect(rehearsal.rerunFailed().outcomes.publish).toBe('failure');
    expect(repo.tags).toEqual(before);
    expect(rehearsal.log).toContain(message);
  });

  test('a job can hand its digests over again', () => {
    const repo = small();
    const rehearsal = passed(repo.rehearse().run());
    expect(rehearsal.world.artifacts.size).toBe(1);
    const job = rehearsal.job('build', rehearsal.matrix('build')[0]);
    expect(job.run()).toBe('success');
  });
});

describe('other ways to build', () => {
  test.each([0o644, 0o444])('scripts that were committed by a clone without modes (%i)', (mode) => {
    const repo = small();
    const scripts = readdirSync(join(repo.dir, 'docker')).map((name) => join(repo.dir, 'docker', name));
    scripts.forEach((script) => chmodSync(script, mode));
    repo.commit();
    expect(repo.git('ls-files', '--stage', 'docker')).not.toMatch(/^100755/m);
    passed(repo.rehearse({ name: 'pull_request' }).run());
    passed(repo.rehearse().run());
    expect(tagsOf(repo, APP)).toEqual(['main', `sha-${repo.head}`]);
  });

  test('a project in a folder', () => {
    const repo = new Repository(
      { 'services/api/Cargo.toml': CRATE['Cargo.toml'], 'services/api/src/main.rs': CRATE['src/main.rs'] },
      (root) =>
        new MuslRustChef(new Project({ name: 'api', parent: root, outdir: 'services/api' }), { seedImages: true }),
    );
    passed(repo.rehearse({ workflow: 'image-services-api.yml' }).run());
    expect(tagsOf(repo, 'ghcr.io/acme/app/services/api/app')).toEqual(['main', `sha-${repo.head}`]);
    expect(repo.did().filter((line) => line.startsWith('write cache'))[0]).toContain(
      'scope=image-services-api-linux-amd64',
    );
  });

  test('a builder image', () => {
    const repo = new Repository({}, (project) => new MuslRustChefBuilder(project)).tag(
      'muslrust-chef-v1.2.3',
      'muslrust-chef-v1.3.0',
      'muslrust-chef-v1.4.0-rc.1',
      'v9.0.0',
    );
    const workflow = 'muslrust-chef.yml';
    const image = 'ghcr.io/acme/app/muslrust-chef';
    for (const ref of ['muslrust-chef-v1.3.0', 'muslrust-chef-v1.2.3', 'muslrust-chef-v1.4.0-rc.1']) {
      passed(repo.rehearse({ ref, workflow }).run());
    }
    const tags = Object.keys(repo.tags).filter((tag) => !tag.includes(':sha-'));
    expect(tags.sort()).toEqual(
      ['1.2', '1.2.3', '1.3', '1.3.0', '1.4.0-rc.1', 'latest'].map((tag) => `${image}:${tag}`),
    );
    expect(repo.tags[`${image}:latest`]).toEqual(repo.tags[`${image}:1.3.0`]);
    expect(repo.did().filter((line) => line.startsWith('build smoke-test for linux/arm64'))).toHaveLength(3);
  });

  test.each([
    ['CROSS', BuildStrategy.CROSS],
    ['EMULATED', BuildStrategy.EMULATED],
  ])('one runner: %s', (_, strategy) => {
    const repo = repository({ strategy, seedImages: true });
    const { runs } = passed(repo.rehearse().run());
    expect(runs.build).toHaveLength(1);
    expect(repo.tags[`${SERVER}:main`].platforms).toEqual(['linux/amd64', 'linux/arm64']);
    const verified = repo.did().filter((line) => line.startsWith('verify'));
    expect(verified.map((line) => line.split(' ')[2])).toEqual(
      ['amd64', 'amd64', 'arm64', 'arm64'].map((arch) => `linux/${arch}`),
    );
    passed(repo.rehearse({ name: 'pull_request' }).run());
    expect(repo.did().filter((line) => /^load/.test(line))).toHaveLength(4);
  });

  test('a builder of two nodes, which pull requests do not reach', () => {
    const repo = repository({
      buildxBuilder: BuildxBuilder.remote([
        { endpoint: 'tcp://a.example.com:1234', platform: Platform.LINUX_AMD64 },
        { endpoint: 'tcp://b.example.com:1234', platform: Platform.LINUX_ARM64, driverOptions: { servername: 'b' } },
      ]),
    });
    passed(repo.rehearse().run());
    expect(
      repo
        .did()
        .filter((line) => line.startsWith('docker'))
        .slice(0, 2),
    ).toEqual([
      'docker buildx create --name builder --driver remote --platform linux/amd64 --use tcp://a.example.com:1234',
      'docker buildx create --name builder --append --driver-opt servername=b --platform linux/arm64 tcp://b.example.com:1234',
    ]);
    passed(repo.rehearse({ name: 'pull_request' }).run());
    expect(repo.did().join()).not.toContain('example.com');
  });

  test("a cluster, with its options and the user's way in", () => {
    const repo = repository({
      buildxBuilder: BuildxBuilder.kubernetes([
        { driverOptions: { namespace: 'ci', nodeselector: 'pool=ci,disk=ssd' } },
        { platform: Platform.LINUX_ARM64, driverOptions: { tolerations: 'key=a,value=b;key=c' } },
      ]),
      stepsBeforeBuild: [
        {
          id: 'kubeconfig',
          run: 'echo "kubeconfig $KUBECONFIG_DATA" >> "$LOG"',
          env: { KUBECONFIG_DATA: '${{ secrets.KUBECONFIG }}' },
        },
      ],
    });
    passed(repo.rehearse({ secrets: { KUBECONFIG: 'kube' } }).run());
    const image = `image=moby/buildkit:${PINS.buildkit}`;
    expect(repo.did().slice(0, 3)).toEqual([
      'kubeconfig kube',
      `docker buildx create --name muslrust-chef --driver kubernetes --driver-opt ${image} --driver-opt namespace=ci --driver-opt "nodeselector=pool=ci,disk=ssd" --use`,
      `docker buildx create --name muslrust-chef --append --node muslrust-chef1 --driver-opt ${image} --driver-opt "tolerations=key=a,value=b;key=c" --driver-opt nodeselector=kubernetes.io/arch=arm64 --platform linux/arm64`,
    ]);
    passed(repo.rehearse({ name: 'pull_request' }).run());
    expect(repo.did().join()).not.toContain('kube');
  });

  test('each image by itself: each has its cache', () => {
    const repo = repository({ isolated: true });
    passed(repo.rehearse().run());
    const did = repo.did();
    for (const name of ['server', 'worker']) {
      expect(did).toContain(`write cache type=gha,scope=image-linux-amd64-${name},mode=max,ignore-error=true`);
      expect(did).toContain(`build ${name} for linux/amd64, reads type=gha,scope=image-linux-amd64-${name}`);
    }
    passed(repo.rehearse({ name: 'pull_request' }).run());
    const tried = repo.did();
    expect(tried).toContain('build worker for linux/arm64, reads type=gha,scope=image-linux-arm64-worker');
    expect(tried.filter((line) => line.startsWith('write'))).toEqual([]);
  });

  test('another registry with a login, a cache elsewhere, no attestation', () => {
    const registry = ContainerRegistry.withSecrets({
      host: 'registry.example.com:5000',
      usernameSecret: 'ACME_USER',
      passwordSecret: 'ACME_PASSWORD',
    });
    const repo = repository({
      imageRepository: 'registry.example.com:5000/acme/shop',
      registry,
      cache: BuildCache.registry('ghcr.io/acme/caches/shop'),
      attest: false,
    });
    const secrets = { ACME_USER: 'acme', ACME_PASSWORD: 's3cret' };
    const rehearsal = passed(repo.rehearse({ secrets }).run());
    expect(new Set(rehearsal.world.logins)).toEqual(new Set(['registry.example.com:5000', 'ghcr.io']));
    expect(tagsOf(repo, 'registry.example.com:5000/acme/shop/worker')).toEqual(['main', `sha-${repo.head}`]);
    expect(repo.did()).toContainEqual(
      expect.stringMatching(
        /^write cache type=registry,ref=ghcr\.io\/acme\/caches\/shop:\d+-image-linux-arm64,mode=max,ignore-error=true$/,
      ),
    );
    // GitHub takes no output that has the value of a secret in it, as the name of this user
    const { outputs } = rehearsal.runs.publish[0];
    expect(outputs.images).toBe('');
    expect(Object.keys(JSON.parse(outputs.digests))).toEqual(['server', 'worker']);
    expect(repo.rehearse().run().outcomes.build).toBe('failure');
    passed(repo.rehearse({ name: 'pull_request', isFork: true }).run());
  });

  test('a seed in a registry with a login, which a fork does without', () => {
    const registry = ContainerRegistry.withSecrets({ host: 'registry.example.com', passwordSecret: 'ACME_PASSWORD' });
    const repo = small({
      imageRepository: 'registry.example.com/acme/shop',
      registry,
      seedImages: true,
      attest: false,
    });
    const secrets = { REGISTRY_USERNAME: 'acme', ACME_PASSWORD: 's3cret' };
    passed(repo.rehearse({ secrets }).run());
    const logins = (isFork: boolean) =>
      passed(repo.rehearse({ name: 'pull_request', isFork, secrets }).run()).world.logins;
    expect(logins(false)).toEqual(['registry.example.com']);
    expect(logins(true)).toEqual([]);
  });

  test.each<[string, MuslRustChefOptions]>([
    ['seeds', { seedRepository: 'ghcr.io/acme/seeds', seedImages: true, cache: BuildCache.none() }],
    ['seeds, by the same repository of images', { imageRepository: 'ghcr.io/acme/all', seedImages: true }],
    ['a cache', { cache: BuildCache.registry('ghcr.io/acme/caches') }],
    ['a cache for each image', { cache: BuildCache.registry('ghcr.io/acme/caches'), isolated: true }],
  ])('two repositories of the same files that name one place for %s share nothing in it', (_, options) => {
    const one = small(options);
    const other = new Repository(CRATE, chef({ platforms: [Platform.LINUX_AMD64], ...options }), one.registry);
    const [ofOne, ofOther] = [one, other].map((repo) => {
      const { runs } = passed(repo.rehearse().run());
      // nothing of its own is there before
      expect(runs.build[0].results.seed?.outputs ?? {}).not.toHaveProperty('context');
      const written = repo
        .did()
        .flatMap((line) => /^write cache .*?ref=([^,]*)|^push (.*\/?seeds?:.*)/.exec(line) ?? []);
      return written.filter((text) => text?.startsWith('ghcr.io/'));
    });
    expect(ofOne).toHaveLength(1);
    expect(ofOther).toHaveLength(1);
    expect(ofOther).not.toEqual(ofOne);
  });

  test(
    `${process.env.IMAGES ?? 45} images`,
    () => {
      const names = Array.from({ length: Number(process.env.IMAGES ?? 45) }, (_, i) => `b${i}`);
      const repo = new Repository(
        {
          'Cargo.toml': CRATE['Cargo.toml'],
          ...Object.fromEntries(names.map((name) => [`src/bin/${name}.rs`, 'fn main() {}\n'])),
        },
        chef({ strategy: BuildStrategy.CROSS }),
      );
      const { runs } = passed(repo.rehearse().run());
      expect(names.filter((name) => tagsOf(repo, `ghcr.io/acme/app/${name}`).length !== 2)).toEqual([]);
      expect(JSON.parse(runs.publish[0].outputs.images)).toHaveLength(names.length);
      expect(runs.publish[0].summary.split('\n')).toHaveLength(names.length + 3);
    },
    20 * 60_000,
  );
});

// https://docs.github.com/en/actions/reference/workflows-and-actions/expressions#operators
test.each([
  ["secrets.NONE == ''", true],
  ["secrets.NONE != ''", false],
  ["secrets.TOKEN != ''", true],
  ["null == 0 && false == '' && true == 1 && '1' == true", true],
  ["'a' == 0 || 'true' == true || null == 'null'", false],
  ["'Main' == 'main' && 'main' != 'mains'", true],
])('the rehearsal compares as GitHub does: %s', (expression, expected) => {
  expect(evaluate(expression, { values: { secrets: { TOKEN: 'x' } }, functions: {} })).toBe(expected);
});

describe('the rehearsal fails for what it does not know', () => {
  const pin = 'docker/setup-qemu-action@96fe6ef7f33517b61c61be40b68a1882f3264fb8';

  test.each<[string, object, RegExp]>([
    ['an action', { uses: 'acme/setup@v1' }, /acme\/setup@v1 is not in/],
    [
      'an action without a rule',
      { uses: 'actions/setup-node@820762786026740c76f36085b0efc47a31fe5020' },
      /there is no rule for/,
    ],
    ['an input of no action', { uses: pin, with: { platform: 'arm64' } }, /has no input platform/],
    ['an input that no rule has', { uses: pin, with: { platforms: 'arm64', image: 'x' } }, /does not know image/],
    ['a function', { run: 'true', if: "startsWith(github.ref, 'x')" }, /what is startsWith\(\)/],
    ['a context', { run: 'true', env: { A: '${{ vars.A }}' } }, /what is vars in/],
    ['an operator', { run: 'true', if: '1 < 2' }, /what is </],
    ['a filter', { run: 'true', env: { A: '${{ toJSON(github.*) }}' } }, /what is \*/],
    ['an expression in a script', { run: 'echo ${{ github.ref }}' }, /has an expression/],
    ['a key of a step', { run: 'true', shell: 'sh' }, /what is shell of the step mine/],
  ])('%s', (_, step, message) => {
    const repo = new Repository(CRATE, (project) => {
      const { workflow } = new MuslRustChef(project);
      workflow!.file!.addOverride('jobs.build.steps', [{ id: 'mine', ...step }]);
    });
    const rehearsal = repo.rehearse();
    expect(() => rehearsal.run()).toThrow(message);
  });
});
