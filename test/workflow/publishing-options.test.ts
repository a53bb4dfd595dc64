import { publishing } from '../../src/workflow/publishing-options';

test('what is not said is left to what is known later', () => {
  expect(publishing({})).toEqual({ branch: undefined, attest: undefined, stepsBeforeBuild: [] });
  const said = { branch: 'trunk', attest: false, stepsBeforeBuild: [{ run: 'true' }] };
  expect(publishing({ ...said, workflow: true })).toEqual(said);
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
