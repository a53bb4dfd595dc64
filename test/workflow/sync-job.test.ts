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

test.each([
  ['nothing', undefined],
  ['yarn', NodePackageManager.YARN_CLASSIC],
  ['pnpm', NodePackageManager.PNPM],
])('is not there where projen comes by %s', (_, packageManager) => {
  expect(job(packageManager)).toBeUndefined();
});

test('is not there without projen', () => {
  process.env.PROJEN_EJECTING = 'true';
  try {
    expect(job(NodePackageManager.NPM)).toBeUndefined();
  } finally {
    delete process.env.PROJEN_EJECTING;
  }
});

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
