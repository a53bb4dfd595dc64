import { spawnSync } from 'node:child_process';
import { chmodSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { plan } from './plan';
import { PrivateSource } from '../../src';
import { checkoutStep, inDirectory, lines, repositorySteps, sshAgentSteps, tokenSteps } from '../../src/workflow/steps';
import { tempDir, writeTree } from '../util';

const SOURCES = [PrivateSource.registry('acme'), PrivateSource.git('github.com')];

test('an action is named, and the checkout leaves no credentials', () => {
  expect(checkoutStep()).toEqual({
    id: 'checkout',
    name: 'Checkout',
    uses: 'actions/checkout',
    with: { 'persist-credentials': false },
  });
});

test('lines that are not there leave no empty ones', () => {
  expect(lines('a', undefined, '', 'b')).toBe('a\n\nb');
});

test('the repository is told by a step, unless it is known', () => {
  const { repository } = plan().options;
  expect(repositorySteps(repository)).toEqual([
    {
      id: 'repository',
      name: 'Image repository',
      run: expect.stringMatching(/echo "REPOSITORY=.*" >> "\$GITHUB_ENV"$/),
    },
  ]);
  expect(repositorySteps({ ...repository, script: undefined } as any)).toEqual([]);
});

test('a job runs its scripts in the folder of the project', () => {
  expect(inDirectory('services/api')).toEqual({ defaults: { run: { workingDirectory: 'services/api' } } });
  expect(inDirectory('')).toEqual({});
});

test.each<[string, PrivateSource[], string[]]>([
  ['no source', [], []],
  ['tokens', SOURCES, ['CARGO_REGISTRIES_ACME_TOKEN', 'GIT_TOKEN_GITHUB_COM']],
  ['a key', [PrivateSource.ssh()], []],
  ['both', [...SOURCES.slice(0, 1), PrivateSource.ssh()], ['CARGO_REGISTRIES_ACME_TOKEN']],
])('tokens are asked for where there are some, an agent is started where it is needed: %s', (_, sources, tokens) => {
  expect(tokenSteps(sources).flatMap(({ env }) => Object.entries(env!))).toEqual(
    tokens.map((token) => [token, `\${{ secrets.${token} }}`]),
  );
  expect(sshAgentSteps(sources).map(({ id, env }) => [id, env])).toEqual(
    sources.some((source) => source._variable === 'SSH_PRIVATE_KEY')
      ? [['ssh-agent', { SSH_PRIVATE_KEY: '${{ secrets.SSH_PRIVATE_KEY }}' }]]
      : [],
  );
});

function run(script: string, env: Record<string, string>) {
  const folder = writeTree(tempDir(), {
    'ssh-agent': '#!/bin/sh\necho "agent $*" >> "$LOG"; echo chatter\n',
    'ssh-add': '#!/bin/sh\necho "add $* $SSH_AUTH_SOCK" >> "$LOG"; cat >> "$LOG"\n',
    log: '',
    env: '',
  });
  for (const name of ['ssh-agent', 'ssh-add']) chmodSync(join(folder, name), 0o755);
  const { status, stdout } = spawnSync('bash', ['-e', '-c', script], {
    encoding: 'utf8',
    env: {
      PATH: `${folder}:/usr/bin:/bin`,
      LOG: join(folder, 'log'),
      RUNNER_TEMP: '/runner',
      GITHUB_ENV: join(folder, 'env'),
      ...env,
    },
  });
  const read = (name: string) => readFileSync(join(folder, name), 'utf8');
  return { status, stdout, log: read('log'), env: read('env') };
}

test('tokens that are there pass', () => {
  const [{ run: script }] = tokenSteps(SOURCES);
  expect(run(script!, { CARGO_REGISTRIES_ACME_TOKEN: 'a', GIT_TOKEN_GITHUB_COM: 'b' })).toMatchObject({
    status: 0,
    stdout: '',
  });
});

test('the key goes to an agent that later steps find, and is printed nowhere', () => {
  const [{ run: script }] = sshAgentSteps([PrivateSource.ssh()]);
  expect(run(script!, { SSH_PRIVATE_KEY: 'the key' })).toEqual({
    status: 0,
    stdout: '',
    log: 'agent -a /runner/ssh-agent.sock\nadd - /runner/ssh-agent.sock\nthe key\n',
    env: 'SSH_AUTH_SOCK=/runner/ssh-agent.sock\n',
  });
});

test('a secret that is not there ends the step before anything else is done', () => {
  const [{ run: script }] = sshAgentSteps([PrivateSource.ssh()]);
  const { status, stdout, log, env } = run(script!, { SSH_PRIVATE_KEY: '' });
  expect({ status, log, env }).toEqual({ status: 1, log: '', env: '' });
  expect(stdout).toMatch(/^::error::the secret SSH_PRIVATE_KEY is not there\. .* push the branch to this repository/);
});
