import { BuilderBase } from '../../src';
import { PINS } from '../../src/pins';

const TRIPLE = 'aarch64-unknown-linux-musl';

test.each<[string, BuilderBase, string, string, boolean]>([
  ['muslrust', BuilderBase.muslrust(), PINS.images.muslrust, '/opt/cargo', false],
  ['a copy of it', BuilderBase.muslrust('r.example.com/muslrust:1'), 'r.example.com/muslrust:1', '/opt/cargo', false],
  ['rust-musl', BuilderBase.rustMusl(), `${PINS.images.rustMusl}:aarch64-musl-stable`, '/root/.cargo', true],
  [
    'a release of it',
    BuilderBase.rustMusl('stable-1.98.0'),
    `${PINS.images.rustMusl}:aarch64-musl-stable-1.98.0`,
    '/root/.cargo',
    true,
  ],
])('%s is %j', (_, base, reference, cargoHome, isPerTarget) => {
  expect(base._referenceFor(TRIPLE)).toBe(reference);
  expect([base._cargoHome, base._isPerTarget]).toEqual([cargoHome, isPerTarget]);
});

test.each(['', 'x86_64-musl stable', ' stable', 'rust-musl:stable', 'stable@sha256:0', 'stable\n'])(
  '%j is not the end of a tag',
  (release) => {
    expect(() => BuilderBase.rustMusl(release)).toThrow(
      `BuilderBase.rustMusl(${JSON.stringify(release)}): not the end of a tag. Name a release, e.g. "stable" or "stable-1.98.0".`,
    );
  },
);
