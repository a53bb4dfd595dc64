import { assignments, command, copySame, run, wholeFile } from '../../src/syntax/dockerfile-syntax';

describe('a whole file', () => {
  test('begins with its directives: behind another comment they are comments themselves', () => {
    expect(wholeFile('marker', ['FROM scratch'], ['One', 'Two'])).toEqual([
      '# syntax=docker/dockerfile:1',
      '# check=skip=One,Two',
      '# marker',
      '',
      'FROM scratch',
      '',
    ]);
  });

  test('has no marker, and skips no check, where there is none', () => {
    expect(wholeFile(undefined, ['FROM scratch'])).toEqual(['# syntax=docker/dockerfile:1', '', 'FROM scratch', '']);
  });

  test('has no two empty lines in a row', () => {
    expect(wholeFile(undefined, ['', ...run(['true']), '', '', 'USER 1'])).toEqual([
      '# syntax=docker/dockerfile:1',
      '',
      'RUN <<"EOF"',
      'set -eu',
      'true',
      'EOF',
      '',
      'USER 1',
      '',
    ]);
  });
});

test('a script stops at the first command that fails, and is not expanded by the builder', () => {
  expect(run(['one', 'two'], ['type=bind,target=/a', 'type=cache,target=/b'])).toEqual([
    'RUN --mount=type=bind,target=/a \\',
    '    --mount=type=cache,target=/b <<"EOF"',
    'set -eu',
    'one',
    'two',
    'EOF',
    '',
  ]);
});

test('a command has a flag a line', () => {
  expect(command('cargo build', ['--release', '--bin app'])).toEqual([
    'cargo build \\',
    '  --release \\',
    '  --bin app',
  ]);
  expect(command('true', [])).toEqual(['true']);
});

// https://docs.docker.com/reference/dockerfile/#copy: the form of a list where there are spaces; `$` is a variable in both
test.each([
  ['vendor', 'COPY vendor vendor'],
  ['third-party/vendor', 'COPY third-party/vendor third-party/vendor'],
  ['two words', 'COPY ["two words","two words"]'],
  ['a\tb "c"', 'COPY ["a\\tb \\"c\\"","a\\tb \\"c\\""]'],
  ['$a$b', 'COPY \\$a\\$b \\$a\\$b'],
  ['$a b', 'COPY ["\\\\$a b","\\\\$a b"]'],
])('%j is copied to the same place', (path, instruction) => {
  expect(copySame(path)).toBe(instruction);
});

test.each<[Record<string, string>, string[]]>([
  [{}, []],
  [{ A: '' }, ['ENV A=""']],
  [{ A: 'x y', B_2: "it's" }, ['ENV A="x y" \\', '    B_2="it\'s"']],
  [{ A: '$HOME "q" \\n', B: '1', C: '2' }, ['ENV A="\\$HOME \\"q\\" \\\\n" \\', '    B="1" \\', '    C="2"']],
])('%j is assigned as it is', (values, lines) => {
  expect(assignments('ENV', values)).toEqual(lines);
});

test('a continued line stands below the first value', () => {
  expect(assignments('LABEL', { a: '1', b: '2' })).toEqual(['LABEL a="1" \\', '      b="2"']);
});
