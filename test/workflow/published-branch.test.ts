import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Logger, Project } from 'projen';
import { parse } from 'yaml';
import { RustProject } from '../../src';
import { commitAll, git, gitAll } from '../git';
import { CRATE, synthesise, synthIn } from '../synth';
import { tempDir, writeTree } from '../util';

const branches = (dir: string) => parse(readFileSync(join(dir, '.github/workflows/image.yml'), 'utf-8')).on;
const crate = () => writeTree(tempDir(), CRATE);

/** A repository with these branches of `origin`, the first of which is its default; on a branch of its own. */
function repository(...names: string[]): string {
  const dir = crate();
  gitAll(
    dir,
    ['init', '--quiet', '--initial-branch', 'feature'],
    ['add', '--all'],
    ['commit', '--quiet', '--message', 'all'],
    ...names.map((name) => ['update-ref', `refs/remotes/origin/${name}`, 'HEAD']),
  );
  return dir;
}

/** The same, with the default branch that `git clone` notes. */
function clone(...names: string[]): string {
  const dir = repository(...names);
  git(dir, 'symbolic-ref', 'refs/remotes/origin/HEAD', `refs/remotes/origin/${names[0]}`);
  return dir;
}

/** One without a commit. */
function unborn(name: string): string {
  const dir = crate();
  git(dir, 'init', '--quiet', '--initial-branch', name);
  return dir;
}

test.each<[string, () => string, string]>([
  ['without git', crate, 'main'],
  ['a clone', () => clone('master', 'main'), 'master'],
  ['a clone of another name', () => clone('trunk', 'main'), 'trunk'],
  ['a clone of a name with a slash', () => clone('release/next', 'main'), 'release/next'],
  ['only master', () => repository('master', 'dev'), 'master'],
  ['only main', () => repository('main', 'dev'), 'main'],
  ['main and master', () => repository('master', 'main'), 'main'],
  ['no commit yet, on master', () => unborn('master'), 'master'],
  ['no commit yet, on another', () => unborn('trunk'), 'trunk'],
  ['no commit yet, on one with a slash', () => unborn('release/next'), 'release/next'],
])('%s', (_, make, branch) => {
  const dir = make();
  const { warnings } = synthIn(dir);
  expect(branches(dir).push.branches).toEqual([branch]);
  expect(branches(dir).pull_request.branches).toEqual([branch]);
  expect(warnings.filter((warning) => warning.includes('branch'))).toEqual([]);
});

test('the branch of the first commit stays the one, whatever is checked out later', () => {
  const dir = unborn('trunk');
  synthIn(dir);
  commitAll(dir);
  git(dir, 'checkout', '--quiet', '-b', 'feature');
  const { warnings } = synthIn(dir);
  expect(branches(dir).push.branches).toEqual(['trunk']);
  expect(warnings).toEqual([]);
  git(dir, 'checkout', '--quiet', '--orphan', 'pages');
  synthIn(dir);
  expect(branches(dir).push.branches).not.toEqual(['pages']);
});

describe.each([
  ['master', 'master'],
  ['trunk', 'trunk'],
  ['', 'main'],
])('a project that is made before its repository, where git is told to begin with "%s"', (configured, branch) => {
  const before = process.env.GIT_CONFIG_GLOBAL;
  beforeAll(() => {
    process.env.GIT_CONFIG_GLOBAL = join(
      writeTree(tempDir(), { config: `[init]\ndefaultBranch = ${configured}\n` }),
      'config',
    );
  });
  afterAll(() => {
    process.env.GIT_CONFIG_GLOBAL = before;
  });

  test('waits for the branch that its repository will have, and stays with it', () => {
    const dir = tempDir();
    const waits = () => {
      const project = new RustProject({ name: 'app', outdir: dir });
      const warn = jest.spyOn(project.logger, 'warn').mockImplementation(() => {});
      synthesise(project);
      const rust = parse(readFileSync(join(dir, '.github/workflows/rust.yml'), 'utf-8')).on;
      expect(warn.mock.calls.flat().filter((text) => String(text).includes('[branch]'))).toEqual([]);
      return [branches(dir).push.branches, rust.pull_request.branches];
    };
    expect(waits()).toEqual([[branch], [branch]]);
    // as `projen new` does it then (lib/cli/cmds/new.js)
    git(dir, 'init', '--quiet', '-b', configured || 'main');
    expect(waits()).toEqual([[branch], [branch]]);
    commitAll(dir);
    expect(waits()).toEqual([[branch], [branch]]);
    expect(git(dir, 'status', '--porcelain')).toBe('');
  });

  test('but says what the option says', () => {
    const dir = crate();
    synthIn(dir, { branch: 'release' });
    expect(branches(dir).push.branches).toEqual(['release']);
  });
});

