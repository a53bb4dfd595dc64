import child_process from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Project } from 'projen';
import { GitRepository } from '../../src/git/git-repository';
import { git, gitAll } from '../git';
import { tempDir, writeTree } from '../util';

/** A repository without a commit. */
function unborn(branch = 'main'): string {
  const dir = tempDir();
  git(dir, 'init', '--quiet', '--initial-branch', branch);
  return dir;
}

/** One with a commit, and with these branches beside that of the commit. */
function repository(...refs: string[]): string {
  const dir = writeTree(tempDir(), { 'a.txt': 'a\n' });
  gitAll(
    dir,
    ['init', '--quiet', '--initial-branch', 'main'],
    ['add', '--all'],
    ['commit', '--quiet', '--message', 'all'],
    ...refs.map((ref) => ['update-ref', `refs/${ref}`, 'HEAD']),
  );
  return dir;
}

const cloneOf = (dir: string, ...options: string[]) => {
  const clone = tempDir();
  git(clone, 'clone', '--quiet', ...options, `file://${dir}`, clone);
  return clone;
};

/** What people add to fetch pull requests as well. */
const PULL_REQUESTS = '+refs/pull/*/head:refs/remotes/origin/pr/*';

const at = (dir: string) => GitRepository.round(dir);

/** Runs with an environment that has these in it. */
function withEnv<T>(values: Record<string, string>, run: () => T): T {
  const before = { ...process.env };
  Object.assign(process.env, values);
  try {
    return run();
  } finally {
    for (const name of Object.keys(values)) {
      if (before[name] === undefined) delete process.env[name];
      else process.env[name] = before[name];
    }
  }
}

describe('the repository round a folder', () => {
  test('is the nearest, and says where the folder is in it', () => {
    const dir = unborn();
    const folder = join(dir, 'services/api');
    mkdirSync(folder, { recursive: true });
    expect(at(dir).root).toBe(dir);
    expect(at(folder).root).toBe(dir);
    expect([dir, folder].map((path) => at(dir).pathOf(path))).toEqual(['', 'services/api']);
    git(folder, 'init', '--quiet');
    expect(at(folder).root).toBe(folder);
  });

  test('may be a worktree, whose .git is a file', () => {
    const dir = repository();
    git(dir, 'worktree', 'add', '--quiet', 'other');
    expect(at(join(dir, 'other')).root).toBe(join(dir, 'other'));
  });

  test('may not be there: then it is the folder, and nothing is in it', () => {
    const dir = tempDir();
    const config = join(dir, 'config');
    writeFileSync(config, '[remote "origin"]\nurl = https://github.com/acme/shop\n');
    withEnv({ GIT_CONFIG_GLOBAL: config }, () => {
      const { root, origin, originUrl, originHead, allBranches } = at(dir);
      expect({ root, origin, originUrl, originHead, allBranches }).toEqual({ root: dir, allBranches: [] });
      expect([at(dir).hasBranch('main'), at(dir).committed('config'), at(dir).pathOf(dir)]).toEqual([
        false,
        undefined,
        '',
      ]);
    });
  });

  test('is one for a tree of projects, and as it is when the next tree is made', () => {
    const dir = repository();
    const root = new Project({ name: 'mono', outdir: dir });
    const api = new Project({ name: 'api', parent: root, outdir: 'services/api' });
    expect(GitRepository.of(api)).toBe(GitRepository.of(root));
    expect(GitRepository.of(api).root).toBe(dir);
    expect(GitRepository.of(root).hasBranch('next')).toBe(false);
    git(dir, 'branch', 'next');
    expect(GitRepository.of(new Project({ name: 'mono', outdir: dir })).hasBranch('next')).toBe(true);
  });

  test.each([
    [
      'with all there is to ask',
      () => repository('heads/next', 'remotes/origin/next'),
      ['for-each-ref', 'config', 'show', 'rev-parse'],
    ],
    ['without a commit', () => unborn(), ['for-each-ref', 'config', 'show', 'symbolic-ref']],
    ['that is not there, after another', () => (void at(tempDir()).unbornBranch, tempDir()), []],
  ])('is asked each question once: one %s', (_, make, questions) => {
    const dir = make();
    const asked = jest.spyOn(child_process, 'execFileSync');
    const one = at(dir);
    for (let time = 0; time < 2; time += 1) {
      ['main', 'next', 'none'].forEach((name) => one.hasBranch(name));
      ['a.txt', 'a.txt'].forEach((path) => one.committed(path));
      void [one.originHead, one.origin, one.originUrl, one.allBranches, one.unbornBranch, one.submodules];
    }
    const commands = asked.mock.calls.map(([, args]) => args![0]);
    asked.mockRestore();
    expect(commands.sort()).toEqual([...questions].sort());
  });
});

