import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tempDir, writeTree } from '../util';

const SCRIPT = join(__dirname, '..', '..', 'assets', 'release-tags.sh');

function run(args: string[], env: Record<string, string> = {}) {
  const { status, stdout, stderr } = spawnSync('bash', [SCRIPT, ...args], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH, HOME: tempDir(), GITHUB_SHA: 'f'.repeat(40), ...env },
  });
  return { status, tags: stdout.split('\n').filter((line) => line), stderr };
}

/** A repository with such tags, each on a commit of its own; annotated ones too. */
function remote(...tags: string[]): string {
  const dir = tempDir();
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], {
      cwd: dir,
      encoding: 'utf8',
    });
  git('init', '--quiet', '--initial-branch', 'main');
  for (const [i, tag] of tags.entries()) {
    git('commit', '--quiet', '--allow-empty', '--message', tag);
    git('tag', ...(i % 2 ? ['--annotate', '--message', tag] : []), tag);
  }
  return dir;
}

describe('a release', () => {
  test.each<[string, string[], string[]]>([
    ['v1.2.3', ['v1.2.3'], ['1.2.3', '1.2', 'latest']],
    ['v0.1.0', ['v0.1.0'], ['0.1.0', '0.1', 'latest']],
    // backports
    ['v1.1.9', ['v1.1.8', 'v1.1.9', 'v1.2.3'], ['1.1.9', '1.1']],
    ['v1.2.2', ['v1.2.2', 'v1.2.3'], ['1.2.2']],
    ['v1.9.1', ['v1.9.1', 'v1.10.0'], ['1.9.1', '1.9']],
    ['v1.10.0', ['v1.9.1', 'v1.10.0', 'v1.2.30'], ['1.10.0', '1.10', 'latest']],
    ['v2.0.0', ['v1.20.0', 'v2.0.0'], ['2.0.0', '2.0', 'latest']],
    ['v1.2.10', ['v1.2.9', 'v1.2.10'], ['1.2.10', '1.2', 'latest']],
    // what is no release is nothing to it
    [
      'v1.2.3',
      ['v1.2.3', 'v2', 'vnext', 'v2.0.0-rc.1', 'v9.9.9+build', 'x-v3.0.0', 'v1.2.03'],
      ['1.2.3', '1.2', 'latest'],
    ],
    // pre-releases and builds move their own tag only
    ['v1.2.3-rc.1', ['v1.2.3-rc.1'], ['1.2.3-rc.1']],
    ['v2.0.0-0.alpha-x.7', ['v1.0.0'], ['2.0.0-0.alpha-x.7']],
    ['v1.2.3+build.5', ['v1.2.3', 'v1.2.3+build.5'], ['1.2.3_build.5']],
    ['v1.2.3-rc.1+build', [], ['1.2.3-rc.1_build']],
    // git may be asked before it knows
    ['v1.2.3', ['v1.2.2'], ['1.2.3', '1.2', 'latest']],
  ])('%s among %j moves %j', (tag, tags, expected) => {
    expect(run([`refs/tags/${tag}`], { REMOTE: remote(...tags) })).toMatchObject({ status: 0, tags: expected });
  });

  test('and another at once come to one answer, in either order', () => {
    const REMOTE = remote('v1.2.3', 'v1.2.4', 'v1.1.0');
    expect(run(['refs/tags/v1.2.4'], { REMOTE }).tags).toEqual(['1.2.4', '1.2', 'latest']);
    expect(run(['refs/tags/v1.2.3'], { REMOTE }).tags).toEqual(['1.2.3']);
  });

  test('has the prefix that is told, and no other has a part in it', () => {
    const REMOTE = remote('muslrust-chef-v1.2.3', 'v9.0.0', 'muslrust-chef-v1.2.2');
    expect(run(['--prefix', 'muslrust-chef-v', 'refs/tags/muslrust-chef-v1.2.3'], { REMOTE }).tags).toEqual([
      '1.2.3',
      '1.2',
      'latest',
    ]);
    expect(run(['--prefix', 'muslrust-chef-v', 'refs/tags/v9.0.0'], { REMOTE }).status).toBe(1);
  });

  test('has no tags where git does not answer', () => {
    expect(run(['refs/tags/v1.2.3'], { REMOTE: join(tempDir(), 'none') })).toMatchObject({ status: 128 });
  });

  test('of a private repository is asked for by the token, which no command line has', () => {
    const bin = tempDir();
    writeTree(bin, {
      git: '#!/bin/sh\nprintf "%s\\n" "$@" > "$OUT"\nsh -c "${2#credential.helper=!} get" >> "$OUT"\n',
    });
    chmodSync(join(bin, 'git'), 0o755);
    const OUT = join(bin, 'out');
    run(['refs/tags/v1.2.3'], { PATH: `${bin}:${process.env.PATH}`, OUT, GITHUB_TOKEN: 's3cret' });
    const [args, answer] = readFileSync(OUT, 'utf8').split('\nusername=');
    expect(args).not.toContain('s3cret');
    expect(args).toMatch(/ls-remote\n--tags\n--refs\norigin\nrefs\/tags\/v\*$/);
    expect(answer).toBe('x-access-token\npassword=s3cret\n');
  });
});

