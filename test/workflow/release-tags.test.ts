import { spawnSync } from 'node:child_process';
import { chmodSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Project } from 'projen';
import { MuslRustChefBuilder } from '../../src';
import { git, gitAll } from '../git';
import { CRATE, synth } from '../synth';
import { tempDir, writeTree } from '../util';

const SCRIPT = join(__dirname, '..', '..', 'assets', 'release-tags.sh');

function run(args: string[], env: Record<string, string> = {}) {
  const { status, stdout, stderr } = spawnSync('bash', [SCRIPT, ...args], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH, HOME: tempDir(), GITHUB_SHA: 'f'.repeat(40), ...env },
  });
  return { status, tags: stdout.split('\n').filter((line) => line), stderr };
}

/** The commit that something is at. */
const commit = (repository: string, name: string) => git(repository, 'rev-parse', `${name}^{commit}`).trim();

/** A repository with such tags, each on a commit of its own; annotated ones too. */
function remote(...tags: string[]): string {
  const dir = tempDir();
  const commands = tags.map((tag, i) => [
    ['commit', '--quiet', '--allow-empty', '--message', tag],
    ['tag', ...(i % 2 ? ['--annotate', '--message', tag] : []), tag],
  ]);
  gitAll(dir, ['init', '--quiet', '--initial-branch', 'main'], ...commands.flat());
  return dir;
}

