import { ContextRules } from '../../src/dockerfile/context-rules';

test.each<[file: string, hidden: string[], there: string[]]>([
  ['', [], ['a']],
  ['# a\n\n  \n', [], ['a', '# a']],
  ['\uFEFFa\r\nb\r\n', ['a', 'b'], ['c']],
  ['a', ['a', 'a/b', 'a/b/c'], ['ab', 'b/a', 'A']],
  ['/a', ['a', 'a/b'], ['b/a']],
  ['a/', ['a', 'a/b'], ['b/a']],
  ['./a/../b', ['b'], ['a']],
  ['  a  ', ['a'], [' a']],
  ['a/b', ['a/b', 'a/b/c'], ['a', 'a/c', 'c/a/b']],
  ['*', ['a', 'a/b', '.a'], []],
  ['*.md', ['a.md', '.md', 'x.md/y'], ['a/b.md', 'a.mdx', 'amd']],
  ['a/*', ['a/b', 'a/b/c'], ['a']],
  ['*/b', ['a/b', 'a/b/c'], ['b', 'a/c/b']],
  ['a?c', ['abc'], ['ac', 'a/c']],
  ['**', ['a', 'a/b'], []],
  ['**/a', ['a', 'b/a', 'c/b/a', 'b/a/c'], ['ba', 'b']],
  ['**/.env.*', ['.env.x', 'a/.env.x/y'], ['.env', 'a/b.env.x']],
  ['**a', ['a', 'ba', 'b/ca'], ['ab']],
  ['a/**', ['a/b', 'a/b/c'], ['a', 'b']],
  ['a/**/b', ['a/b', 'a/x/b', 'a/x/y/b'], ['a', 'xa/b', 'a/xb']],
  ['**/*.sql', ['a.sql', 'x/y/a.sql'], ['sql', 'a.sqlx']],
  ['[ab]', ['a', 'b'], ['c', '[ab]']],
  ['[^ab]', ['c'], ['a', 'b']],
  ['[a-c]x', ['ax', 'cx'], ['dx']],
  ['a^', ['a^'], ['a']],
  ['\\*', ['*'], ['a']],
  ['\\[a]', ['[a]'], ['a']],
  ['a.b(c)+{d}|$', ['a.b(c)+{d}|$'], ['aXb(c)+{d}|$', 'a.bc{d}']],
  ['[', [], ['[', 'a']],
  ['a\n!a/b', ['a', 'a/c'], ['a/b', 'a/b/c']],
  ['a\n! a/b ', ['a/c'], ['a/b']],
  ['!a\na', ['a'], []],
  ['*\n!a', ['b'], ['a', 'a/b']],
  ['*\n!a\na/b', ['a/b', 'c'], ['a', 'a/c']],
  // as a build of BuildKit's has it: the folder was there, so that nothing is let in by its name
  ['**/.env\n!/vendor', ['.env', 'vendor/a/.env'], ['vendor/a/b']],
  ['**/.env\n!/vendor/**', ['.env'], ['vendor/a/.env', 'vendor/a/b']],
  ['/vendor\n!/vendor', [], ['vendor/a', 'vendor']],
])('%j hides %j, and not %j', (file, hidden, there) => {
  const rules = new ContextRules(file);
  expect(hidden.filter((path) => rules.hiding(path) === undefined)).toEqual([]);
  expect(there.filter((path) => rules.hiding(path) !== undefined)).toEqual([]);
});

test('the line is named that decides', () => {
  const rules = new ContextRules('# x\n/docs/\n!docs/a\n  **/*.md  \ndocs/a/b\n');
  expect(rules.hiding('docs/x')).toBe('/docs/');
  expect(rules.hiding('docs/a')).toBeUndefined();
  expect(rules.hiding('docs/a/x.md')).toBe('**/*.md');
  expect(rules.hiding('docs/a/b')).toBe('docs/a/b');
});
