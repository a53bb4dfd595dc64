import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { github, Project } from 'projen';
import { parse } from 'yaml';
import { CalledWorkflowOptions, PublishGate } from '../../src';
import { mayPublish } from '../../src/workflow/expressions';
import { publishing } from '../../src/workflow/publishing-options';
import { CRATE, synth } from '../synth';
import { tempDir, writeTree } from '../util';

const JOB: github.workflows.Job = { runsOn: ['ubuntu-24.04'], permissions: {}, steps: [{ id: 'it', run: 'true' }] };
const WORKFLOW = 'on:\n  workflow_call:\njobs: {}\n';
/** A workflow with what is said behind its trigger, and a job that says more. */
const called = (call: string, job = '') => `on:\n  workflow_call:${call}\njobs:\n  it:\n    runs-on: a${job}\n`;
const synthesised = (gate: PublishGate, files: Record<string, string> = {}) =>
  readFileSync(
    join(synth({ ...CRATE, ...files }, { publishAfter: [gate] }).dir, '.github/workflows/image.yml'),
    'utf8',
  );

test('a job is added as it is, and waited for; nothing is said of it', () => {
  const text = synthesised(PublishGate.job('mine', JOB));
  const { jobs } = parse(text);
  expect(jobs.mine).toEqual({ 'runs-on': 'ubuntu-24.04', permissions: {}, steps: [{ id: 'it', run: 'true' }] });
  expect(jobs.publish.needs).toEqual(['build', 'mine']);
  expect(text).toMatch(/\n\n  mine:\n/);
  expect(text).toContain('  # When every platform and mine has passed: one index for each image, ');
});

test.each(['.github/workflows/test.yml', './.github/workflows/test.yml'])(
  '%s is called for what is published',
  (path) => {
    const text = synthesised(PublishGate.workflow(path), { '.github/workflows/test.yml': WORKFLOW });
    const { jobs } = parse(text);
    expect(jobs.test).toEqual({
      uses: './.github/workflows/test.yml',
      if: mayPublish('main'),
      permissions: { contents: 'read' },
    });
    expect(jobs.publish.needs).toEqual(['build', 'test']);
    expect(text).toContain('\n  # Must pass before anything is published.\n  test:\n');
  },
);

test('a workflow is handed the secrets that are named, and what it may do', () => {
  const gate = PublishGate.workflow('.github/workflows/test.yaml', {
    id: 'mine',
    secrets: ['A', 'b_2'],
    permissions: { packages: github.workflows.JobPermission.READ },
  });
  const declared = called(
    '\n    secrets:\n      A: { required: true }\n      B_2:\n',
    '\n    permissions: { packages: read }',
  );
  const { jobs } = parse(synthesised(gate, { '.github/workflows/test.yaml': declared }));
  expect(jobs.mine).toEqual({
    uses: './.github/workflows/test.yaml',
    if: mayPublish('main'),
    permissions: { packages: 'read' },
    secrets: { A: '${{ secrets.A }}', b_2: '${{ secrets.b_2 }}' },
  });
});

test.each([
  'test.yml',
  '.github/workflows/a/test.yml',
  '.github/workflows/test',
  'acme/x/.github/workflows/test.yml@v1',
  '',
])('%j is no workflow of the repository', (path) => {
  expect(() => PublishGate.workflow(path)).toThrow(
    `PublishGate.workflow: ${JSON.stringify(path)} is not the path of a workflow of this repository. Name one, e.g.`,
  );
});

test.each(['${{ secrets.X }}', 'a-b', '1A', 'GITHUB_TOKEN', ''])('%j is no name of a secret', (name) => {
  expect(() => PublishGate.workflow('.github/workflows/test.yml', { secrets: [name] })).toThrow(
    `PublishGate.workflow: ${JSON.stringify(name)} is not the name of a secret. Name one`,
  );
});

test.each(['1st', 'a b', '-a', '', 'a.b', '${{ x }}', '__a', 'a'.repeat(100)])('%j is no id of a job', (id) => {
  const message = `publishAfter: ${JSON.stringify(id)} is not the id of a job. `;
  expect(() => PublishGate.job(id, JOB)).toThrow(message);
  expect(() => PublishGate.workflow('.github/workflows/test.yml', { id })).toThrow(message);
});

