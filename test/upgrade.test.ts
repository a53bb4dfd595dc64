import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { javascript, LogLevel, Project } from 'projen';
import { parse } from 'yaml';
import { CRATE, synthesise } from './synth';
import { describeWith, run } from './tools/tools';
import { tempDir, writeTree } from './util';
import { MuslRustChef, MuslRustChefOptions, Upgrade, UpgradeOptions } from '../src';
import { PinFile } from '../src/pin-file/pin-file';
import { PINS } from '../src/pins';

const PACKAGE = JSON.stringify({
  devDependencies: { projen: '^0.103.0', constructs: '^10', 'projen-muslrust-chef': '^1' },
});
const OWN = { 'package.json': PACKAGE, 'package-lock.json': '{}' };
const PINNED = JSON.stringify({
  images: {
    muslrust: `${PINS.images.muslrust}@sha256:${'1'.repeat(64)}`,
    chainguardStatic: `${PINS.images.chainguardStatic}@sha256:${'2'.repeat(64)}`,
  },
});

function upgraded(files: Record<string, string> = OWN, options?: UpgradeOptions, chef?: MuslRustChefOptions) {
  const outdir = writeTree(tempDir(), { ...(chef ? CRATE : {}), ...files });
  const project = new Project({ name: 'app', outdir, logging: { level: LogLevel.OFF } });
  if (chef) new MuslRustChef(project, chef);
  const upgrade = new Upgrade(project, options);
  synthesise(project);
  const workflow = (name: string) => parse(readFileSync(join(outdir, '.github/workflows', `${name}.yml`), 'utf8'));
  return { outdir, upgrade, workflow };
}

test('what is installed anew sees no token that may write, and the other job runs nothing of it', () => {
  const { on, jobs } = upgraded().workflow('upgrade');
  expect(on).toEqual({ schedule: [{ cron: '0 4 * * 1' }], workflow_dispatch: {} });
  const [first, second] = [jobs.upgrade, jobs['pull-request']];
  expect([first.permissions, second.permissions]).toEqual([{ contents: 'read' }, { contents: 'read' }]);
  expect(JSON.stringify(first)).not.toContain('secrets.');
  expect(JSON.stringify(second)).toContain('${{ secrets.PROJEN_GITHUB_TOKEN }}');
  expect(second.steps.flatMap(({ run: script = '' }) => script.match(/\b(npm|npx|yarn|pnpm|bun)\b/) ?? [])).toEqual([]);
  expect(first.steps.find(({ id }: { id: string }) => id === 'upgrade').run).toContain('npx projen upgrade 2>&1');
});

const { NodePackageManager } = javascript;

test.each<[string, Record<string, string>, string[]]>([
  ['npm', OWN, ['npm install projen@latest constructs@latest projen-muslrust-chef@latest', 'npx projen']],
  [
    'npm, with pins',
    { ...OWN, [PinFile.NAME]: PINNED },
    ['npm install projen@latest constructs@latest projen-muslrust-chef@latest', 'npx projen pins:update'],
  ],
  [
    'pnpm',
    { 'package.json': PACKAGE, 'pnpm-lock.yaml': '' },
    ['pnpm update --latest projen constructs projen-muslrust-chef', 'pnpm exec projen'],
  ],
  [
    'bun',
    { 'package.json': PACKAGE, 'bun.lock': '{}' },
    ['bun update --latest projen constructs projen-muslrust-chef', 'bunx projen'],
  ],
  [
    'yarn 1',
    { 'package.json': PACKAGE, 'yarn.lock': '' },
    ['yarn upgrade --latest projen constructs projen-muslrust-chef', 'yarn run projen'],
  ],
  [
    'yarn',
    { 'package.json': PACKAGE, 'yarn.lock': '__metadata:\n  version: 8\n' },
    ['yarn up projen constructs projen-muslrust-chef', 'yarn run projen'],
  ],
  [
    'a package from a file, which has no newer release',
    { ...OWN, 'package.json': '{ "devDependencies": { "projen": "*", "projen-muslrust-chef": "file:../a.tgz" } }' },
    ['npm install projen@latest', 'npx projen'],
  ],
  ['none of Node.js', {}, ['npx projen']],
])('the task takes newer releases, and synthesises by them: %s', (_, files, commands) => {
  expect(upgraded(files).upgrade.task.steps.map(({ exec }) => exec)).toEqual(commands);
});

