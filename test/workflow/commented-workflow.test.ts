import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { github, Project, TextFile } from 'projen';
import { parse } from 'yaml';
import { PINS } from '../../src/pins';
import { CommentedWorkflow } from '../../src/workflow/commented-workflow';
import { synthesise } from '../synth';
import { tempDir } from '../util';

const { READ, WRITE } = github.workflows.JobPermission;

class Workflow extends CommentedWorkflow {
  constructor(gitHub: github.GitHub, name: string, header?: string, options?: github.GithubWorkflowOptions) {
    super(gitHub, name, options);
    this.header = header;
    this.on({ push: { branches: ['main'] } });
  }
}

const job = (options: Partial<github.workflows.Job> = {}): github.workflows.Job => ({
  runsOn: ['ubuntu-24.04'],
  permissions: {},
  steps: [{ id: 'it', run: 'true' }],
  ...options,
});

/** What the file is, without projen's marker and the line of who made it. */
function rendered(customise: (workflow: Workflow) => void, header?: string): string {
  const project = new Project({ name: 'app', outdir: tempDir() });
  const workflow = new Workflow(new github.GitHub(project), 'mine', header);
  customise(workflow);
  synthesise(project);
  return readFileSync(join(project.outdir, '.github/workflows/mine.yml'), 'utf-8').replace(
    /^# ~~.*\n\n?# Made by projen-muslrust-chef \S+\.\n\n?/,
    '',
  );
}

test('each part and each job stands by itself, below what they are for', () => {
  const text = rendered((workflow) => {
    workflow.addCommentedJob('one', job({ permissions: { packages: WRITE, contents: READ } }), {
      comment: 'The first.',
      permissions: { 'packages: write': 'push' },
    });
    workflow.addJob('two', job());
    workflow.addCommentedJob('three', job(), { comment: 'The third.' });
  }, 'What it does.');
  expect(text.split('\n')).toEqual([
    '# What it does.',
    '',
    'name: mine',
    '',
    'on:',
    '  push:',
    '    branches:',
    '      - main',
    '',
    '# One run at a time for each branch and tag. A newer push ends the run of a pull request, and no other.',
    'concurrency:',
    '  group: ${{ github.workflow }}-${{ github.ref }}',
    "  cancel-in-progress: ${{ github.event_name == 'pull_request' }}",
    '',
    '# None, but for what a job names.',
    'permissions: {}',
    '',
    'jobs:',
    '  # The first.',
    '  one:',
    '    runs-on: ubuntu-24.04',
    '    permissions:',
    '      packages: write # push',
    '      contents: read',
    '    steps:',
    '      - id: it',
    '        run: "true"',
    '',
    '  two:',
    '    runs-on: ubuntu-24.04',
    '    permissions: {}',
    '    steps:',
    '      - id: it',
    '        run: "true"',
    '',
    '  # The third.',
    '  three:',
    '    runs-on: ubuntu-24.04',
    '    permissions: {}',
    '    steps:',
    '      - id: it',
    '        run: "true"',
    '',
  ]);
});