test('the branch moves further tags, and those of releases are not its', () => {
  const args = ['--branch-tag', 'edge', '--branch-tag', 'nightly', '--release-tag', 'stable', 'refs/heads/main'];
  expect(run(args)).toMatchObject({ status: 0, tags: ['main', 'edge', 'nightly'] });
  expect(run(['--check', ...args])).toMatchObject({ status: 0, tags: [] });
});

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
  ])('%s among %j moves %j', (tag, tags, expected) => {
    expect(run([`refs/tags/${tag}`], { REMOTE: remote(...tags) })).toMatchObject({ status: 0, tags: expected });
  });

  test.each<[string, string[], string[]]>([
    ['v1.2.3', ['v1.2.3'], ['1.2.3', 'v1.2.3', '1.2.3-musl', '1.2', 'latest', '1', '1.2-musl', 'stable']],
    // backports: each tag is that of the newest release which has it
    ['v1.1.9', ['v1.1.9', 'v1.2.3', 'v2.0.0'], ['1.1.9', 'v1.1.9', '1.1.9-musl', '1.1', '1.1-musl']],
    ['v1.2.4', ['v1.2.4', 'v1.2.3', 'v2.0.0'], ['1.2.4', 'v1.2.4', '1.2.4-musl', '1.2', '1', '1.2-musl']],
    ['v1.10.0', ['v1.9.0', 'v1.10.0', 'v2.0.0'], ['1.10.0', 'v1.10.0', '1.10.0-musl', '1.10', '1', '1.10-musl']],
    ['v1.2.3', ['v1.2.3', 'v1.2.4'], ['1.2.3', 'v1.2.3', '1.2.3-musl']],
    ['v1.2.3-rc.1', ['v1.2.3-rc.1'], ['1.2.3-rc.1', 'v1.2.3-rc.1', '1.2.3-rc.1-musl']],
    ['v1.2.3+b', ['v1.2.3+b'], ['1.2.3_b', 'v1.2.3_b', '1.2.3_b-musl']],
    ['v1.2.3', [], ['1.2.3', 'v1.2.3', '1.2.3-musl']],
  ])('%s among %j moves further tags: %j', (tag, tags, expected) => {
    const further = ['v{version}', '{major}', '{version}-musl', '{major}.{minor}-musl', 'stable'];
    const args = [...further.flatMap((template) => ['--release-tag', template]), '--branch-tag', 'edge'];
    expect(run([...args, `refs/tags/${tag}`], { REMOTE: remote(...tags) })).toMatchObject({
      status: 0,
      tags: expected,
    });
    expect(run([...args, '--check', `refs/tags/${tag}`])).toMatchObject({ status: 0, tags: [] });
  });

  test('a further tag that is too long is said before anything is built', () => {
    const { status, stderr } = run(['--release-tag', `{version}-${'a'.repeat(122)}`, '--check', 'refs/tags/v1.2.34']);
    expect(status).toBe(1);
    expect(stderr).toContain('v1.2.34: a tag of an image has at most 128 characters, not 1.2.34-aaa');
  });

  test('and another at once come to one answer, in either order', () => {
    const REMOTE = remote('v1.2.3', 'v1.2.4', 'v1.1.0');
    expect(run(['refs/tags/v1.2.4'], { REMOTE }).tags).toEqual(['1.2.4', '1.2', 'latest']);
    expect(run(['refs/tags/v1.2.3'], { REMOTE }).tags).toEqual(['1.2.3']);
  });

  test.each([[[]], [['v1.2.2']], [['v1.2.2', 'v1.3.0', 'v1.2.30', 'xv1.2.3', 'refs/tags/v1.2.3', 'v1.2.3-rc.1']]])(
    'that was deleted while it was built is the newest of nothing, and that is said: %j',
    (tags) => {
      const { status, tags: moved, stderr } = run(['refs/tags/v1.2.3'], { REMOTE: remote(...tags) });
      expect({ status, moved }).toEqual({ status: 0, moved: ['1.2.3'] });
      expect(stderr).toMatch(/^::warning .*v1\.2\.3 is gone: neither 1\.2 nor latest moves/);
    },
  );

  describe.each([
    ['v1.2.3', ['1.2.3', '1.2', 'latest']],
    ['v1.2.3-rc.1', ['1.2.3-rc.1']],
    ['v1.2.3+build', ['1.2.3_build']],
    ['muslrust-chef-v1.2.3', ['1.2.3', '1.2', 'latest']],
  ])('%s, whose run is repeated', (tag, tags) => {
    const args = [...(tag.startsWith('v') ? [] : ['--prefix', 'muslrust-chef-v']), `refs/tags/${tag}`];
    const again = (REMOTE: string, GITHUB_SHA: string) => run(args, { REMOTE, GITHUB_SHA, GITHUB_RUN_ATTEMPT: '2' });

    test.each([
      ['lightweight', [tag]],
      ['annotated', ['v0.1.0', tag]],
    ])('moves its tags as before, if it is at the same commit: %s', (_, all) => {
      const REMOTE = remote(...all);
      expect(again(REMOTE, commit(REMOTE, tag))).toMatchObject({ status: 0, tags });
    });

    test.each([
      [
        'moved',
        [],
        ['tag', '--force'],
        /^::error .* is at [0-9a-f]{40}, no longer at [0-9a-f]{40}: no tag moves but sha-/,
      ],
      ['moved, and annotated', [], ['tag', '--force', '--annotate', '--message', 'x'], / is at [0-9a-f]{40}, /],
      ['deleted', [], ['tag', '--delete'], / is gone, no longer at /],
      ['deleted, with one that ends alike', ['refs/tags/'], ['tag', '--delete'], / is gone, no longer at /],
    ])('moves none, and fails, if it was %s', (_, others, command, message) => {
      const REMOTE = remote('v0.1.0', tag, ...others.map((prefix) => `${prefix}${tag}`), 'v9.0.0-x');
      const before = commit(REMOTE, tag);
      gitAll(REMOTE, [...command, tag], ...others.map((other) => ['tag', '--force', `${other}${tag}`, before]));
      const { status, tags: moved, stderr } = again(REMOTE, before);
      expect({ status, moved }).toEqual({ status: 1, moved: [] });
      expect(stderr).toMatch(message);
      expect(stderr).toContain('run the newest run for its tag again');
      if (!command.includes('--delete')) expect(stderr).toContain(`is at ${commit(REMOTE, tag)},`);
    });
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
    const { status, tags } = run(['--branch', branch, `refs/heads/${branch}`]);
    expect({ status, tags }).toEqual({ status: 0, tags: [tag] });
    expect(tag).toMatch(/^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/);
  });

  test.each(['latest', '1.2', '1.2.3', '1.2.3-rc.1', '1.2.3/x', '0.10', '-latest', 'sha-0123', 'sha/x', 'shaé', '…'])(
    '%s is refused, at synth too, since it has no tag of its own',
    (branch) => {
      expect(run(['--branch', branch, '--check', `refs/heads/${branch}`])).toMatchObject({ status: 1, tags: [] });
      // no option can say what git takes for no branch
      if (!branch.startsWith('-')) {
        expect(() => synth(CRATE, { branch })).toThrow(`branch: ${JSON.stringify(branch)} can't give its images a tag`);
      }
    },
  );

  test.each(['main', '1.2.x', '1', '1.02', 'v1.2', 'release/1.2', 'latest-x', 'sha', 'shame', '01.2.3'])(
    '%s is taken, at synth too',
    (branch) => {
      expect(run(['--branch', branch, '--check', `refs/heads/${branch}`]).status).toBe(0);
      synth(CRATE, { branch });
    },
  );

  test.each([
    [[], 'feature/x', 'main'],
    [[], 'Main', 'main'],
    [[], 'x/main', 'main'],
    [[], 'gh-readonly-queue/main/pr-7-0123', 'main'],
    [['--branch', 'trunk'], 'main', 'trunk'],
    [['--branch', '*'], 'main', '*'],
    [['--branch', ''], 'main', ''],
  ])('%j: %s has no tags, with --check or without', (options, branch, published) => {
    for (const check of [[], ['--check']]) {
      const { status, tags, stderr } = run([...options, ...check, `refs/heads/${branch}`]);
      expect({ status, tags }).toEqual({ status: 1, tags: [] });
      expect(stderr).toContain(
        `${branch} is not the branch that is published, which is ${published}: nothing is published`,
      );
    }
  });

  test('is not refused where none is published from it', () => {
    synth(CRATE, { branch: 'latest', workflow: false });
    const project = new Project({ name: 'builder', outdir: tempDir() });
    new MuslRustChefBuilder(project, { branch: 'latest' });
  });

  describe('whose run is repeated', () => {
    const REMOTE = remote('v1.0.0', 'v1.1.0');
    git(REMOTE, 'branch', 'x/refs/heads/gone', 'main~1');
    const again = (branch: string, GITHUB_SHA: string) =>
      run(['--branch', branch, `refs/heads/${branch}`], { REMOTE, GITHUB_SHA, GITHUB_RUN_ATTEMPT: '2' });
    const [old, now] = [commit(REMOTE, 'main~1'), commit(REMOTE, 'main')];

    test('moves its tag, if it has not moved on', () => {
      expect(again('main', now)).toMatchObject({ status: 0, tags: ['main'] });
    });

    test.each([
      ['main', old, `refs/heads/main is at ${now}, no longer at ${old}: no tag moves but sha-${old}. `],
      ['gone', old, `refs/heads/gone is gone, no longer at ${old}: no tag moves but sha-${old}. `],
    ])(
      'moves none, and fails, if it is elsewhere by now: the newer commit may have no run (%s)',
      (branch, sha, message) => {
        const { status, tags, stderr } = again(branch, sha);
        expect({ status, tags }).toEqual({ status: 1, tags: [] });
        expect(stderr).toContain(`::error title=release-tags.sh::${message}`);
        expect(stderr).toContain('run the newest run for it again; if its commit has none, push to it');
      },
    );

    test('needs git to answer', () => {
      const nowhere = { REMOTE: join(tempDir(), 'none'), GITHUB_RUN_ATTEMPT: '2' };
      expect(run(['refs/heads/main'], nowhere)).toMatchObject({ status: 128, tags: [] });
    });

    test('is not the first run, whatever came later: they come one after the other', () => {
      expect(run(['refs/heads/main'], { REMOTE, GITHUB_SHA: old }).tags).toEqual(['main']);
    });
  });
});

test('helps itself', () => {
  expect(run(['--help']).tags[0]).toMatch(/^usage: release-tags\.sh /);
  expect(run(['--nonsense', 'x']).stderr).toContain('unknown option --nonsense');
});