test('what a generated package.json allows is for the rc file to say', () => {
  const project = new Project({ name: 'app', outdir: tempDir(), logging: { level: LogLevel.OFF } });
  new javascript.NodePackage(project, { packageManager: NodePackageManager.NPM });
  expect(new Upgrade(project).task.steps[0].exec).toBe('npm update projen constructs projen-muslrust-chef');
});

test('without a lock file of Node.js there is the task alone', () => {
  const { outdir, upgrade } = upgraded({});
  expect(upgrade.workflow).toBeUndefined();
  expect(existsSync(join(outdir, '.github/workflows/upgrade.yml'))).toBe(false);
});

describe('images that are built again by the clock', () => {
  const weekly: MuslRustChefOptions = { schedule: ['0 5 * * 2'] };

  test('are, where their bases have no digest', () => {
    const { workflow } = upgraded(OWN, {}, weekly);
    expect(workflow('image').on.schedule).toEqual([{ cron: '0 5 * * 2' }]);
    expect(workflow('upgrade').on.schedule).toEqual([{ cron: '0 4 * * 1' }]);
  });

  test('are the same where they have one: then it is newer pins that are looked for', () => {
    const { workflow } = upgraded({ ...OWN, [PinFile.NAME]: PINNED }, {}, weekly);
    expect(Object.keys(workflow('image').on)).not.toContain('schedule');
    expect(workflow('upgrade').on.schedule).toEqual([{ cron: '0 4 * * 1' }, { cron: '0 5 * * 2' }]);
  });
});

test.each<[string, (project: Project) => void, RegExp]>([
  [
    'a project of another one',
    (parent) => new Upgrade(new Project({ name: 'b', parent, outdir: 'b' })),
    /^Upgrade: one is for all projects of an rc file\. Give it the root/,
  ],
  [
    'a second one',
    (project) => [new Upgrade(project), new Upgrade(project)],
    /^Upgrade: the project has a task "upgrade" already\..*`depsUpgrade: false`/,
  ],
  [
    'a time that is none',
    (project) => new Upgrade(project, { schedule: ['weekly'] }),
    /^Upgrade: schedule\[0\]: "weekly": /,
  ],
  [
    'a time that is there twice',
    (project) => new Upgrade(project, { schedule: ['0 4 * * 1', '0  4 * * 1'] }),
    /^Upgrade: schedule: "0 4 \* \* 1" is there twice/,
  ],
])('%s is refused', (_, make, message) => {
  const project = new Project({ name: 'app', outdir: writeTree(tempDir(), OWN), logging: { level: LogLevel.OFF } });
  expect(() => make(project)).toThrow(message);
});

