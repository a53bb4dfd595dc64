import { isBranch, literal, textIf } from '../../src/workflow/expressions';

test.each([
  ['main', "github.ref == 'refs/heads/main'"],
  ["it's", "github.ref == 'refs/heads/it''s'"],
])('a run is for the branch %j if %s', (branch, condition) => {
  expect(isBranch(branch)).toBe(condition);
});

test.each([
  ['', "''"],
  ['a', "'a'"],
  ["'a' and 'b'", "'''a'' and ''b'''"],
])('%j is %s in an expression', (text, expected) => {
  expect(literal(text)).toBe(expected);
});

test.each([
  ['plain', "${{ c && 'plain' || '' }}"],
  ["it's", "${{ c && 'it''s' || '' }}"],
  ['${{ a.b }}', "${{ c && format('{0}', a.b) || '' }}"],
  ["x-${{ a }}-it's-${{ f('q') }}", "${{ c && format('x-{0}-it''s-{1}', a, f('q')) || '' }}"],
])('%j is there on a condition only', (text, expected) => {
  expect(textIf('c', text)).toBe(expected);
});
