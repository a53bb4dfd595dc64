import { github } from 'projen';
import { publishing } from '../../src/workflow/publishing-options';
import { HOSTED_RUNNERS } from '../../src/workflow/runner-labels';

const NONE = { publishAfter: [], schedule: [], manualStart: false, paths: undefined, branchTags: [], releaseTags: [] };

test('what is not said is left to what is known later', () => {
  expect(publishing({})).toEqual({
    branch: undefined,
    attest: undefined,
    stepsBeforeBuild: [],
    ...NONE,
    runners: HOSTED_RUNNERS,
  });
  const said = { branch: 'trunk', attest: false, stepsBeforeBuild: [{ run: 'true' }] };
  expect(publishing({ ...said, workflow: true })).toEqual({ ...said, ...NONE, runners: HOSTED_RUNNERS });
});

test.each([[[]], [['']], [['src/**', '']], [['!docs/**']]])('%j name no path', (paths) => {
  expect(() => publishing({ paths })).toThrow(
    `paths: ${JSON.stringify(paths)} name no path, so the workflow would never run for the branch. Name one, e.g. "crates/**".`,
  );
});

test('a schedule and tags that would be refused by others are refused by name', () => {
  expect(publishing({ schedule: ['0 4 * * 1'], paths: ['src/**', '!**.md'], branchTags: ['edge'] })).toMatchObject({
    schedule: ['0 4 * * 1'],
    paths: ['src/**', '!**.md'],
    branchTags: ['edge'],
  });
  expect(() => publishing({ schedule: ['0 4 * * 1', '@weekly'] })).toThrow(
    'schedule[1]: "@weekly": it needs five fields: minute, hour, day of the month, month, day of the week. Write e.g. "0 4 * * 1"',
  );
  expect(() => publishing({ branchTags: ['latest'] })).toThrow(
    'branchTags[0]: "latest" is moved by the workflow itself',
  );
  expect(() => publishing({ releaseTags: ['a b'] })).toThrow('releaseTags[0]: "a b" is no tag');
});

test('blanks between the fields of a time are one; two of one time, and paths that are none, are refused', () => {
  expect(publishing({ schedule: [' 0  4 * *\\t1 '.replace('\\t', '\t'), '0 5 * * 1'] }).schedule).toEqual([
    '0 4 * * 1',
    '0 5 * * 1',
  ]);
  expect(() => publishing({ schedule: ['0 4 * * 1', '0  4 * * 1'] })).toThrow(
    'schedule: "0 4 * * 1" is there twice. List each time once.',
  );
  expect(() => publishing({ paths: ['a', './crates'] })).toThrow('paths[1]: "./crates": no path begins so');
});

test('a platform without a runner of its own has that of GitHub', () => {
  const arm64 = ['self-hosted', 'linux', 'arm64'];
  expect(publishing({ runners: { 'linux/arm64': arm64 } }).runners).toEqual({
    'linux/amd64': ['ubuntu-24.04'],
    'linux/arm64': arm64,
  });
});

test.each([['a'], ['ubuntu 24.04'], ['self-hosted', 'linux']])('%j, … are labels', (...labels) => {
  expect(publishing({ runners: { 'linux/amd64': labels } }).runners['linux/amd64']).toEqual(labels);
});

test.each(['arm64', 'linux/arm/v7', 'linux', ''])('%j is no platform to have a runner for', (platform) => {
  expect(() => publishing({ runners: { [platform]: ['mine'] } })).toThrow(
    `runners: ${JSON.stringify(platform)} is no platform. There are "linux/amd64" and "linux/arm64".`,
  );
});

test.each([[[]], [['']], [['self-hosted', ' ']], [['a\nb']], [[' a']]])('%j are no labels', (labels) => {
  expect(() => publishing({ runners: { 'linux/arm64': labels } })).toThrow(
    `runners: ${JSON.stringify(labels)} are not the labels of a runner for linux/arm64. Name one or more, e.g. ["self-hosted", "linux", "arm64"].`,
  );
});

// by `git check-ref-format --branch`
test.each([
  'main',
  'release/1.x',
  'a.b',
  "it's",
  'c++',
  '!main',
  'feature-1',
  'a@b',
  'x{',
  'Grüße',
  'a/b/c',
  'a.locked',
])('%j is the name of a branch', (branch) => {
  expect(publishing({ branch }).branch).toBe(branch);
});

test.each([
  ...[
    '',
    '@',
    '-a',
    '/a',
    'a/',
    'a.',
    '.a',
    'a/.b',
    'a//b',
    'a..b',
    'a.lock',
    'a.lock/b',
    'a@{b',
    'a b',
    'a~',
    'a^',
    'a:b',
  ],
  ...['a?', 'a*', '[a', 'a\\b', 'a\nb', 'a\u007fb', '${{ x }}'],
])('%j is none', (branch) => {
  expect(() => publishing({ branch })).toThrow(
    `branch: ${JSON.stringify(branch)} is not the name of a branch. Name one, e.g. "main".`,
  );
});

test('a whole ref is no branch: a workflow would wait for refs/heads/refs/heads/main', () => {
  expect(() => publishing({ branch: 'refs/heads/main' })).toThrow(
    'branch: "refs/heads/main" is the whole ref. Name the branch alone: "main".',
  );
  expect(publishing({ branch: 'main' }).branch).toBe('main');
});

test.each<[github.workflows.JobStep[], string]>([
  [
    [
      { id: 'a', run: 'a' },
      { id: 'a', run: 'b' },
    ],
    'stepsBeforeBuild: two steps of the job have the id "a". Give yours',
  ],
  [[{ id: '1', run: 'a' }], 'stepsBeforeBuild[0]: "1" is not the id of a step. Begin with a letter'],
  [[{ id: '__a', run: 'a' }], 'stepsBeforeBuild[0]: "__a" is not the id of a step. Those that begin with "__"'],
  [[{ run: 'a' }, { name: 'b' }], 'stepsBeforeBuild[1] has neither `uses` nor `run`'],
])('steps %j are refused', (stepsBeforeBuild, message) => {
  expect(() => publishing({ stepsBeforeBuild })).toThrow(message);
});
