import { assert, property, string } from 'fast-check';
import { filterPattern, nameOfPattern, pathPatternFault } from '../../src/workflow/filter-pattern';

test.each([
  ['main', 'main'],
  ['c++', 'c\\+\\+'],
  ['!main', '\\!main'],
  ['a!b', 'a!b'],
  ['release/1.x', 'release/1.x'],
  ['what?', 'what\\?'],
  ['a*b', 'a\\*b'],
  ['[wip]', '\\[wip]'],
  ["it's", "it's"],
  ['a\\b', 'a\\\\b'],
])('%j is written %j, and read back', (name, pattern) => {
  expect(filterPattern(name)).toBe(pattern);
  expect(nameOfPattern(pattern)).toBe(name);
});

test.each(['release/*', 'v[0-9]', '!main', 'a+', 'x?'])('%j is a pattern, and no name', (pattern) => {
  expect(nameOfPattern(pattern)).toBeUndefined();
});

test('every name is read back', () => {
  assert(property(string({ minLength: 1 }), (name) => nameOfPattern(filterPattern(name)) === name));
});

test.each([
  ...[
    'crates/**',
    '**',
    '*.md',
    '!docs/**',
    'a b/c',
    'v[0-9]+',
    '[a-z][A-Z0-9_]?',
    '.github/x.yml',
    'a\\[b',
    'x?y+',
    '...',
  ],
  ...['\\!a', '\\?x', 'a-b', '**/*.rs', 'Grüße'],
])('%j is a pattern for paths', (pattern) => {
  expect(pathPatternFault(pattern)).toBeUndefined();
});

test.each<[string, string]>([
  ['./crates', 'no path begins so'],
  ['/crates/**', 'no path begins so'],
  ['../a', 'no path begins so'],
  ['!/a', 'no path begins so'],
  ['crates/', 'it is held against files, and none ends so: write "crates/**"'],
  ['!crates/', 'write "!crates/**"'],
  ['*.md\n', 'it has a control character in it'],
  ['crates\\x', 'a backslash takes the meaning'],
  ['a\\', 'a backslash takes the meaning'],
  ['[', 'it is no pattern'],
  ['a[0-9', 'it is no pattern'],
  ['[]', 'it is no pattern'],
  ['[0-]', 'it is no pattern'],
  ['[9-0]', 'it is no pattern'],
  ['?a', 'it is no pattern'],
  ['+', 'it is no pattern'],
  ['a*?', 'it is no pattern'],
  ['a++', 'it is no pattern'],
])('%j is none: %s', (pattern, fault) => {
  expect(pathPatternFault(pattern)).toContain(fault);
});

test('what a folder is written as is a pattern for it', () => {
  assert(
    property(string({ minLength: 1 }), (name) => {
      const path = `a${name.replace(/[\p{Cc}/]/gu, '')}b`;
      return pathPatternFault(filterPattern(path)) === undefined;
    }),
  );
});
