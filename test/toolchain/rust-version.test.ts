import { BuilderBase } from '../../src';
import { CargoPackage } from '../../src/cargo/package';
import { rustVersionWarnings } from '../../src/toolchain/rust-version';
import { CRATE, synth } from '../synth';

const MUSLRUST = BuilderBase.muslrust('docker.io/clux/muslrust:1.95.0-stable');

/** Whether something is said of a package that wants this. */
const isSaid = (
  rustVersion: string | undefined,
  tools: Partial<Parameters<typeof rustVersionWarnings>[1]> = {},
  edition = '2021',
) => {
  const pkg = { name: 'app', manifestPath: 'Cargo.toml', edition, rustVersion } as CargoPackage;
  return rustVersionWarnings([pkg], { base: MUSLRUST, ...tools }).length > 0;
};

test.each<[string, boolean]>([
  ['1.95', false],
  ['1.95.0', false],
  ['1.95.1', true],
  ['1.96', true],
  ['1.100', true],
  ['1.9', false],
  ['1.94.9', false],
  ['2.0', true],
])('rust-version %s on 1.95.0: %s', (version, expected) => {
  expect(isSaid(version)).toBe(expected);
});

test.each<[string, boolean]>([
  ['1.95', false],
  ['1.96.0', false],
  ['1.94', true],
  ['1.94.2', true],
  // the image's, which has 1.95
  ['stable', true],
  // nobody knows
  ['nightly-2026-11-01', false],
  ['beta', false],
])('rust-version 1.95.1 with the channel %s: %s', (channel, expected) => {
  expect(isSaid('1.95.1', { toolchainFile: { path: 'rust-toolchain.toml', channel } })).toBe(expected);
});

test.each<[string, boolean]>([
  ['1.60.0', true],
  ['1.62', true],
  ['1.62.1', true],
  ['1.63', false],
  ['1.63.0', false],
  ['1.78.0', false],
  ['stable', false],
  ['nightly-2020-01-01', false],
])('%s is too old for the command line of cargo: %s', (channel, expected) => {
  expect(isSaid(undefined, { toolchainFile: { path: 'rust-toolchain', channel } }, '2015')).toBe(expected);
});

test('of a base that is too old for it, too', () => {
  const base = BuilderBase.muslrust('docker.io/clux/muslrust:1.61.0-stable');
  expect(isSaid(undefined, { base }, '2015')).toBe(true);
});

test.each<[string, string | undefined]>([
  ['docker.io/clux/muslrust:1.98.0-stable', '1.98.0'],
  ['docker.io/clux/muslrust:1.98.0-stable-2026-10-01', '1.98.0'],
  ['registry.example.com:5000/muslrust:1.80.0-stable@sha256:0', '1.80.0'],
  ['docker.io/clux/muslrust:stable', undefined],
  ['docker.io/clux/muslrust:nightly-2026-11-01', undefined],
  ['registry.example.com:5000/acme/muslrust', undefined],
  ['acme/toolchain:7', undefined],
])('%s has %s', (reference, expected) => {
  expect(BuilderBase.muslrust(reference.replace('sha256:0', `sha256:${'0'.repeat(64)}`))._rust).toBe(expected);
});

test('of rust-musl the tag says it, or not', () => {
  expect(BuilderBase.rustMusl('stable-1.98.0')._rust).toBe('1.98.0');
  expect(BuilderBase.rustMusl()._rust).toBeUndefined();
  expect(BuilderBase.rustMusl('nightly-2026-11-01')._rust).toBeUndefined();
});

test.each<[string, string, boolean]>([
  ['2024', '1.84.0', true],
  ['2024', '1.85.0', false],
  ['2021', '1.63.0', false],
  ['2015', '1.63.0', false],
])('edition %s on %s: %s', (edition, release, expected) => {
  const base = BuilderBase.muslrust(`docker.io/clux/muslrust:${release}-stable`);
  expect(isSaid(undefined, { base }, edition)).toBe(expected);
});

test('of a builder image nobody knows', () => {
  expect(isSaid('1.999', { builderImage: 'ghcr.io/acme/muslrust-chef:1.2' })).toBe(false);
});

test('each package that an image is made of is named, by the version that it inherits too', () => {
  const member = (name: string, rest: string) => ({
    [`${name}/Cargo.toml`]: `[package]\nname = "${name}"\nedition = "2021"\n${rest}`,
    [`${name}/src/lib.rs`]: '',
  });
  const { warnings } = synth({
    ...CRATE,
    'Cargo.toml': `${CRATE['Cargo.toml']}lib = { path = "lib" }\n[workspace]\nmembers = ["lib", "other"]\n[workspace.package]\nrust-version = "1.998"\n`,
    ...member('lib', 'rust-version.workspace = true\n'),
    ...member('other', 'rust-version = "1.999"\n'),
  });
  expect(warnings.filter((text) => text.includes('rust-version'))).toEqual([
    'lib/Cargo.toml: lib wants Rust 1.998 (rust-version), and the builder base has 1.98.0: the image will not build. ' +
      "Either take one that has it, as in BuilderBase.muslrust('docker.io/clux/muslrust:X.Y.Z-stable'), or name the version in " +
      'rust-toolchain.toml, or lower it [rust-version]',
  ]);
});
