import { crateName } from '../../src/starter/crate-name';

test.each([
  ['My.App', 'my-app'],
  ['@acme/api', 'api'],
  ['a b', 'a-b'],
  ['A & B', 'a-b'],
  ['a@b/c', 'a-b-c'],
  ['My Shop!', 'my-shop'],
  ['shop_', 'shop'],
  ['a_ b', 'a-b'],
  ['v1.2', 'v1-2'],
  ['café', 'caf'],
  ['a1', 'a1'],
  ['builds', 'builds'],
  ['main', 'main'],
  ['@acme/test', 'test-app'],
])('the project %s starts with the crate %s', (name, crate) => {
  expect(crateName(name)).toBe(crate);
});

test.each([
  // `cargo new` refuses these for a program
  ...['build', 'deps', 'examples', 'incremental', 'test', 'self', 'Self', 'async', 'type', 'yield'],
  // and warns of these
  ...['core', 'std', 'alloc', 'proc_macro', 'proc-macro', 'nul', 'COM1'],
  // a crate of its own name would depend on itself
  ...['mimalloc', 'tikv-jemallocator'],
  // the place of the builder image
  'muslrust-chef',
])('no crate is called %s', (name) => {
  expect(crateName(name)).toBe(`${name.toLowerCase()}-app`);
});

test.each(['1st', '42', '-a', '_a', '...', '@acme/1'])('no crate can be called %j', (name) => {
  expect(() => crateName(name)).toThrow(
    `name: no crate can be called ${JSON.stringify(name)}. Choose a name that begins with a letter.`,
  );
});
