import { isImageReference } from '../../src/registry/image-reference';

test.each<[text: string, expected: boolean]>([
  ['rust', true],
  ['clux/muslrust:stable', true],
  ['localhost:5000/a/b_c:1.2@sha256:0f', true],
  ['registry.example.com/A', true],
  ['', false],
  ['-a', false],
  ['A/b', false],
  ['/a', false],
  ['a b', false],
  [' a', false],
  ['a\n', false],
  ['$a', false],
  ['a$', false],
])('%j can be pulled: %s', (text, expected) => {
  expect(isImageReference(text)).toBe(expected);
});
