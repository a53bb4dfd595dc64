import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { synthesised, VARIANTS } from './variants';
import { PINS } from '../../src/pins';
import { describeWith, pathOf, run } from '../tools/tools';
import { tempDir, writeTree } from '../util';
import { ACTIONS, actionOf, faultOf } from '../workflow/actions/actions';

// all linters in one file: each project is synthesised once

const NO_FINDING = { status: 0, output: '' };
const REPOSITORY = join(__dirname, '..', '..');

/** Where the Dockerfile is, if not at the root. */
const FOLDERS: Record<string, string> = {
  'a subproject': 'services/app',
  'a builder image of its own': 'muslrust-chef',
};

describeWith('hadolint', () => {
  test.each(Object.keys(VARIANTS))('has nothing to say of %s', (variant) => {
    const folder = synthesised(variant);
    const dockerfile = join(folder, FOLDERS[variant] ?? '.', 'Dockerfile');

    expect(run('hadolint', [dockerfile])).toEqual(NO_FINDING);
  });

  test('would say something', () => {
    const folder = writeTree(tempDir(), { Dockerfile: 'FROM debian\nRUN cd /tmp\n' });

    const { status, output } = run('hadolint', [join(folder, 'Dockerfile')]);

    expect(status).toBe(1);
    expect(output).toContain('DL3003');
    expect(output).toContain('DL3006');
  });
});

const ZIZMOR = ['--persona', 'auditor', '--offline', '--no-config', '--format', 'plain', '.github/workflows'];

/** Where secrets are kept is for their owner to choose, and a workflow is called as every GitHub knows: said beside each. */
const WITH_IGNORED = [
  'a new Rust project',
  'a repository on another registry',
  'Docker Hub, and one image elsewhere',
  'private sources, packages and remote nodes',
  'ssh, a builder image and a cluster',
];

describeWith('zizmor', () => {
  test.each(Object.keys(VARIANTS))('has nothing to say of %s', (variant) => {
    const { status, output } = run('zizmor', ZIZMOR, { cwd: synthesised(variant) });

    expect(output).toMatch(/^No findings to report/m);
    expect(output.includes('ignored')).toBe(WITH_IGNORED.includes(variant));
    expect(status).toBe(0);
  });

  test('would say something', () => {
    const cwd = writeTree(tempDir(), {
      '.github/workflows/image.yml':
        'on: push\njobs:\n  build:\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: actions/checkout@v4\n',
    });

    const { status, output } = run('zizmor', ZIZMOR, { cwd });

    expect(status).not.toBe(0);
    expect(output).toContain('unpinned-uses');
    expect(output).toContain('artipacked');
  });
});

describeWith('actionlint', () => {
  test.each(Object.keys(VARIANTS))('has nothing to say of %s', (variant) => {
    expect(lint(synthesised(variant), pathOf('shellcheck'))).toEqual(NO_FINDING);
  });

  test("has nothing to say of this repository's own workflows", () => {
    // all but the scripts in them: these are projen's
    expect(lint(REPOSITORY)).toEqual(NO_FINDING);
  });

  test('would say something', () => {
    const folder = writeTree(tempDir(), {
      '.github/workflows/image.yml':
        'on: push\njobs:\n  build:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: echo ${{ nobody.knows }}\n',
    });

    const { status, output } = lint(folder);

    expect(status).toBe(1);
    expect(output).toContain('undefined variable "nobody"');
  });
});

// An input that an action does not have is a warning on GitHub, and nothing to actionlint, which knows no action that is
// pinned to a commit.
describe('inputs of actions', () => {
  test('each action that is pinned is in the table, at that commit', () => {
    const rows = Object.entries(ACTIONS).map(([name, { version, commit }]) => [name, [version, commit]]);
    expect(Object.fromEntries(rows)).toEqual(PINS.actions);
  });

  test.each(Object.keys(VARIANTS))('each input of %s is one of its action', (variant) => {
    const workflows = join(synthesised(variant), '.github', 'workflows');
    const steps = readdirSync(workflows)
      .flatMap((file) => Object.values<any>(parse(readFileSync(join(workflows, file), 'utf8')).jobs))
      .flatMap((job) => (job.steps ?? []).filter(({ uses }: { uses?: string }) => uses));
    expect(steps).not.toEqual([]);
    expect(steps.map(faultOf).filter((fault) => fault)).toEqual([]);
  });

  describe('would say something', () => {
    const uses = `docker/bake-action@${PINS.actions['docker/bake-action'][1]}`;

    test.each([
      [{ uses, with: { source: '.', workdir: 'app' } }, 'docker/bake-action v7.1.0 has no input workdir'],
      [{ uses: 'docker/bake-action@v7' }, 'docker/bake-action@v7 is not in test/workflow/actions/inputs.json'],
      [{ uses: 'acme/setup@0000000', with: {} }, 'acme/setup@0000000 is not in'],
    ])('of %j', (step, fault) => {
      expect(faultOf(step)).toContain(fault);
    });

    test.each([
      ['', { inputs: [], outputs: [] }],
      ['inputs:\n  b:\n    default: x\n  a:\noutputs:\n  c:\n', { inputs: ['a', 'b'], outputs: ['c'] }],
    ])('of an action.yml %j', (text, row) => {
      expect(actionOf(['v1.2.3', '0123'], `name: x\n${text}`)).toEqual({ version: 'v1.2.3', commit: '0123', ...row });
    });
  });
});

/** The scripts in the workflows are for shellcheck to judge: the pinned one or none, whatever else is on the machine. */
function lint(folder: string, shellcheck = '') {
  const workflows = join(folder, '.github', 'workflows');
  const files = readdirSync(workflows).map((file) => join(workflows, file));
  expect(files).not.toEqual([]);
  return run('actionlint', ['-no-color', `-shellcheck=${shellcheck}`, '-pyflakes=', ...files], { cwd: folder });
}
