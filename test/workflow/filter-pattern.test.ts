import { assert, property, string } from 'fast-check';
import { filterPattern, nameOfPattern } from '../../src/workflow/filter-pattern';

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
