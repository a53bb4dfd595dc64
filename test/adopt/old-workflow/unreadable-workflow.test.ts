import { unreadableWorkflow } from '../../../src/adopt/old-workflow/unreadable-workflow';

const FILE = '.github/workflows/docker.yml';

test('a workflow for images that is no YAML is named by its line', () => {
  const text =
    'jobs:\n  build:\n    steps:\n      - uses: docker/login-action@v3\n        with: { username: ${{ github.actor }} }\n';
  const [remark, ...others] = unreadableWorkflow(FILE, text);
  expect(remark).toMatchObject({ file: FILE, line: 5 });
  expect(remark.text).toMatch(/^this is no YAML \(.+\), so nothing was read from it/);
  expect(others).toEqual([]);
});

test.each([
  ['one that is read', 'jobs:\n  build:\n    steps:\n      - uses: docker/login-action@v3\n'],
  ['one that builds no image', 'jobs: { build: ${{ x }} }\n'],
])('of %s nothing is said', (_, text) => {
  expect(unreadableWorkflow(FILE, text)).toEqual([]);
});
