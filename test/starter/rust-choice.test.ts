import { assertRustChoice } from '../../src/starter/rust-choice';

test.each([
  ['1.60', '2024', '2021'],
  ['1.84.1', '2024', '2021'],
  ['1.84.0-beta.3', '2024', '2021'],
  ['1.55', '2021', '2018'],
  ['1.30.1', '2018', '2015'],
  ['1.9', '2018', '2015'],
])('%s does not compile a new crate of edition %s, but of %s', (toolchain, edition, instead) => {
  const act = () => assertRustChoice({ toolchain, edition }, true);
  expect(act).toThrow(`toolchain: ${toolchain} can't compile edition ${edition}, which came with Rust 1.`);
  expect(act).toThrow(`Name a newer one, or an older edition, as in \`edition: '${instead}'\`.`);
  // following the message
  expect(() => assertRustChoice({ toolchain, edition: instead }, true)).not.toThrow();
});

test.each([
  ['1.85', '2024'],
  ['1.85.0', '2024'],
  ['1.100', '2024'],
  ['1.56', '2021'],
  ['1.31.0', '2018'],
  ['1.0', '2015'],
  // what these are only rustup knows
  ['stable', '2024'],
  ['stable-2018-01-01', '2024'],
  ['nightly-2026-11-01', '2024'],
])('%s compiles edition %s', (toolchain, edition) => {
  expect(() => assertRustChoice({ toolchain, edition }, true)).not.toThrow();
});

test('of a crate that is there the manifest says the edition', () => {
  expect(() => assertRustChoice({ toolchain: '1.60', edition: '2024' }, false)).not.toThrow();
});