describe('its scripts', () => {
  const { jobs } = upgraded().workflow('upgrade');
  const scriptOf = (job: string, id: string): string =>
    jobs[job].steps.find((step: { id: string }) => step.id === id).run;
  const git = (cwd: string, ...args: string[]) => execFileSync('git', args, { cwd, encoding: 'utf8' });
  /** What stands in for GitHub's program: it writes down what it is asked, and lists as many pull requests as are said to be open. */
  const gh = '#!/bin/sh\necho "$*" >> "$ASKED"\ncase $* in "pr list"*) echo "$OPEN" ;; esac\n';

  test.each([
    ['0', /^pr create --head muslrust-chef\/upgrade --base main --title T --body-file .*body\.md$/m],
    ['1', /^pr edit muslrust-chef\/upgrade --title T --body-file .*body\.md$/m],
  ])('bring the changes to a branch, with what they are (%s open)', (open, asked) => {
    const root = tempDir();
    const [clone, bin] = [join(root, 'clone'), join(root, 'bin')];
    writeTree(bin, { gh });
    chmodSync(join(bin, 'gh'), 0o755);
    git(root, 'init', '--quiet', '--bare', '--initial-branch=main', 'origin');
    git(root, 'clone', '--quiet', 'origin', 'clone');
    writeTree(clone, { Dockerfile: 'FROM a\n', gone: 'x\n' });
    git(clone, 'checkout', '--quiet', '-B', 'main');
    git(clone, 'add', '.');
    git(clone, '-c', 'user.name=a', '-c', 'user.email=a@b', 'commit', '--quiet', '-m', 'a');
    git(clone, 'push', '--quiet', 'origin', 'main');
    const env = {
      ...process.env,
      PATH: `${bin}:${process.env.PATH}`,
      UPGRADE: join(root, 'up'),
      LOG: join(root, 'log'),
      GITHUB_OUTPUT: join(root, 'output'),
      ASKED: join(root, 'asked'),
      OPEN: open,
      BASE: 'main',
      BRANCH: 'muslrust-chef/upgrade',
      TITLE: 'T',
      GH_TOKEN: 'x',
    };
    const sh = (script: string, more: Record<string, string> = {}) =>
      spawnSync('bash', ['-e', '-c', script], { cwd: clone, env: { ...env, ...more }, encoding: 'utf8' });
    writeTree(root, { log: 'Looking\ncrates.mimalloc: 0.1.52 -> 0.1.53\nbuildx: v1 is the newest\n', output: '' });
    mkdirSync(env.UPGRADE);
    expect(sh(scriptOf('upgrade', 'changes'))).toMatchObject({ status: 0, stdout: 'All is up to date.\n' });
    expect(readFileSync(env.GITHUB_OUTPUT, 'utf8')).toBe('');

    writeTree(clone, { Dockerfile: 'FROM b\n', new: 'y\n' });
    git(clone, 'rm', '--quiet', 'gone');
    expect(sh(scriptOf('upgrade', 'changes'))).toMatchObject({ status: 0, stderr: '' });
    expect(readFileSync(env.GITHUB_OUTPUT, 'utf8')).toBe('changed=true\n');
    const body = readFileSync(join(env.UPGRADE, 'body.md'), 'utf8');
    expect(body).toMatch(/^- crates\.mimalloc: 0\.1\.52 -> 0\.1\.53$/m);
    expect(body).not.toContain('buildx');
    expect(body).toMatch(/^ Dockerfile \| 2 \+-$/m);

    git(clone, 'reset', '--quiet', '--hard');
    expect(sh(scriptOf('pull-request', 'open'), { GH_TOKEN: '' })).toMatchObject({
      status: 1,
      stdout: expect.stringMatching(/^::error::the secret PROJEN_GITHUB_TOKEN is not there/),
    });
    expect(sh(scriptOf('pull-request', 'open'))).toMatchObject({ status: 0 });
    expect(readFileSync(env.ASKED, 'utf8')).toMatch(asked);
    expect(git(clone, 'ls-tree', '--name-only', 'origin/muslrust-chef/upgrade')).toBe('Dockerfile\nnew\n');
  });
});

const { outdir: linted } = upgraded();
const file = join(linted, '.github/workflows/upgrade.yml');

describeWith('actionlint', () => {
  test('has nothing to say of the workflow', () => {
    expect(run('actionlint', ['-shellcheck=', '-pyflakes=', file])).toEqual({ status: 0, output: '' });
  });
});

describeWith('zizmor', () => {
  test('finds nothing in the workflow', () => {
    const { output } = run('zizmor', ['--offline', '--persona=auditor', '--no-progress', '--format=plain', file]);
    expect(output).toMatch(/No findings to report/);
  });
});