describe('a branch that is not there', () => {
  const said = (dir: string, options = {}) =>
    synthIn(dir, options).warnings.filter((warning) => warning.includes('[branch]'));
  const single = () => {
    const dir = tempDir();
    git(dir, 'clone', '--quiet', '--single-branch', '--branch', 'feature', `file://${repository()}`, '.');
    git(dir, 'remote', 'set-head', 'origin', '--delete');
    return dir;
  };
  const detached = (ref: string, ...depth: string[]) => {
    // as actions/checkout does it
    const dir = tempDir();
    gitAll(
      dir,
      ['init', '--quiet', '--initial-branch', 'master'],
      ['remote', 'add', 'origin', `file://${repository()}`],
      ['fetch', '--quiet', ...depth, 'origin', `+refs/heads/feature:refs/remotes/${ref}`],
      ['checkout', '--quiet', '--force', `refs/remotes/${ref}`],
    );
    return dir;
  };

  test.each<[string, () => string, object, RegExp]>([
    ['the only one has another name', () => repository(), {}, /wait for main,.* only feature\. .*`branch: "feature"`/],
    ['there are others', () => repository('dev'), {}, /wait for main,.* only feature, dev\. .*by `branch`/],
    ['the option has a slip', () => repository('main'), { branch: 'mian' }, /wait for mian,.* only feature, main/],
    [
      'five are all named',
      () => repository('b', 'c', 'd', 'e'),
      {},
      /wait for main, but there is no such branch, only feature, b, c, d, e\. Name the one to publish from by `branch`\./,
    ],
    ['of more than five', () => repository('b', 'c', 'd', 'e', 'f'), {}, /only feature, b, c, d, e, …\. Name /],
    ['the name is the folder of others', () => repository('rel/1'), { branch: 'rel' }, /only feature, rel\/1/],
  ])('is said: %s', (_, make, options, message) => {
    expect(said(make(), options)).toEqual([expect.stringMatching(message)]);
  });

  test.each<[string, () => string]>([
    ['the merge of a pull request', () => detached('pull/1/merge', '--depth', '1')],
    ['a push of another branch, of one commit', () => detached('origin/feature', '--depth', '1')],
    ['a clone of one branch', single],
    ['no branch at all', () => unborn('main')],
  ])('is not said of a clone that may not know it: %s', (_, make) => {
    expect(said(make(), { branch: 'trunk' })).toEqual([]);
  });
});

test('a local branch counts where there is nothing else', () => {
  const dir = repository();
  git(dir, 'branch', 'master');
  synthIn(dir);
  expect(branches(dir).push.branches).toEqual(['master']);
});

test('the option wins, and one line says where it contradicts', () => {
  const dir = clone('master');
  const { warnings } = synthIn(dir, { branch: 'trunk' });
  expect(branches(dir).push.branches).toEqual(['trunk']);
  const said = warnings.filter((warning) => warning.includes('branch'));
  expect(said).toEqual([expect.stringMatching(/wait for trunk, .* origin is master.*`branch: "master"`/)]);
  expect(said[0]).not.toContain('\n');
});

describe.each(['trunk', 'c++', '!main', "it's", "a'b'", 'a"b', 'yes', '1.00', '#1', 'a,b', 'feature/x]'])(
  'the branch %s',
  (branch) => {
    test('is what the workflow waits for, and nothing else', () => {
      const { dir } = synthIn(crate(), { branch });
      const [pattern] = branches(dir).push.branches;
      expect(pattern.replace(/\\(.)/g, '$1')).toBe(branch);
      expect(pattern).not.toMatch(/(?<!\\)[*?+[]|^!/);
    });

    test('stays what it was when it is committed, whatever is checked out, in a shallow clone too', () => {
      const dir = clone('main');
      synthIn(dir, { branch });
      commitAll(dir);
      // as actions/checkout does it: no branch, no default branch of origin
      const ci = tempDir();
      gitAll(
        ci,
        ['init', '--quiet', '--initial-branch', 'master'],
        ['fetch', '--quiet', '--depth', '1', dir, 'feature'],
        ['checkout', '--quiet', '--detach', 'FETCH_HEAD'],
      );
      const { warnings } = synthIn(ci);
      expect(branches(ci)).toEqual(branches(dir));
      // what the sync job looks at
      expect(git(ci, 'status', '--porcelain')).toBe('');
      expect(warnings).toEqual([]);
    });
  },
);

test.each([
  'my branch',
  'a..b',
  '-x',
  '/x',
  'x/',
  'a//b',
  '.x',
  'a/.b',
  'x.lock',
  'x.',
  '@',
  'a@{b',
  'a~1',
  'a^',
  'a:b',
  'a?',
  'a*',
  '[a]',
  'a\\b',
  'a\tb',
  '',
  '${{ x }}',
])('%j is no branch', (branch) => {
  expect(() => synthIn(crate(), { branch })).toThrow(
    /^branch: .* is not the name of a branch\. Name one, e\.g\. "main"/,
  );
});

test('the workflow of a Rust project waits for the same', () => {
  const dir = clone('master');
  const project = new RustProject({ name: 'app', outdir: dir });
  synthesise(project);
  const rust = parse(readFileSync(join(dir, '.github/workflows/rust.yml'), 'utf-8'));
  expect(rust.on.pull_request.branches).toEqual(['master']);
  expect(branches(dir).push.branches).toEqual(['master']);
});

test('of the branch it is said once, however many workflows wait for it', () => {
  const warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => {});
  const root = new Project({ name: 'acme', outdir: clone('master') });
  new RustProject({ name: 'api', parent: root, outdir: 'api', defaultBranch: 'trunk' });
  new RustProject({ name: 'web', parent: root, outdir: 'web', defaultBranch: 'trunk' });
  const said = warn.mock.calls.flat().filter((text) => String(text).includes('[branch]'));
  warn.mockRestore();
  expect(said).toHaveLength(1);
});

test('a hook of another repository has no say', () => {
  const dir = clone('master');
  const elsewhere = clone('trunk');
  process.env.GIT_DIR = join(elsewhere, '.git');
  try {
    synthIn(dir);
  } finally {
    delete process.env.GIT_DIR;
  }
  expect(branches(dir).push.branches).toEqual(['master']);
});

test('so does that of a project in it', () => {
  const dir = clone('master');
  writeTree(join(dir, 'services/api'), CRATE);
  const root = new Project({ name: 'acme', outdir: dir });
  new RustProject({ name: 'api', parent: root, outdir: 'services/api' });
  synthesise(root);
  const { on } = parse(readFileSync(join(dir, '.github/workflows/rust-services-api.yml'), 'utf-8'));
  expect(on.pull_request.branches).toEqual(['master']);
});
