import { spawnSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { javascript, Project, ProjectOptions } from 'projen';
import { stepOf } from './plan';
import { syncJob } from '../../src/workflow/sync-job';
import { git } from '../git';
import { tempDir, writeTree } from '../util';

const { NodePackageManager } = javascript;

function job(packageManager?: javascript.NodePackageManager, options: Partial<ProjectOptions> = {}): any {
  const root = new Project({ name: 'app', outdir: tempDir(), ...options });
  if (packageManager) new javascript.NodePackage(root, { packageManager });
  return syncJob(root, ['ubuntu-24.04']);
}

test('synthesises with what npm installs, and what that may do is read', () => {
  const sync = job(NodePackageManager.NPM);
  expect(sync.permissions).toEqual({ contents: 'read' });
  expect(sync.name).toBe('generated files are in sync');
  expect(sync.steps.map(({ id, name, run }: any) => [id, name, run])).toEqual([
    ['checkout', 'Checkout', undefined],
    ['node', 'Set up Node.js', undefined],
    ['install', 'Install', 'npm ci'],
    ['synth', 'Synthesise', 'npx projen'],
    ['diff', 'Compare', expect.any(String)],
  ]);
  // setup-node would keep a cache that no other job reads
  expect(stepOf(sync, 'node').with).toEqual({ 'node-version': 'lts/*', 'package-manager-cache': false });
});

test("is by the project's own command", () => {
  expect(stepOf(job(NodePackageManager.NPM, { projenCommand: 'npm run projen' }), 'synth').run).toBe('npm run projen');
});

const COREPACK = 'npm install --global --force corepack && corepack enable\n';

test.each<[string, javascript.NodePackageManager | undefined, Record<string, string>, string, string]>([
  ['npm', NodePackageManager.NPM, {}, 'npm ci', 'npx projen'],
  ['yarn 1', NodePackageManager.YARN_CLASSIC, {}, 'yarn install --frozen-lockfile', 'yarn run projen'],
  ['yarn', NodePackageManager.YARN_BERRY, {}, `${COREPACK}yarn install --immutable`, 'yarn run projen'],
  [
    'pnpm',
    NodePackageManager.PNPM,
    {},
    'npm install --global pnpm\npnpm install --frozen-lockfile',
    'pnpm exec projen',
  ],
  ['bun', NodePackageManager.BUN, {}, 'npm install --global bun\nbun install --frozen-lockfile', 'bunx projen'],
  // what projen says counts, whatever else is there
  ['npm, beside another lock file', NodePackageManager.NPM, { 'yarn.lock': '' }, 'npm ci', 'npx projen'],
  // a package.json of the user's
  ['package-lock.json', undefined, { 'package-lock.json': '{}' }, 'npm ci', 'npx projen'],
  ['npm-shrinkwrap.json', undefined, { 'npm-shrinkwrap.json': '{}' }, 'npm ci', 'npx projen'],
  [
    'pnpm-lock.yaml',
    undefined,
    { 'pnpm-lock.yaml': '' },
    'npm install --global pnpm\npnpm install --frozen-lockfile',
    'pnpm exec projen',
  ],
  ['bun.lock', undefined, { 'bun.lock': '' }, 'npm install --global bun\nbun install --frozen-lockfile', 'bunx projen'],
  [
    'bun.lockb',
    undefined,
    { 'bun.lockb': '' },
    'npm install --global bun\nbun install --frozen-lockfile',
    'bunx projen',
  ],
  [
    'yarn.lock',
    undefined,
    { 'yarn.lock': '# yarn lockfile v1\n' },
    'yarn install --frozen-lockfile',
    'yarn run projen',
  ],
  [
    'yarn.lock of yarn 2 and later',
    undefined,
    { 'yarn.lock': '# This file\n\n__metadata:\n  version: 8\n' },
    `${COREPACK}yarn install --immutable`,
    'yarn run projen',
  ],
])('is by what installs projen: %s', (_, packageManager, files, install, synth) => {
  const sync = job(packageManager, { outdir: writeTree(tempDir(), files) });
  expect(stepOf(sync, 'install').run).toBe(install);
  expect(stepOf(sync, 'synth').run).toBe(synth);
  expect(stepOf(sync, 'diff').run).toContain(`run '${synth}' and commit`);
});

test.each(['package.json', 'Cargo.lock', 'requirements.txt'])(
  'is not there where projen comes from elsewhere: %s',
  (file) => {
    expect(job(undefined, { outdir: writeTree(tempDir(), { [file]: '{}' }) })).toBeUndefined();
  },
);

test.each<[string, Record<string, string>, number]>([
  ['nothing differs', {}, 0],
  ['a file that git ignores is there', { ignored: 'x' }, 0],
  ['the modes differ', { 'docker/run.sh': 'x' }, 0],
  ['a file differs', { Dockerfile: 'FROM other\n' }, 1],
  ['a file is new', { 'docker/new.sh': 'x' }, 1],
])('fails where a generated file is not what was committed: %s', (_, files, status) => {
  const dir = writeTree(tempDir(), { Dockerfile: 'FROM scratch\n', '.gitignore': '/ignored\n', 'docker/run.sh': 'x' });
  git(dir, 'init', '--quiet');
  git(dir, 'add', '.');
  git(dir, 'commit', '--quiet', '--message', 'all');
  writeTree(dir, files);
  // as synth writes scripts, and a clone with core.fileMode=false does not commit them
  if ('docker/run.sh' in files) chmodSync(join(dir, 'docker/run.sh'), 0o755);
  const result = spawnSync('bash', ['-e', '-c', stepOf(job(NodePackageManager.NPM), 'diff').run], {
    cwd: dir,
    encoding: 'utf8',
  });
  expect(result.status).toBe(status);
  if (status) {
    expect(result.stdout).toMatch(/^::error::generated files differ; run 'npx projen' and commit what it changes$/m);
  }
});