test.each([
  ['https://github.com/Acme/shop.git', 'Acme/shop'],
  ['https://github.com/acme/shop', 'acme/shop'],
  ['https://github.com/acme/shop/', 'acme/shop'],
  ['https://user:token@github.com/acme/shop.git', 'acme/shop'],
  ['https://www.github.com/acme/shop', 'acme/shop'],
  ['git@github.com:acme/shop.git', 'acme/shop'],
  ['github.com:acme/shop', 'acme/shop'],
  ['git@github.com:/acme/shop.git', 'acme/shop'],
  ['ssh://git@github.com/acme/shop.git', 'acme/shop'],
  ['ssh://git@github.com:22/acme/shop.git', 'acme/shop'],
  // what a firewall lets through: https://docs.github.com/authentication/troubleshooting-ssh/using-ssh-over-the-https-port
  ['ssh://git@ssh.github.com:443/acme/shop.git', 'acme/shop'],
  ['git@github.com:1234/shop.git', '1234/shop'],
  ['https://github.com/acme/shop.js', 'acme/shop.js'],
  ['https://notgithub.com/acme/shop', undefined],
  ['https://github.com.example.com/acme/shop', undefined],
  ['https://mirror.example.com/github.com/acme/shop', undefined],
  ['https://gitlab.com/acme/shop.git', undefined],
  ['https://github.com/acme', undefined],
  ['https://github.com/acme/shop/tree', undefined],
  ['/srv/git/shop.git', undefined],
])('cloned from %s it is %s at GitHub', (url, origin) => {
  const dir = unborn();
  git(dir, 'remote', 'add', 'origin', url);
  expect(at(dir).originUrl).toBe(url);
  expect(at(dir).origin).toBe(origin);
});

test('without a remote, a commit or a default branch of origin nothing is known of them', () => {
  const { origin, originUrl, originHead, allBranches } = at(unborn());
  expect({ origin, originUrl, originHead, allBranches }).toEqual({ allBranches: [] });
  expect(at(repository()).originHead).toBeUndefined();
});

test.each(['main', 'release/next', 'origin/main'])('a clone knows the default branch of origin: %s', (branch) => {
  const dir = repository(`remotes/origin/${branch}`);
  git(dir, 'symbolic-ref', 'refs/remotes/origin/HEAD', `refs/remotes/origin/${branch}`);
  expect(at(dir).originHead).toBe(branch);
});

test('a commit that origin has checked out is no branch', () => {
  const dir = repository('remotes/origin/HEAD');
  expect(at(dir).originHead).toBeUndefined();
  expect(at(dir).allBranches).toEqual(['main']);
});

test('the default branch of origin is none once it is gone from there', () => {
  const dir = repository('remotes/origin/main');
  git(dir, 'symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/master');
  expect(at(dir).originHead).toBeUndefined();
  expect(at(dir).allBranches).toEqual(['main']);
});

test.each([
  ['', undefined],
  ['[remote "origin"]\nurl = a\nurl = b', 'b'],
  ['[Remote "origin"]\nURL = a', 'a'],
  ['[remote "origin"]\nurl = "a\\nurl b"', 'a\nurl b'],
  ['[remote "origin"]\nurl =', undefined],
  ['[remote "origin"]\nurl', undefined],
  ['[remote "origin.url"]\nurl = a\n[remote "Origin"]\nurl = b\n[remote "origin"]\npushurl = c', undefined],
  ['[include]\npath = more', 'included'],
])('is cloned from where git is told: %j', (config, url) => {
  const dir = writeTree(unborn(), { '.git/config': config, '.git/more': '[remote "origin"]\nurl = included\n' });
  expect(at(dir).originUrl).toBe(url);
});

test.each([
  ['main', true],
  ['release/next', true],
  ['there', true],
  ['next', false],
  ['v1', false],
  ['elsewhere', false],
  ['mai', false],
  ['', false],
])('whether there is a branch %j: %s', (name, expected) => {
  const dir = repository('heads/release/next', 'remotes/origin/there', 'remotes/fork/elsewhere', 'tags/v1');
  expect(at(dir).hasBranch(name)).toBe(expected);
});

