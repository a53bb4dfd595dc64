import { lookSecret } from '../../src/image/secret-names';

test.each([
  ['AUTH_URL', true],
  ['APP_CREDENTIALS', true],
  ['ssh_key', true],
  ['PASSWORD', true],
  ['PWORD', true],
  ['MY_SECRET', true],
  ['TOKEN_TTL', true],
  ['RUST_LOG', false],
  ['PATH', false],
])('a linter takes %s for a secret: %s', (name, expected) => {
  expect(lookSecret({ A: '', [name]: '' })).toBe(expected);
});