describe('what is said of steps and their keys', () => {
  const steps: github.workflows.JobStep[] = [
    { name: 'Push', id: 'push', run: 'true', env: { SOURCE_DATE_EPOCH: '0', TAG: 'x' } },
    { id: 'tags', run: 'push:\n  SOURCE_DATE_EPOCH: "0"\n- id: push\n' },
    { name: 'push', id: 'other', uses: 'acme/mine@v1', with: { provenance: false, note: 'TAG: ""' } },
  ];
  const commentsIn = (text: string) => text.split('\njobs:\n')[1].match(/^ *#.*$|\S+ # .*$/gm) ?? [];

  test('stands before the step, and behind the key', () => {
    const text = rendered((workflow) => workflow.addCommentedJob('one', job({ steps }), { comment: 'One.' }));
    expect(text).toContain(
      '    steps:\n      # By digest, without a tag: a tag never points to an image that was not verified.\n      - name: Push\n        id: push\n',
    );
    expect(commentsIn(text)).toEqual([
      '  # One.',
      '      # By digest, without a tag: a tag never points to an image that was not verified.',
      '"0" # no timestamps in layers: equal content keeps its digest',
      "      # Decided by git's tags: neither a backport nor a re-run moves a tag back.",
      'false # it would give each build another digest',
    ]);
    expect(parse(text).jobs.one.steps[1].run).toBe(steps[1].run);
  });

  test.each<[string, (workflow: Workflow) => void]>([
    ['in a job that the user adds', (workflow) => workflow.addJob('two', job({ steps }))],
    ['in one in place of ours', (workflow) => workflow.addJob('one', job({ steps, permissions: { packages: WRITE } }))],
    ['in one that ours is updated to', (workflow) => workflow.updateJob('one', job({ steps }))],
  ])('is not there %s', (_, customise) => {
    const text = rendered((workflow) => {
      workflow.addCommentedJob('one', job(), { comment: 'One.', permissions: { 'packages: write': 'push' } });
      customise(workflow);
    });
    expect(commentsIn(text)).toEqual(text.includes('  two:') ? ['  # One.'] : []);
  });
});

test('a long comment is several lines', () => {
  const words = Array.from({ length: 60 }, (_, i) => `word${i}`);
  const text = rendered((workflow) => workflow.addCommentedJob('one', job(), { comment: words.join(' ') }));
  const lines = text.match(/^  # .*$/gm)!;
  expect(lines.length).toBeGreaterThan(3);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(108);
  expect(lines.flatMap((line) => line.slice(4).split(' '))).toEqual(words);
});

test('without a header it begins with its name', () => {
  expect(rendered((workflow) => workflow.addJob('one', job()))).toMatch(/^name: mine\n/);
});

test("permissions for all jobs are the user's, if there are some", () => {
  const text = rendered((workflow) => {
    workflow.addJob('one', job());
    workflow.file!.addOverride('permissions', { contents: 'read' });
  });
  expect(text.match(/^permissions:.*$/gm)).toEqual(['permissions:']);
  expect(parse(text).permissions).toEqual({ contents: 'read' });
});

test.each<[string, string | undefined]>([
  [`actions/checkout@${PINS.actions['actions/checkout'][1]}`, PINS.actions['actions/checkout'][0]],
  ['actions/checkout@v1', undefined],
  [`acme/checkout@${PINS.actions['actions/checkout'][1]}`, undefined],
  [`actions/setup-node@${PINS.actions['actions/checkout'][1]}`, undefined],
  ['./.github/actions/mine', undefined],
  ['docker://alpine:3', undefined],
])('of %s it says the release: %s', (uses, release) => {
  const text = rendered((workflow) => workflow.addJob('one', job({ steps: [{ uses }, { uses }] })));
  const lines = text.split('\n').filter((line) => line.includes('uses:'));
  expect(lines).toEqual([
    `        uses: ${uses}${release ? ` # ${release}` : ''}`,
    `        uses: ${uses}${release ? ` # ${release}` : ''}`,
  ]);
});

test('a workflow of the repository is called as every GitHub knows, which a linter is told of ours', () => {
  const calls = { uses: './.github/workflows/test.yml', permissions: {} };
  const text = rendered((workflow) => {
    workflow.addCommentedJob('one', calls, { comment: 'One.' });
    workflow.addJob('two', calls);
  });
  expect(text.match(/uses: .*$/gm)).toEqual([
    'uses: ./.github/workflows/test.yml # zizmor: ignore[self-repository] not every GitHub knows $/',
    'uses: ./.github/workflows/test.yml',
  ]);
});

test('a permission is explained by scope and access, where it is one of a job', () => {
  const text = rendered((workflow) => {
    const said = { comment: 'One.', permissions: { 'packages: write': 'push', 'contents: read': 'never said' } };
    workflow.addCommentedJob(
      'one',
      job({
        permissions: { packages: READ },
        env: { packages: 'write' },
        outputs: { contents: { stepId: 'a', outputName: 'b' } },
      }),
      said,
    );
    workflow.addCommentedJob('two', job({ permissions: { packages: WRITE } }), { comment: 'Two.' });
  });
  expect(text).not.toMatch(/: \S+ #/);
});

test.each<[string, boolean]>([
  ['${{ secrets.TOKEN }}', true],
  ['${{ secrets.GITHUB_TOKEN_2 }}', true],
  ['${{ secrets.GITHUB_TOKEN }}', false],
  ['${{ github.token }}', false],
  ['text of ${{ secrets.TOKEN }}', false],
])('zizmor is told of %s: %s', (value, isTold) => {
  const text = rendered((workflow) => workflow.addJob('one', job({ env: { A: value } })));
  const [line] = text.split('\n').filter((candidate) => candidate.startsWith('      A: '));
  expect(line).toBe(
    `      A: ${value}${isTold ? ' # zizmor: ignore[secrets-outside-env] where they are kept is for the owner to choose' : ''}`,
  );
});

test('what follows a text is commented as ever', () => {
  const env = { A: 'one\ntwo', B: '${{ secrets.B }}' };
  expect(rendered((workflow) => workflow.addJob('one', job({ env })))).toMatch(
    /^ +B: \$\{\{ secrets\.B \}\} # zizmor: /m,
  );
});

test.each([
  ['a block', 'uses: x\n\njobs:\n  one:\nname: x\nT: ${{ secrets.T }}'],
  ['a folded block', `${'long '.repeat(30)}\nuses: actions/checkout@${PINS.actions['actions/checkout'][1]}`],
  ['one that ends with empty lines', 'a:\n\n\n'],
])('text stays text: %s', (_, run) => {
  const text = rendered((workflow) => {
    workflow.addCommentedJob(
      'one',
      job({
        steps: [
          { run, env: { A: run } },
          { name: 'next', run: 'b' },
        ],
      }),
      { comment: 'One.' },
    );
    workflow.addCommentedJob('two', job(), { comment: 'Two.' });
  }, 'Header.');
  const { jobs } = parse(text);
  expect(jobs.one.steps[0]).toMatchObject({ run, env: { A: run } });
  expect(text).toContain('\n\n  # Two.\n  two:\n');
  // a step's name is not the workflow's
  expect(text.match(/^# Header\.$/gm)).toHaveLength(1);
});

test.each(['jobs: x', 'name: x', 'a: b'])('an item of a list is no key: %j', (item) => {
  const text = rendered((workflow) => {
    workflow.on({ push: { paths: [item] } });
    workflow.addJob('one', job());
  }, 'Header.');
  expect(text).toContain(`    paths:\n      - "${item}"\n`);
  expect(text.match(/^# Header\.$/gm)).toHaveLength(1);
  expect(text.match(/^permissions: \{\}$/gm)).toHaveLength(1);
});

test('the name of a workflow that there is, is refused', () => {
  const project = new Project({ name: 'app', outdir: tempDir() });
  const gitHub = new github.GitHub(project);
  gitHub.addWorkflow('mine');
  expect(() => new Workflow(gitHub, 'mine')).toThrow(
    /^\.github\/workflows\/mine\.yml: the project has a workflow "mine" already\. .*another name.*`workflow: false`.*`rustWorkflow: false`/,
  );
});

test('where GitHub writes no workflows there is no file to comment on', () => {
  const project = new Project({ name: 'app', outdir: tempDir() });
  new TextFile(project, 'other');
  expect(new Workflow(new github.GitHub(project, { workflows: false }), 'mine').file).toBeUndefined();
});
