import { Assembly } from '../../src/options/assembly';
import { ClassType, TypeReference } from '../../src/options/assembly-types';
import { expected, shown } from '../../src/options/describe';

const STRING = { primitive: 'string' };
const named = (fqn: string) => ({ type: { fqn } });

/** Of a class with these members. */
function ofClass(members: Partial<ClassType>): string {
  const typeOf = jest
    .spyOn(Assembly, 'typeOf')
    .mockReturnValue({ kind: 'class', fqn: 'a.One', name: 'One', ...members });
  try {
    return expected({ fqn: 'a.One' });
  } finally {
    typeOf.mockRestore();
  }
}

test.each<[TypeReference, string]>([
  [STRING, 'a string'],
  [{ primitive: 'number' }, 'a number'],
  [{ primitive: 'boolean' }, 'true or false'],
  [{ primitive: 'date' }, 'a Date'],
  [{ primitive: 'any' }, 'a value'],
  [{ collection: { kind: 'array', elementtype: STRING } }, 'a list'],
  [{ collection: { kind: 'map', elementtype: STRING } }, 'an object of names and values'],
  [{ union: { types: [STRING, { primitive: 'number' }] } }, 'a string or a number'],
  [
    { fqn: 'projen-muslrust-chef.Platform' },
    'one of Platform.LINUX_AMD64 ("linux/amd64"), Platform.LINUX_ARM64 ("linux/arm64")',
  ],
  [{ fqn: 'projen-muslrust-chef.ImageOptions' }, 'an object of ImageOptions'],
  [{ fqn: 'projen.IResolver' }, 'an IResolver'],
  [{ fqn: 'projen.Project' }, 'a Project'],
])('of %j is expected %s', (type, text) => {
  expect(expected(type)).toBe(text);
});

test.each<[what: string, members: Partial<ClassType>, text: string]>([
  ['a constructor', { initializer: {} }, 'an One'],
  [
    'a constructor, and a static',
    { initializer: {}, properties: [{ name: 'A', static: true, ...named('a.One') }] },
    'an One',
  ],
  ['nothing', {}, 'an One'],
  ['a static', { properties: [{ name: 'A', static: true, ...named('a.One') }] }, 'One.A'],
  ['a static method', { methods: [{ name: 'b', static: true, returns: named('a.One') }] }, 'One.b()'],
  [
    'both',
    {
      methods: [{ name: 'b', static: true, returns: named('a.One') }],
      properties: [{ name: 'A', static: true, ...named('a.One') }],
    },
    'one of One.A, One.b()',
  ],
  ['what an object has', { properties: [{ name: 'A', ...named('a.One') }] }, 'an One'],
  ['what an object does', { methods: [{ name: 'b', returns: named('a.One') }] }, 'an One'],
  ['a static of another type', { properties: [{ name: 'A', static: true, ...named('a.Two') }] }, 'an One'],
  ['a static method of another type', { methods: [{ name: 'b', static: true, returns: named('a.Two') }] }, 'an One'],
  ['a static method that gives nothing', { methods: [{ name: 'b', static: true }] }, 'an One'],
  [
    'a static method that may give none',
    { methods: [{ name: 'b', static: true, returns: { optional: true, ...named('a.One') } }] },
    'an One',
  ],
])('of a class with %s is expected %s', (_, members, text) => {
  expect(ofClass(members)).toBe(text);
});

class Node {}
class ImageNode {}
const circle: { self?: object } = {};
circle.self = circle;

test.each<[value: unknown, text: string]>([
  ['a', '"a"'],
  ['x'.repeat(58), `"${'x'.repeat(58)}"`],
  ['x'.repeat(59), `"${'x'.repeat(59)}…`],
  [1, '1'],
  [NaN, 'NaN'],
  [Infinity, 'Infinity'],
  [1n, '1'],
  [undefined, 'undefined'],
  [null, 'null'],
  [Symbol.iterator, 'Symbol(Symbol.iterator)'],
  [['a'], '["a"]'],
  [{ a: 1 }, '{"a":1}'],
  [circle, 'an object'],
  [Object.create(null), '{}'],
  [Object.create(Object.create(null)), '{}'],
  [new Node(), 'a Node'],
  [new ImageNode(), 'an ImageNode'],
  [shown, 'the function shown'],
  [
    (
      () => () =>
        1
    )(),
    'the function without a name',
  ],
])('%p is shown as %s', (value, text) => {
  expect(shown(value)).toBe(text);
});

test('a capital within a name is not its beginning', () => {
  expect(shown(new (class BigEndian {})())).toBe('a BigEndian');
});
