import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BuildArg, MuslRustChefOptions } from '../../src';
import { stagesOf } from '../dockerfile/stages';
import { git } from '../git';
import { CRATE, synth } from '../synth';

const ARGS = {
  VERGEN_GIT_SHA: BuildArg.revision(),
  VERGEN_GIT_DESCRIBE: BuildArg.describe(),
  APP_VERSION: BuildArg.version(),
  FLAVOUR: BuildArg.value('a ${b} %{c} $d'),
};
const NAMES = Object.keys(ARGS);

test('are declared where binaries are compiled, without values, and nowhere else', () => {
  const stages = stagesOf({ buildArgs: ARGS, hasSeed: true });
  const declared = stages.filter(({ instructions }) => instructions.includes('ARG VERGEN_GIT_SHA'));
  expect(declared.map(({ name }) => name)).toEqual(['build', 'compiled']);
  for (const { instructions, scripts } of declared) {
    expect(instructions.slice(0, NAMES.length)).toEqual(NAMES.map((name) => `ARG ${name}`));
    expect(scripts[0].split('\n')).toContain(`restore-mtimes.sh ${NAMES.join(' ')}`);
  }
  // the folder that is kept is the same without them
  const folder = (options: object) =>
    /target-\S+?,/.exec(
      stagesOf(options)
        .find(({ name }) => name === 'build')!
        .instructions.at(-1)!,
    );
  expect(folder({ buildArgs: ARGS })).toEqual(folder({}));
});

describe('in a project', () => {
  const { dir } = synth(CRATE, { buildArgs: ARGS });
  const bake = JSON.parse(readFileSync(join(dir, 'docker-bake.json'), 'utf8'));
  const workflow = readFileSync(join(dir, '.github/workflows/image.yml'), 'utf8');

  test('are variables of the bake file; one that is not known is not there', () => {
    expect(NAMES.map((name) => bake.variable[name].default)).toEqual(['', '', '', 'a $${b} %%{c} $d']);
    expect(NAMES.map((name) => bake.target._common.args[name])).toEqual(
      NAMES.map((name) => `\${${name} == "" ? null : ${name}}`),
    );
  });

  test('are filled by the workflow, with the history if git is asked', () => {
    expect(workflow.match(/^ +VERGEN_GIT_SHA: .*$/gm)!.map((line) => line.trim())).toEqual([
      'VERGEN_GIT_SHA: ${{ github.sha }}',
      'VERGEN_GIT_SHA: ${{ github.sha }}',
    ]);
    expect(workflow.match(/APP_VERSION: \$\{\{ steps\.build-args\.outputs\.APP_VERSION \}\}/g)).toHaveLength(2);
    expect(workflow.match(/^ +fetch-depth: 0\b/gm)).toHaveLength(2);
    expect(
      workflow.match(/echo "VERGEN_GIT_DESCRIBE=\$\(git describe --tags --always --dirty\)" >> "\$GITHUB_OUTPUT"/g),
    ).toHaveLength(2);
    const bare = readFileSync(
      join(synth(CRATE, { buildArgs: { SHA: BuildArg.revision() } }).dir, '.github/workflows/image.yml'),
      'utf8',
    );
    expect(bare).not.toMatch(/fetch-depth|build-args/);
  });

  test('are asked of git by the tasks, unless they are given', () => {
    const { tasks } = JSON.parse(readFileSync(join(dir, '.projen/tasks.json'), 'utf8'));
    expect(Object.keys(tasks['image:build'].env)).toEqual(NAMES.slice(0, 3));
    expect(tasks.binaries.env).toEqual(tasks['image:build'].env);
    git(dir, 'init', '--quiet');
    git(dir, 'add', '--all');
    git(dir, '-c', 'user.name=a', '-c', 'user.email=a@b.c', 'commit', '--quiet', '--message', 'a');
    git(dir, 'tag', 'v1.2.3');
    // as projen evaluates it
    const said = (name: string, env: Record<string, string> = {}) =>
      execFileSync('sh', ['-c', tasks['image:build'].env[name].slice(2, -1)], {
        cwd: dir,
        env: { PATH: process.env.PATH, ...env },
        encoding: 'utf8',
      }).trim();
    expect(said('VERGEN_GIT_SHA')).toMatch(/^[0-9a-f]{40}$/);
    expect(said('VERGEN_GIT_DESCRIBE')).toBe('v1.2.3');
    expect(said('APP_VERSION')).toBe('1.2.3');
    expect(said('APP_VERSION', { APP_VERSION: 'mine' })).toBe('mine');
    expect(said('APP_VERSION', { GIT_DIR: '/nowhere' })).toBe('');
  });
});

