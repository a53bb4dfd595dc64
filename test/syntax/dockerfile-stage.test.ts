import { DockerfileStage } from '../../src';
import { commentLines } from '../../src/syntax/dockerfile-stage';

test('a stage says what it is for, begins, and goes on', () => {
  const stage = new DockerfileStage({
    name: 'site',
    from: '--platform=$BUILDPLATFORM docker.io/library/node:24-slim',
    comment: 'The pages.\nhadolint ignore=DL3006',
    instructions: ['WORKDIR /site', '# all of it\nRUN <<EOF\nnpm ci\nEOF', 'USER node'],
  });
  expect(stage.toString()).toBe(`# The pages.
# hadolint ignore=DL3006
FROM --platform=$BUILDPLATFORM docker.io/library/node:24-slim AS site
WORKDIR /site
# all of it
RUN <<EOF
npm ci
EOF

USER node`);
});

test('a stage is no more than its beginning, where nothing is said', () => {
  expect(new DockerfileStage({ name: 'a', from: 'scratch' }).toString()).toBe('FROM scratch AS a');
});

test('a stage stays as it is made', () => {
  const instructions = ['USER 1'];
  const stage = new DockerfileStage({ name: 'a', from: 'scratch', instructions });
  instructions.push('USER 0');
  expect(stage.instructions).toEqual(['USER 1']);
});

test.each(['scratch', 'context'])('%s is what BuildKit calls something else', (name) => {
  expect(() => new DockerfileStage({ name, from: 'a' })).toThrow(
    `DockerfileStage: name is "${name}", which means something to BuildKit already. Give it another name.`,
  );
});

test.each(['', 'Site', '1a', 'a b', '-a', 'a\nb', 'a/b'])('no stage is called %j', (name) => {
  expect(() => new DockerfileStage({ name, from: 'scratch' })).toThrow(
    `DockerfileStage: name is ${JSON.stringify(name)}, which no stage can be called.`,
  );
});

test.each(['', ' ', 'a AS b', 'a\nRUN b', '--platform=x'])('no stage begins from %j', (from) => {
  expect(() => new DockerfileStage({ name: 'a', from })).toThrow(
    `DockerfileStage: from is ${JSON.stringify(from)}, which is no image and no stage.`,
  );
});

test('instructions are held to what they say, by the name of the stage', () => {
  expect(() => new DockerfileStage({ name: 'site', from: 'a', instructions: ['USER 1', 'npm ci'] })).toThrow(
    'DockerfileStage "site": "npm ci" is no instruction of a Dockerfile.',
  );
});

test.each([
  ['', ''],
  ['one', '# one'],
  ['one\ntwo', '# one\n# two'],
  ['a'.repeat(118), `# ${'a'.repeat(118)}`],
  [`${'a'.repeat(100)} ${'b'.repeat(17)} c`, `# ${'a'.repeat(100)} ${'b'.repeat(17)}\n# c`],
  [`${'a'.repeat(100)} ${'b'.repeat(18)} c`, `# ${'a'.repeat(100)}\n# ${'b'.repeat(18)} c`],
  [`a ${'b'.repeat(130)} c`, `# a\n# ${'b'.repeat(130)}\n# c`],
])('comments have lines of at most 120 columns, unless a word is longer: %j', (text, lines) => {
  expect(commentLines(text)).toBe(lines);
});
