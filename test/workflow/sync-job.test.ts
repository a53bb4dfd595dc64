import { spawnSync } from 'node:child_process';
import { chmodSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { javascript, Project, ProjectOptions } from 'projen';
import { stepOf } from './plan';
import { syncJob } from '../../src/workflow/sync-job';
import { gitAll } from '../git';
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
  expect(stepOf(sync, 'diff').env).toEqual({ COMMAND: synth });
});

test.each(['package.json', 'Cargo.lock', 'requirements.txt'])(
  'is not there where projen comes from elsewhere: %s',
  (file) => {
    expect(job(undefined, { outdir: writeTree(tempDir(), { [file]: '{}' }) })).toBeUndefined();
  },
);

describe('what differs from what was committed', () => {
  const commit = (files: Record<string, string>) => {
    const dir = writeTree(tempDir(), files);
    gitAll(dir, ['init', '--quiet'], ['add', '.'], ['commit', '--quiet', '--message', 'all']);
    return dir;
  };
  const { run } = stepOf(job(NodePackageManager.NPM), 'diff');
  const compare = (dir: string, command = 'npx projen', shell = 'bash') =>
    spawnSync(shell, ['-e', '-c', run], { cwd: dir, encoding: 'utf8', env: { ...process.env, COMMAND: command } });
  /** Its annotations, as the runner reads them. */
  const annotations = (out: string) =>
    out
      .split('\n')
      .filter((line) => line.startsWith('::'))
      .map(annotation);
  const MEND = "Run 'npx projen' and commit what it changes.";

  test.each<[string, Record<string, string>]>([
    ['nothing differs', {}],
    ['a file that git ignores is there', { ignored: 'x' }],
    ['the modes differ', { 'docker/run.sh': 'x' }],
  ])('is nothing where %s', (_, files) => {
    const dir = commit({ Dockerfile: 'FROM scratch\n', '.gitignore': '/ignored\n', 'docker/run.sh': 'x' });
    writeTree(dir, files);
    // as synth writes scripts, and a clone with core.fileMode=false does not commit them
    chmodSync(join(dir, 'docker/run.sh'), 0o755);
    expect(compare(dir)).toMatchObject({ status: 0, stdout: '', stderr: '' });
  });

  test('is named, file by file, with the command that mends it', () => {
    const dir = commit({ Dockerfile: 'FROM scratch\n', gone: '', same: '' });
    writeTree(dir, { Dockerfile: 'FROM other\n', 'docker/new.sh': 'x' });
    rmSync(join(dir, 'gone'));
    for (const shell of ['bash', 'sh']) {
      const { status, stdout } = compare(dir, 'npx projen', shell);
      expect(status).toBe(1);
      // the difference itself is in the log
      expect(stdout).toContain('\n-FROM scratch\n+FROM other\n');
      expect(annotations(stdout)).toEqual([
        { title: 'Generated files differ', data: `3 of them are not what the rc file makes. ${MEND}` },
        ...['Dockerfile', 'docker/new.sh', 'gone'].map((file) => ({
          file,
          title: 'Not what the rc file makes',
          data: MEND,
        })),
      ]);
    }
  });

  test('is named whatever it is called', () => {
    const names = [
      'a,b',
      'a:b',
      'a::b',
      'a%b',
      'a%2Cb',
      'a b ',
      "it's",
      '"q"',
      'ü',
      'a\\n',
      'a\rb',
      'a\nb',
      '::error::x',
    ];
    const dir = commit({ Dockerfile: '' });
    writeTree(dir, Object.fromEntries(names.map((name) => [name, 'x'])));
    const [{ data }, ...files] = annotations(compare(dir, 'echo 100%\n::x').stdout);
    expect(data).toBe(
      `${names.length} of them are not what the rc file makes. Run 'echo 100%\n::x' and commit what it changes.`,
    );
    expect(files.map(({ file }) => file).sort()).toEqual([...names].sort());
  });
});

/** A command of GitHub's. (actions/runner, src/Runner.Common/ActionCommand.cs, TryParseV2) */
function annotation(line: string): Record<string, string> {
  const end = line.indexOf('::', 2);
  const [, name, properties] = /^(\S+) (.*)$/.exec(line.slice(2, end).trim())!;
  expect(name).toBe('error');
  const unescaped = (text: string, tokens: string) =>
    [...tokens].reduce((all, token) => all.replaceAll(encodeURIComponent(token), token), text);
  const pairs = properties.split(',').map((pair) => {
    const at = pair.indexOf('=');
    return [pair.slice(0, at), unescaped(pair.slice(at + 1), '\r\n:,%')];
  });
  return { ...Object.fromEntries(pairs), data: unescaped(line.slice(end + 2), '\r\n%') };
}