test.each(['pull-request', 'build', 'publish', 'Build'])('the id %s is taken', (id) => {
  const message = `publishAfter: the workflow has a job "${id}" already. `;
  expect(() => PublishGate.job(id, JOB)).toThrow(`${message}Give that of yours another id.`);
  expect(() => PublishGate.workflow('.github/workflows/a.yml', { id })).toThrow(`${message}Give that of yours`);
  const path = `.github/workflows/${id}.yml`;
  expect(() => PublishGate.workflow(path)).toThrow(
    `${message}Say one by \`id\`, as in PublishGate.workflow("${path}", { id: "tests" }).`,
  );
  expect(PublishGate.workflow(path, { id: 'tests' })._id).toBe('tests');
});

test.each(['a.b', '1'])('where %s.yml gives no id, the option that does is named', (name) => {
  const path = `.github/workflows/${name}.yml`;
  expect(() => PublishGate.workflow(path)).toThrow(
    `publishAfter: "${name}" is not the id of a job. Say one by \`id\`, as in PublishGate.workflow("${path}", { id: "tests" }).`,
  );
});

test('two of one id are refused', () => {
  const gates = [PublishGate.job('Test', JOB), PublishGate.workflow('.github/workflows/test.yml')];
  expect(() => publishing({ publishAfter: gates })).toThrow(
    'publishAfter: two have the id "test". Give each job an id of its own; that of a workflow is `id` of PublishGate.workflow.',
  );
});

test.each<[Partial<github.workflows.Job>, string]>([
  [{ steps: [] }, 'PublishGate.job("x"): steps is empty, and GitHub refuses a job without any.'],
  [{ runsOn: undefined }, 'PublishGate.job("x"): runsOn is missing, and GitHub refuses a job without a runner.'],
  [{ runsOn: [] }, 'PublishGate.job("x"): runsOn is missing'],
  [{ steps: [{ id: 'a' }] }, 'PublishGate.job("x"): steps[0] has neither `uses` nor `run`'],
  [{ steps: [{ run: 'a', uses: 'b' }] }, 'PublishGate.job("x"): steps[0] has both'],
  [{ steps: [{ id: 'a b', run: 'a' }] }, 'PublishGate.job("x"): steps[0]: "a b" is not the id of a step.'],
  [
    { steps: [{ id: 'a', run: 'a' }, { run: 'b' }, { id: 'A', run: 'c' }] },
    'PublishGate.job("x"): steps: two steps of the job have the id "A".',
  ],
  [{ continueOnError: true }, 'PublishGate.job("x"): continueOnError is true, so GitHub takes a failure for success'],
  [
    { steps: [{ run: 'a', continueOnError: true }] },
    'PublishGate.job("x"): each step has continueOnError, so GitHub takes a failure for success',
  ],
])('a job with %j is refused, as GitHub would refuse the workflow or publish all', (job, message) => {
  expect(() => PublishGate.job('x', { ...JOB, ...job })).toThrow(message);
});

test('one step may fail', () => {
  const steps = [{ run: 'a', continueOnError: true }, { run: 'b' }];
  expect(() => PublishGate.job('x', { ...JOB, steps, continueOnError: false })).not.toThrow();
});

test('a job by a group of runners has a runner', () => {
  expect(PublishGate.job('x', { ...JOB, runsOn: undefined, runsOnGroup: { group: 'a' } })._id).toBe('x');
});

test.each<[Record<string, string[]>, string | undefined]>([
  [{ a: ['build'], b: ['a', 'build'], c: [] }, undefined],
  [{ a: ['publish'] }, 'the job "a" needs "publish", which waits for it. It may wait for build.'],
  [{ a: [], b: ['pull-request'] }, 'the job "b" needs "pull-request", which is skipped where something is published'],
  [{ a: ['nope'], b: [] }, 'the job "a" needs "nope", and there is no such job. It may wait for build, b.'],
  [{ a: ['a'] }, 'a wait for each other'],
  [{ a: ['b'], b: ['c'], c: ['a'], d: ['a'], e: ['build'] }, 'a, b, c, d wait for each other by `needs`'],
])('of jobs that need %j: %s', (needs, message) => {
  const publishAfter = Object.entries(needs).map(([id, list]) => PublishGate.job(id, { ...JOB, needs: list }));
  const attempt = () => publishing({ publishAfter });
  if (message === undefined) expect(attempt).not.toThrow();
  else expect(attempt).toThrow(`publishAfter: ${message}`);
});