describe('all branches', () => {
  test('are those here and at origin, each once', () => {
    const others = ['remotes/fork/d', 'tags/v1', 'tags/refs/heads/e'];
    const dir = repository('heads/a/b', 'remotes/origin/a/b', 'remotes/origin/c', 'remotes/origin/HEADS', ...others);
    git(dir, 'symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/c');
    expect(at(dir).allBranches).toEqual(['a/b', 'main', 'HEADS', 'c']);
  });

  test('may all be at origin', () => {
    const dir = repository('remotes/origin/c');
    git(dir, 'checkout', '--quiet', '--detach');
    git(dir, 'branch', '--quiet', '--delete', '--force', 'main');
    expect(at(dir).allBranches).toEqual(['c']);
  });

  test('may be very many', () => {
    const dir = repository();
    const names = Array.from({ length: 20_000 }, (_, i) => `feature/${String(i).padStart(50, '0')}`);
    const commit = git(dir, 'rev-parse', 'HEAD').trim();
    writeTree(dir, {
      '.git/packed-refs': `# pack-refs with: sorted\n${names.map((name) => `${commit} refs/heads/${name}\n`).join('')}`,
    });
    expect(at(dir).allBranches).toHaveLength(20_001);
    expect(at(dir).hasBranch(names[19_999])).toBe(true);
  });

  test.each([
    ['all of a whole clone', [], ['main', 'other']],
    ['all of one that fetches pull requests too', ['-c', `remote.origin.fetch=${PULL_REQUESTS}`], ['main', 'other']],
    ['none of a shallow clone', ['--depth', '1', '--no-single-branch'], []],
    ['none of a clone of one branch', ['--single-branch'], []],
  ])('are %s', (_, options, branches) => {
    expect(at(cloneOf(repository('heads/other'), ...options)).allBranches).toEqual(branches);
  });
});

describe('the branch of the first commit', () => {
  test.each(['main', 'release/next'])('is %s where git begins with it', (branch) => {
    expect(at(unborn(branch)).unbornBranch).toBe(branch);
  });

  test('is none where there is a commit, here or on another branch', () => {
    const dir = repository();
    expect(at(dir).unbornBranch).toBeUndefined();
    git(dir, 'checkout', '--quiet', '--orphan', 'pages');
    expect(at(dir).unbornBranch).toBeUndefined();
    git(dir, 'tag', 'v1', 'main');
    git(dir, 'branch', '--quiet', '--delete', '--force', 'main');
    expect(at(dir).unbornBranch).toBeUndefined();
  });

  test('is none where a commit is checked out, and there is no branch', () => {
    const dir = repository();
    git(dir, 'checkout', '--quiet', '--detach');
    git(dir, 'branch', '--quiet', '--delete', '--force', 'main');
    expect(at(dir).unbornBranch).toBeUndefined();
  });

  test.each([
    ['trunk', 'trunk'],
    ['', undefined],
  ])('is to be what git is told for all: %j', (name, branch) => {
    const config = join(tempDir(), 'config');
    writeFileSync(config, name === '' ? '' : `[init]\ndefaultBranch = ${name}\n`);
    const env = { GIT_CONFIG_GLOBAL: config, GIT_CONFIG_NOSYSTEM: '1' };
    expect(withEnv(env, () => at(tempDir()).unbornBranch)).toBe(branch);
    const asked = jest.spyOn(child_process, 'execFileSync');
    expect(withEnv(env, () => at(tempDir()).unbornBranch)).toBe(branch);
    expect(asked).not.toHaveBeenCalled();
    asked.mockRestore();
  });
});

test('a file is read as it was committed last', () => {
  const dir = repository();
  writeTree(dir, { 'a.txt': 'changed\n', 'new.txt': 'b\n' });
  expect(at(dir).committed('a.txt')).toBe('a');
  expect(at(dir).committed('new.txt')).toBeUndefined();
  expect(at(unborn()).committed('a.txt')).toBeUndefined();
});

test('the repository of a hook is not asked', () => {
  const [dir, other] = [repository(), unborn('trunk')];
  withEnv({ GIT_DIR: join(other, '.git'), GIT_WORK_TREE: other, GIT_INDEX_FILE: join(other, 'index') }, () => {
    expect(at(dir).hasBranch('main')).toBe(true);
    expect(at(dir).committed('a.txt')).toBe('a');
    expect(at(other).unbornBranch).toBe('trunk');
  });
});

test('without git nothing is known but where the repository is', () => {
  const dir = repository();
  git(dir, 'remote', 'add', 'origin', 'https://github.com/acme/shop');
  withEnv({ PATH: tempDir() }, () => {
    const { root, origin, originHead, allBranches, unbornBranch } = at(dir);
    expect({ root, origin, originHead, allBranches, unbornBranch }).toEqual({ root: dir, allBranches: [] });
    expect(at(dir).hasBranch('main')).toBe(false);
  });
});
