import * as fc from 'fast-check';
import { VersionRequirement } from '../../src/cargo/version-requirement';

/** From cargo's reference, "Specifying Dependencies", and from the tests of the crate `semver`, which cargo reads them by. */
test.each([
  ['1.2.3', ['1.2.3', '1.2.4', '1.99.0'], ['1.2.2', '2.0.0', '0.2.3']],
  ['1.2', ['1.2.0', '1.3.0'], ['1.1.9', '2.0.0']],
  ['1', ['1.0.0', '1.9.9'], ['0.9.9', '2.0.0']],
  ['0.2.3', ['0.2.3', '0.2.9'], ['0.2.2', '0.3.0', '1.2.3']],
  ['0.2', ['0.2.0', '0.2.9'], ['0.1.9', '0.3.0']],
  ['0.0.3', ['0.0.3'], ['0.0.2', '0.0.4']],
  ['0.0', ['0.0.0', '0.0.9'], ['0.1.0']],
  ['0', ['0.0.0', '0.9.9'], ['1.0.0']],
  ['0.0.0', ['0.0.0'], ['0.0.1']],
  ['^1.2.3', ['1.2.3', '1.9.0'], ['1.2.2', '2.0.0']],
  ['~1.2.3', ['1.2.3', '1.2.9'], ['1.2.2', '1.3.0']],
  ['~1.2', ['1.2.0', '1.2.9'], ['1.1.9', '1.3.0']],
  ['~1', ['1.0.0', '1.9.9'], ['0.9.9', '2.0.0']],
  ['~0', ['0.0.0', '0.9.9'], ['1.0.0']],
  ['*', ['0.0.0', '9.9.9'], []],
  ['1.*', ['1.0.0', '1.9.9'], ['0.9.9', '2.0.0']],
  ['1.2.*', ['1.2.0', '1.2.9'], ['1.1.9', '1.3.0']],
  ['1.*.*', ['1.0.0', '1.9.9'], ['2.0.0']],
  ['0.*', ['0.0.1', '0.9.9'], ['1.0.0']],
  ['=1.2.3', ['1.2.3', '1.2.3+build'], ['1.2.2', '1.2.4']],
  ['=1.2', ['1.2.0', '1.2.9'], ['1.3.0', '1.1.9']],
  ['=1', ['1.0.0', '1.9.9'], ['2.0.0', '0.9.9']],
  ['>1.2.3', ['1.2.4', '9.0.0'], ['1.2.3', '1.2.2']],
  ['>1.2', ['1.3.0'], ['1.2.0', '1.2.9']],
  ['>1', ['2.0.0'], ['1.0.0', '1.9.9']],
  ['>=1.2.3', ['1.2.3', '9.0.0'], ['1.2.2']],
  ['>=1', ['1.0.0'], ['0.9.9']],
  ['<1.2.3', ['1.2.2', '0.0.0'], ['1.2.3', '1.2.4']],
  ['<1.2', ['1.1.9'], ['1.2.0']],
  ['<=1.2.3', ['1.2.3', '0.0.0'], ['1.2.4', '1.3.0']],
  ['<=1.2', ['1.2.9'], ['1.3.0']],
  ['<=1', ['1.9.9'], ['2.0.0']],
  ['>=1.2, <1.5', ['1.2.0', '1.4.9'], ['1.1.9', '1.5.0']],
  [' >= 1.2.0 , < 1.5 ', ['1.2.0'], ['1.5.0']],
  ['>0.1.45, <0.1.51', ['0.1.46', '0.1.50'], ['0.1.45', '0.1.51']],
  ['<1.5, ~1.2', ['1.2.3'], ['1.3.0']],
  ['10.20.30', ['10.20.30', '10.21.0'], ['10.20.29', '11.0.0', '1.20.30']],
  ['12', ['12.0.0', '12.9.9'], ['1.2.0', '13.0.0']],
  [' * ', ['0.0.0', '9.9.9'], []],
  ['=1.2.3', ['1.2.3+build-2.1', '1.2.3+7-2'], ['1.2.3-rc.1+build']],
  ['>2, <1', [], ['0.5.0', '1.5.0', '2.5.0']],
  ['1.2.3', [], ['1.2.4-rc.1', '1.3.0-0']],
])('%j accepts %j and not %j', (text, accepted, refused) => {
  const requirement = new VersionRequirement(text);
  expect(accepted.filter((version) => !requirement.accepts(version))).toEqual([]);
  expect(refused.filter((version) => requirement.accepts(version))).toEqual([]);
});

test.each([
  '',
  'latest',
  '1.2.3.4',
  '1.2.3 1.3',
  '>',
  '^1.*',
  '1.2.3-rc.1',
  'v1',
  '1..2',
  '>=1.2,',
  '**',
  '*1',
  '*.1',
  'a*',
  '1.2.3x',
  '1.2.',
])('%j is none', (text) => {
  expect(() => new VersionRequirement(text)).toThrow(
    `"${text}" is not a version requirement of cargo: write it as in "1.2.3", "=1.2.3" or ">=1.2.3, <2"`,
  );
});

test.each([
  ['1.2.3', '1.2.3', true],
  ['1.2.3', '1.2.4', false],
  ['>1.2.3', '1.2.4', true],
  ['>1.2', '1.3.0', true],
  ['>1.2', '1.2.9', true],
  ['>1.2', '1.3.1', false],
  ['<2', '0.0.0', true],
  ['<2', '0.0.1', false],
  ['>=1.0, <2', '1.0.0', true],
  ['*', '0.0.1', false],
])('that %j excludes what is older than %s is %s', (text, version, expected) => {
  expect(new VersionRequirement(text).excludesOlderThan(version)).toBe(expected);
});

test.each([
  ['0.1.52', '=0.1.44', false],
  ['0.1.52', '0.1', true],
  ['0.1.52', '~0.1.40', true],
  ['0.1.52', '>=0.1.40, <0.1.52', false],
  ['0.1.52', '<=0.1.52', true],
  ['0.1.52', '<0.1.52', false],
  ['0.1.52', '0.2', false],
  ['0.1.52', '*', true],
  ['>1', '<=1', false],
  ['>1', '*', true],
  ['>=1', '>2', true],
])('that %j and %j can be one version is %s', (a, b, expected) => {
  const [left, right] = [new VersionRequirement(a), new VersionRequirement(b)];
  expect([left.overlaps(right), right.overlaps(left)]).toEqual([expected, expected]);
});

test('two requirements overlap where a version is accepted by both', () => {
  const number = fc.nat(3);
  const version = fc.tuple(number, number, number).map((parts) => parts.join('.'));
  const part = fc.tuple(
    fc.constantFrom('', '=', '>', '>=', '<', '<=', '~', '^'),
    fc.array(number, { minLength: 1, maxLength: 3 }),
  );
  const requirement = fc
    .array(part, { minLength: 1, maxLength: 2 })
    .map((parts) => parts.map(([op, numbers]) => op + numbers.join('.')).join(', '));
  fc.assert(
    fc.property(requirement, requirement, version, (a, b, candidate) => {
      const [left, right] = [new VersionRequirement(a), new VersionRequirement(b)];
      const both = new VersionRequirement(`${a}, ${b}`);
      expect(both.accepts(candidate)).toBe(left.accepts(candidate) && right.accepts(candidate));
      if (both.accepts(candidate)) expect(left.overlaps(right)).toBe(true);
    }),
  );
});