// GitHub refuses the whole workflow for each of these but the last, for which it ends the run
const CALL = 'on: [push, workflow_call]\n';
const IMAGE = { path: '.github/workflows/image.yml', name: 'image', group: '${{ github.workflow }}-${{ github.ref }}' };
test.each<[string, string | undefined, CalledWorkflowOptions, string]>([
  ['is not there', undefined, {}, 'there is no .github/workflows/test.yml. Name a workflow'],
  ['has no such trigger', 'on: push\n', {}, "test.yml can't be called. Add `workflow_call:`"],
  ['names the trigger elsewhere', 'on: push\n# workflow_call\n', {}, "test.yml can't be called. Add `workflow_call:`"],
  ['is no YAML', 'on: [workflow_call\n', {}, 'test.yml is not YAML: '],
  [
    'is handed what it does not know',
    CALL,
    { secrets: ['X'] },
    'test.yml declares no secret X. Add `X: { required: false }` to',
  ],
  [
    'wants a secret',
    called('\n    secrets:\n      Y: { required: true }'),
    {},
    'test.yml requires the secret Y. Name it in `secrets`',
  ],
  [
    'wants an input',
    called('\n    inputs:\n      z: { type: string, required: true }'),
    {},
    'test.yml requires the input z',
  ],
  [
    'wants more than it may',
    `${CALL}permissions: { contents: write }\n`,
    {},
    'test.yml asks for the permission `contents: write`',
  ],
  [
    'has a job that does',
    called('', '\n    permissions: { id-token: write }'),
    {},
    'permission `id-token: write`, which it is not given.',
  ],
  ['wants to read all', `${CALL}permissions: read-all\n`, {}, 'permission `packages: read`'],
  [
    'lets all through',
    called('', '\n    continue-on-error: true'),
    {},
    'each job of .github/workflows/test.yml has `continue-on-error: true`, so GitHub takes its failure for success',
  ],
  ...[
    `${CALL}concurrency:\n  group: \${{ github.workflow }}-\${{ github.ref }}\n`,
    `${CALL}concurrency: \${{ github.workflow }}-\${{ github.ref }}\n`,
    `${CALL}concurrency: '\${{github.workflow}}-\${{github.ref}}'\n`,
    `${CALL}concurrency:\n  # why\n  group: >-\n    \${{ GitHub.Workflow }}-\${{  github.ref }}\n  cancel-in-progress: true\n`,
    `${CALL}concurrency: { cancel-in-progress: true, "group": "\${{ github.workflow }}-\${{ github.ref }}" }\n`,
    `${CALL}concurrency: Image-\${{ github.ref }}\n`,
    called('', '\n    concurrency: ${{ github.workflow }}-${{ github.ref }}'),
    called('', '\n    concurrency:\n      group: image-${{ github.ref }}'),
  ].map((text): [string, string, CalledWorkflowOptions, string] => [
    `would wait for the workflow that waits for it: ${JSON.stringify(text)}`,
    text,
    {},
    'publishAfter: the concurrency group of .github/workflows/test.yml is that of the workflow that calls it, .github/workflows/image.yml, ' +
      'where `github.workflow` is "image" for both, and GitHub ends what waits for itself. Begin the group with a name of its own, ' +
      'e.g. `group: test-${{ github.workflow }}-${{ github.ref }}`.',
  ]),
])('a workflow that %s stops the synth', (_, text, options, message) => {
  const path = '.github/workflows/test.yml';
  const gate = PublishGate.workflow(path, options);
  const project = new Project({ name: 'a', outdir: writeTree(tempDir(), text === undefined ? {} : { [path]: text }) });
  expect(() => gate._assertCallable(project, IMAGE)).toThrow(message);
});

