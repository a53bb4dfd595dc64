import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { github } from 'projen';
import { parse } from 'yaml';
import { PublishGate } from '../../src';
import { mayPublish } from '../../src/workflow/expressions';
import { publishing } from '../../src/workflow/publishing-options';
import { CRATE, synth } from '../synth';

const JOB: github.workflows.Job = { runsOn: ['ubuntu-24.04'], permissions: {}, steps: [{ id: 'it', run: 'true' }] };
const WORKFLOW = 'on:\n  workflow_call:\njobs: {}\n';
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
  const { jobs } = parse(synthesised(gate, { '.github/workflows/test.yaml': WORKFLOW }));
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

test.each(['1st', 'a b', '-a', '', 'a.b', '${{ x }}'])('%j is no id of a job', (id) => {
  const message = `publishAfter: ${JSON.stringify(id)} is not the id of a job. Begin with a letter`;
  expect(() => PublishGate.job(id, JOB)).toThrow(message);
  expect(() => PublishGate.workflow('.github/workflows/test.yml', { id })).toThrow(message);
});

test.each(['pull-request', 'build', 'publish'])('the id %s is taken', (id) => {
  const message = `publishAfter: the workflow has a job "${id}" already. Give that of yours another id.`;
  expect(() => PublishGate.job(id, JOB)).toThrow(message);
  expect(() => PublishGate.workflow(`.github/workflows/${id}.yml`)).toThrow(message);
});

test('two of one id are refused', () => {
  const gates = [PublishGate.job('test', JOB), PublishGate.workflow('.github/workflows/test.yml')];
  expect(() => publishing({ publishAfter: gates })).toThrow('publishAfter: two have the id "test". Give each job');
});

// GitHub refuses the whole workflow for the first two, and ends the run for the third
test.each<[string, Record<string, string>, RegExp]>([
  ['is not there', {}, /^publishAfter: there is no \.github\/workflows\/test\.yml\. Name a workflow/],
  [
    'has no such trigger',
    { '.github/workflows/test.yml': 'on: push\n' },
    /test\.yml can't be called\. Add `workflow_call:`/,
  ],
  [
    'would wait for the workflow that waits for it',
    {
      '.github/workflows/test.yml': `on: [push, workflow_call]\nconcurrency:\n  group: \${{ github.workflow }}-\${{ github.ref }}\n`,
    },
    /the concurrency group of \.github\/workflows\/test\.yml is that of the workflow that calls it.*e\.g\. `group: test-\$/,
  ],
])('a workflow that %s stops the synth', (_, files, message) => {
  expect(() => synthesised(PublishGate.workflow('.github/workflows/test.yml'), files)).toThrow(message);
});