describe('a tag that is no release', () => {
  test.each(['v2', 'vnext', 'v1.2', 'v1.2.3.4', 'v01.2.3', 'v1.2.3-', 'v1.2.3 x', 'v', 'release-1', 'V1.2.3'])(
    '%s fails before anything is built, and says how one looks',
    (tag) => {
      const { status, tags, stderr } = run(['--check', `refs/tags/${tag}`]);
      expect({ status, tags }).toEqual({ status: 1, tags: [] });
      expect(stderr).toContain(`${tag} is not the tag of a release: nothing is published. Push one like v1.2.3`);
    },
  );

  test('is too long for an image', () => {
    expect(run(['--check', `refs/tags/v1.2.3-${'a'.repeat(128)}`]).stderr).toContain('at most 128 characters');
  });

  test.each(['refs/pull/7/merge', 'v1.2.3', ''])('nor is %j', (ref) => {
    expect(run([ref]).status).toBe(1);
  });
});

describe('a branch', () => {
  test.each([
    ['main', 'main'],
    ['feature/x', 'feature-x'],
    ['c++', 'c--'],
    ['.hidden', 'hidden'],
    ['-x', 'x'],
    ['Ünïcode', 'n--code'],
    ['1.2.x', '1.2.x'],
    ['release', 'release'],
    ['a'.repeat(200), 'a'.repeat(128)],
  ])('%s moves the tag %s', (branch, tag) => {
    const { status, tags } = run([`refs/heads/${branch}`]);
    expect({ status, tags }).toEqual({ status: 0, tags: [tag] });
    expect(tag).toMatch(/^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/);
  });

  test.each(['latest', '1.2', '1.2.3', '1.2.3-rc.1', 'sha-0123', '…'])(
    '%s is refused, since it has no tag of its own',
    (branch) => {
      expect(run(['--check', `refs/heads/${branch}`])).toMatchObject({ status: 1, tags: [] });
    },
  );

  test('that has moved on since keeps its tag when a run is repeated', () => {
    const REMOTE = remote('v1.0.0', 'v1.1.0');
    const commit = (name: string) =>
      execFileSync('git', ['-C', REMOTE, 'rev-parse', name], { encoding: 'utf8' }).trim();
    const again = { REMOTE, GITHUB_RUN_ATTEMPT: '2' };
    expect(run(['refs/heads/main'], { ...again, GITHUB_SHA: commit('main~1') })).toMatchObject({ status: 0, tags: [] });
    expect(run(['refs/heads/main'], { ...again, GITHUB_SHA: commit('main') }).tags).toEqual(['main']);
    expect(run(['refs/heads/gone'], { ...again, GITHUB_SHA: commit('main') })).toMatchObject({ status: 0, tags: [] });
    // runs of one branch come one after the other
    expect(run(['refs/heads/main'], { REMOTE, GITHUB_SHA: commit('main~1') }).tags).toEqual(['main']);
  });
});

test('helps itself', () => {
  expect(run(['--help']).tags[0]).toMatch(/^usage: release-tags\.sh /);
  expect(run(['--nonsense', 'x']).stderr).toContain('unknown option --nonsense');
});