test.each<[string, RegExp]>([
  ['A-B', /is not the name of a variable/],
  ['1A', /is not the name of a variable/],
  ['TAG', /means something to the build already\. Choose another name, e\.g\. "APP_TAG"/],
  ['CACHE_SCOPE', /means something/],
  ['TARGETARCH', /means something/],
  ['PATH', /means something/],
  ['DOCKER_HOST', /means something/],
  ['DOCKER_CONFIG', /means something/],
  ['https_proxy', /means something/],
  ['LD_PRELOAD', /means something/],
  ['CI', /is a variable of the runner, whose value would win\. Choose another name, e\.g\. "APP_CI"/],
  ['GITHUB_SHA', /is a variable of the runner/],
  ['RUNNER_OS', /is a variable of the runner/],
  ['ACTIONS_RUNTIME_TOKEN', /is a variable of the runner/],
  ...['PROFILE', 'TARGET', 'HOST', 'OUT_DIR', 'NUM_JOBS', 'DEBUG', 'OPT_LEVEL', 'DEP_Z_INCLUDE'].map(
    (name): [string, RegExp] => [name, /is what cargo sets for build scripts, in place of your value/],
  ),
  ['CARGO', /configures cargo/],
  ['RUSTC', /configures cargo/],
  ['CC', /configures cargo or a compiler/],
  ['CFLAGS_x86_64_unknown_linux_musl', /configures cargo or a compiler/],
  ['RUSTFLAGS', /configures cargo/],
  ['CARGO_TARGET_DIR', /configures cargo/],
  ['RUSTC_WRAPPER', /configures cargo/],
])('%s is refused', (name, message) => {
  expect(() => BuildArg._assertNames({ [name]: BuildArg.value('x') })).toThrow(message);
});

test.each<[string, boolean]>([
  ['NPM_TOKEN', true],
  ['API_KEY', true],
  ['DB_PASSWORD', true],
  ['secret', true],
  ['VERGEN_GIT_COMMIT_AUTHOR_NAME', false],
  ['SIGNING_PUBLIC_KEY', false],
  ['KEYBOARD', false],
  ['RELEASE', false],
])('%s looks like a secret: %s', (name, expected) => {
  expect(BuildArg._warnings({ [name]: BuildArg.value('x') })).toHaveLength(expected ? 1 : 0);
});

test.each<MuslRustChefOptions>([{}, { buildArgs: {} }])('without any, nothing is different: %j', (options) => {
  const { dir } = synth(CRATE, options);
  expect(readFileSync(join(dir, 'docker-bake.json'), 'utf8')).not.toContain('null');
  expect(readFileSync(join(dir, '.github/workflows/image.yml'), 'utf8')).not.toMatch(/fetch-depth|build-args/);
});

test.each([
  'APP_CI',
  'CIRCLE',
  'GITHUB',
  'DEBUG_LEVEL',
  'TARGET_NAME',
  'HOSTNAME',
  'PROFILES',
  'ACCOUNT',
  'VERGEN_GIT_SHA',
  'CCX',
])('%s is free', (name) => {
  expect(() => BuildArg._assertNames({ [name]: BuildArg.value('x') })).not.toThrow();
});
