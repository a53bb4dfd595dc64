import { meant, nearest } from '../../src/messages/nearest';

test.each([
  ['alocator', ['allocator', 'images'], 'allocator'],
  ['smoke_test_path', ['smokeTest', 'smokeTestPath'], 'smokeTestPath'],
  ['SMOKETEST', ['smokeTest', 'smokeTestPath'], 'smokeTest'],
  ['evn', ['env', 'args'], 'env'],
  ['port', ['ports'], 'ports'],
  ['imgae', ['images'], undefined],
  ['allocatorxx', ['allocator'], 'allocator'],
  ['allocatorxxx', ['allocator'], undefined],
  ['x', ['v2'], undefined],
  ['tp', ['tmp'], 'tmp'],
  ['', ['v2'], undefined],
  ['ab', ['xy'], undefined],
  ['a', ['abc'], undefined],
  ['a', [], undefined],
])('by %j of %j is meant %p', (name, names, expected) => {
  expect(meant(name, names)).toBe(expected);
});

test('the nearest comes first, and of two that are as near the first', () => {
  expect(nearest('abc', ['xyz', 'abd', 'abe', 'abc'])).toEqual(['abc', 'abd', 'abe', 'xyz']);
});