test.each<[string, CalledWorkflowOptions]>([
  ['on: workflow_call\n', {}],
  [CALL, {}],
  [called('\n    inputs:\n      z: { type: string, required: true, default: a }\n      y: { type: string }'), {}],
  [called('\n    secrets: { a: { required: false } }'), {}],
  [called('\n    secrets: { a: { required: true } }'), { secrets: ['A'] }],
  [called('', '\n    permissions: {}'), {}],
  [`${called('', '\n    continue-on-error: true')}  other:\n    runs-on: a\n`, {}],
  [`${CALL}concurrency: test-\${{ github.workflow }}-\${{ github.ref }}\n`, {}],
  [`${CALL}concurrency: { group: 'test-\${{ github.workflow }}-\${{ github.ref }}' }\n`, {}],
  [`${CALL}concurrency: image\n`, {}],
  [
    `${CALL}# group: \${{ github.workflow }}-\${{ github.ref }}\nenv: { A: 'group: \${{ github.workflow }}-\${{ github.ref }}' }\n`,
    {},
  ],
  [called('', '\n    steps:\n      - run: |\n          group: ${{ github.workflow }}-${{ github.ref }}'), {}],
  [
    called('', '\n    permissions: { contents: read, id-token: write, checks: none }'),
    { permissions: { contents: github.workflows.JobPermission.WRITE, idToken: github.workflows.JobPermission.WRITE } },
  ],
])('of %j there is nothing to say', (text, options) => {
  const path = '.github/workflows/test.yml';
  const project = new Project({ name: 'a', outdir: writeTree(tempDir(), { [path]: text }) });
  expect(() => PublishGate.workflow(path, options)._assertCallable(project, IMAGE)).not.toThrow();
});

const CALLS = (path: string, more = '') =>
  `${CALL}jobs:\n  it:\n    uses: ./.github/workflows/${path}.yml\n${more && `    ${more}\n`}`;
const WRITES = `${CALL}permissions: { packages: write }\n`;
const PACKAGES = { permissions: { packages: github.workflows.JobPermission.WRITE } };
const OURS = 'permissions` of PublishGate.workflow';
test.each<[string, CalledWorkflowOptions, Record<string, string>, string | undefined]>([
  ['more than it may', {}, { test: CALLS('b'), b: WRITES }, OURS],
  ['more, further down', {}, { test: CALLS('b'), b: CALLS('c'), c: WRITES }, OURS],
  ['what it may', PACKAGES, { test: CALLS('b'), b: CALLS('c'), c: WRITES }, undefined],
  [
    'more than the one between gives',
    PACKAGES,
    { test: CALLS('b', 'permissions: {}'), b: WRITES },
    'permissions` of the job of .github/workflows/test.yml that calls it',
  ],
  [
    'more than the one between has',
    PACKAGES,
    { test: `permissions: { packages: read }\n${CALLS('b')}`, b: CALLS('c'), c: WRITES },
    'permissions` of the job of .github/workflows/test.yml that calls it',
  ],
  ['nothing, in a circle', {}, { test: CALLS('b'), b: CALLS('test') }, undefined],
  ['what is not here', {}, { test: CALLS('nope') }, undefined],
])('a workflow that calls one that asks for %s', (_, options, files, remedy) => {
  const tree = Object.entries(files).map(([name, text]) => [`.github/workflows/${name}.yml`, text]);
  const project = new Project({ name: 'a', outdir: writeTree(tempDir(), Object.fromEntries(tree)) });
  const assert = () => PublishGate.workflow('.github/workflows/test.yml', options)._assertCallable(project, IMAGE);
  if (remedy === undefined) {
    expect(assert).not.toThrow();
  } else {
    expect(assert).toThrow(
      `asks for the permission \`packages: write\`, which it is not given. Add it to \`${remedy}.`,
    );
  }
});

test('a workflow does not call itself, nor one of projen that nobody can call', () => {
  const project = new Project({ name: 'app', outdir: writeTree(tempDir(), CRATE) });
  const gitHub = new github.GitHub(project, { mergify: false, pullRequestLint: false });
  new github.GithubWorkflow(gitHub, 'mine').on({ push: {} });
  new github.GithubWorkflow(gitHub, 'ours').on({ workflowCall: {} });
  const assert = (name: string) => () =>
    PublishGate.workflow(`.github/workflows/${name}.yml`)._assertCallable(project, IMAGE);
  expect(assert('image')).toThrow(
    'publishAfter: .github/workflows/image.yml is the workflow that publishes, and would',
  );
  expect(assert('mine')).toThrow("mine.yml can't be called");
  expect(assert('ours')).not.toThrow();
});

test('all of it stops the synth', () => {
  expect(() => synthesised(PublishGate.workflow('.github/workflows/image.yml'))).toThrow('would call itself');
});
