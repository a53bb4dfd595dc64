import { DockerfileStage } from '../../src';
import { madeBy } from '../../src/generator';
import {
  assignments,
  because,
  command,
  copy,
  literal,
  run,
  saidOnce,
  wholeFile,
} from '../../src/syntax/dockerfile-syntax';

const stage = (name: string, comment: string | undefined, ...instructions: string[]) =>
  new DockerfileStage({ name, from: 'scratch', comment, instructions });

describe('a whole file', () => {
  test('begins with its directives: behind another comment they are comments themselves', () => {
    expect(wholeFile('marker', [stage('a', undefined)], ['One', 'Two'])).toBe(
      `# syntax=docker/dockerfile:1\n# check=skip=One,Two\n# marker\n# ${madeBy()}\n\nFROM scratch AS a\n`,
    );
  });

  test('has no marker, and skips no check, where there is none; its stages stand apart', () => {
    expect(wholeFile(undefined, [stage('a', 'one', run(['true'])), stage('b', 'two')])).toBe(
      '# syntax=docker/dockerfile:1\n\n# one\nFROM scratch AS a\nRUN <<"EOF"\nset -eu\ntrue\nEOF\n\n# two\nFROM scratch AS b\n',
    );
  });
});

describe('what has been said', () => {
  const text = (stages: DockerfileStage[], theirs?: Set<DockerfileStage | string>) =>
    saidOnce(stages, theirs).map(String);
  const script = run(['# why', 'true']);

  test('is not said again, of a stage, of an instruction or in a script', () => {
    const twice = ['a', 'b'].map((name) => stage(name, 'what', because('how', 'USER 1'), script));
    expect(text(twice)).toEqual([
      '# what\nFROM scratch AS a\n# how\nUSER 1\nRUN <<"EOF"\nset -eu\n# why\ntrue\nEOF',
      'FROM scratch AS b\nUSER 1\nRUN <<"EOF"\nset -eu\ntrue\nEOF',
    ]);
  });

  test('is said to linters each time', () => {
    const twice = ['a', 'b'].map((name) =>
      stage(name, 'what\nhadolint ignore=DL3007', because('how', '# hadolint ignore=DL3008\nUSER 1')),
    );
    expect(text(twice)[1]).toBe('# hadolint ignore=DL3007\nFROM scratch AS b\n# hadolint ignore=DL3008\nUSER 1');
  });

  test('is said again where the user says it', () => {
    const theirs = stage('b', 'what', script);
    const own = because('how', 'USER 1');
    const stages = [stage('a', 'what', own, script), theirs, stage('c', 'what', own)];
    expect(text(stages, new Set([theirs, own]))).toEqual([
      stages[0].toString(),
      theirs.toString(),
      'FROM scratch AS c\n# how\nUSER 1',
    ]);
  });
});

test('a script stops at the first command that fails, and is not expanded by the builder', () => {
  expect(run(['one', 'two'], ['type=bind,target=/a', 'type=cache,target=/b']).split('\n')).toEqual([
    'RUN --mount=type=bind,target=/a \\',
    '    --mount=type=cache,target=/b <<"EOF"',
    'set -eu',
    'one',
    'two',
    'EOF',
  ]);
});

test('a command that is too long for a line has a flag a line', () => {
  const long = (length: number) => 'x'.repeat(length - 'cargo build --release '.length);
  expect(command('cargo build', ['--release', '--bin app'])).toEqual(['cargo build --release --bin app']);
  expect(command('cargo build', ['--release', long(120)])).toHaveLength(1);
  expect(command('cargo build', ['--release', long(121)])).toEqual(['cargo build \\', `  --release ${long(121)}`]);
  expect(command('cargo build', ['--release', long(130)])).toHaveLength(2);
  expect(command('cargo build', ['--release', long(131)])).toEqual([
    'cargo build \\',
    '  --release \\',
    `  ${long(131)}`,
  ]);
  expect(command('true', [])).toEqual(['true']);
});

// tried on BuildKit 0.34.2, each of them; https://docs.docker.com/reference/dockerfile/#copy
test.each([
  ['vendor', 'vendor', 'vendor'],
  ['third-party/a_b.c@1+2,3~4%5=6', 'third-party/a_b.c@1+2,3~4%5=6', 'third-party/a_b.c@1+2,3~4%5=6'],
  ['.cargo', '.cargo', '.cargo'],
  ['two words', 'two words', 'two words'],
  ['tab\there', 'tab\there', 'tab\there'],
  ['it\'s "so"', `it\\'s \\"so\\"`, `it\\'s \\"so\\"`],
  ['$a${b}', './\\$a\\${b}', '\\$a\\${b}'],
  // patterns, by Go's filepath.Match: an escape of theirs is one more layer, and only there
  ['back\\slash', 'back\\\\slash', 'back\\\\slash'],
  ['arr[0].txt', 'arr[[]0].txt', 'arr[0].txt'],
  ['star*/what?', 'star[*]/what[?]', 'star*/what?'],
  ['b\\*s', 'b\\\\\\\\[*]s', 'b\\\\*s'],
  ['x\\y/d[1]/x\\y', 'x\\\\y/d[[]1]/x\\\\\\\\y', 'x\\\\y/d[1]/x\\\\y'],
  // else a here-document, a flag, an address, an exception
  ...['<<EOF', '-dash', '--chmod=0777', '#hash', '!bang', 'é'].map((name) => [name, `./${name}`, name]),
  ['http://x', './http://x', 'http://x'],
  ['git@github.com:a', './git@github.com:a', 'git@github.com:a'],
])('%j is copied to the same place', (path, source, target) => {
  const isPlain = /^[\w./@+,~%=-]+$/.test(source + target);
  expect(copy(path, path, '--link')).toBe(
    isPlain ? `COPY --link ${source} ${target}` : `COPY --link ${JSON.stringify([source, target])}`,
  );
});

test.each([
  ['/a b', '/a b'],
  ['$HOME "q" \'s\' \\', '\\$HOME \\"q\\" \\\'s\\\' \\\\'],
])('%j is said as it is', (word, expected) => {
  expect(literal(word)).toBe(expected);
});

test.each<[Record<string, string>, string[]]>([
  [{}, []],
  [{ A: '' }, ['ENV A=""']],
  [{ A: 'x y', B_2: "it's" }, ['ENV A="x y" \\\n    B_2="it\'s"']],
  [{ A: '$HOME "q" \\n', B: '1', C: '2' }, ['ENV A="\\$HOME \\"q\\" \\\\n" \\\n    B="1" \\\n    C="2"']],
])('%j is assigned as it is', (values, lines) => {
  expect(assignments('ENV', values)).toEqual(lines);
});

test('a continued line stands below the first value', () => {
  expect(assignments('LABEL', { a: '1', b: '2' })).toEqual(['LABEL a="1" \\\n      b="2"']);
});
