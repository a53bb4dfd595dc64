import { BuilderBase } from '../../src';
import { PINS } from '../../src/pins';

const TRIPLE = 'aarch64-unknown-linux-musl';

test.each<[string, BuilderBase, string, string, boolean]>([
  ['muslrust', BuilderBase.muslrust(), PINS.images.muslrust, '/opt/cargo', false],
  ['a copy of it', BuilderBase.muslrust('r.example.com/muslrust:1'), 'r.example.com/muslrust:1', '/opt/cargo', false],
  ['rust-musl', BuilderBase.rustMusl(), PINS.images.rustMuslArm64, '/root/.cargo', true],
  [
    'a release of it',
    BuilderBase.rustMusl('stable-1.98.0'),
    `${PINS.images.rustMuslArm64}-1.98.0`,
    '/root/.cargo',
    true,
  ],
])('%s is %j', (_, base, reference, cargoHome, isPerTarget) => {
  expect(base._referenceFor(TRIPLE)).toBe(reference);
  expect([base._cargoHome, base._isPerTarget]).toEqual([cargoHome, isPerTarget]);
});

test.each<[string, string | undefined]>([
  ['stable', undefined],
  ['nightly', undefined],
  ['nightly-2026-01-31', undefined],
  ['1.98.0', '1.98.0'],
  ['stable-1.98.0', '1.98.0'],
  ['stable-1.70.0-openssl3', '1.70.0'],
])('rust-musl has the tag %s', (release, rust) => {
  const base = BuilderBase.rustMusl(release);
  expect(base._referenceFor(TRIPLE)).toBe(`docker.io/blackdex/rust-musl:aarch64-musl-${release}`);
  expect(base._rust).toBe(rust);
});

const FORMS = 'Name a release alone: "stable", "stable-1.98.0", "nightly" or "nightly-2026-01-31".';

test.each([
  '',
  ' stable',
  'stable@sha256:0',
  'stable\n',
  'latest',
  'beta',
  'stable-1.98',
  '1.98',
  'v1.98.0',
  'nightly-2026',
  '1.98.0-stable',
])('no tag of rust-musl ends in %j', (release) => {
  expect(() => BuilderBase.rustMusl(release)).toThrow(
    `BuilderBase.rustMusl(${JSON.stringify(release)}): no tag of rust-musl ends so. ${FORMS}`,
  );
});

test.each([
  'x86_64-musl',
  'x86_64-musl-stable-1.98.0',
  'aarch64-musl',
  'x86_64-musl stable',
  'blackdex/rust-musl:stable',
])('%j is more than the end of a tag', (release) => {
  expect(() => BuilderBase.rustMusl(release)).toThrow(
    `BuilderBase.rustMusl(${JSON.stringify(release)}): the target is put before it, as each platform has one of its own. ${FORMS}`,
  );
});
