import { SourceTree } from '../../src/cargo/source-tree';
import { findToolchainFile } from '../../src/cargo/toolchain-file';
import { tempDir, writeTree } from '../util';

const find = (files: Record<string, string>, usesBuildStd = false) =>
  findToolchainFile(new SourceTree(tempDir(), files), usesBuildStd);
const toml = (text: string) => ({ 'rust-toolchain.toml': `[toolchain]\n${text}\n` });

test('there may be none', () => {
  expect(find({})).toBeUndefined();
});

test.each<[string, boolean, string?]>([
  ['stable\n', true, 'stable'],
  ['  1.95.0  \n\n', true, '1.95.0'],
  ['nightly-2026-11-01', true, 'nightly-2026-11-01'],
  ['[toolchain]\nchannel = "stable"\n', false, 'stable'],
  ['[toolchain]\nprofile = "minimal"\n', false, undefined],
])('the older name may hold a channel alone: %j', (text, isBare, channel) => {
  expect(find({ 'rust-toolchain': text })).toEqual({
    path: 'rust-toolchain',
    isBare,
    channel,
    components: [],
    targets: [],
  });
});

test('the newer name holds TOML only', () => {
  expect(() => find({ 'rust-toolchain.toml': 'stable\n' })).toThrow(/^rust-toolchain\.toml:1:\d+: not valid TOML/);
});

test.each<[Record<string, string>, RegExp]>([
  [{ 'rust-toolchain': 'stable\nclippy\n' }, /^rust-toolchain:1:7: not valid TOML/],
  [{ 'rust-toolchain': 'channel = "stable"\n' }, /^rust-toolchain has no \[toolchain\]: add it with a channel/],
  [
    toml('path = "/opt/rust"'),
    /^rust-toolchain\.toml: toolchain\.path names a toolchain of this machine, .*: name a channel/,
  ],
])('%j is no toolchain file for the image', (files, message) => {
  expect(() => find(files)).toThrow(message);
});

test.each([
  ['components', 'rust-src;id'],
  ['components', 'llvm tools'],
  ['targets', 'wasm32-wasip1; id'],
  ['targets', '$(id)'],
  ['targets', '-x'],
  ['targets', ''],
  ['targets', 'a\\nb'],
])('%s of %j are refused by name', (key, name) => {
  expect(() => find(toml(`${key} = ["wasm32-wasip1", "${name}"]`))).toThrow(
    `rust-toolchain.toml: toolchain.${key} has "${name}", which rustup does not know: list one name per entry`,
  );
});

test('a byte order mark is refused where rustup takes it for a part of the channel', () => {
  const onDisk = (files: Record<string, string>) =>
    findToolchainFile(new SourceTree(writeTree(tempDir(), files)), false)?.isBare;
  expect(() => onDisk({ 'rust-toolchain': '\uFEFFstable\n' })).toThrow(
    'rust-toolchain begins with a byte order mark, which is no part of a channel: save it as UTF-8 without one',
  );
  expect(onDisk({ 'rust-toolchain': 'stable\n' })).toBe(true);
  expect(onDisk({ 'rust-toolchain.toml': '\uFEFF[toolchain]\nchannel = "stable"\n' })).toBe(false);
});

const COMPONENTS = [
  ...['clippy', 'clippy-preview', 'rustfmt', 'rustfmt-preview', 'rust-analyzer', 'rust-analysis', 'rust-docs'],
  ...['rust-docs-json', 'rls', 'rls-preview', 'miri', 'miri-preview'],
];

test('components that compile nothing are for people, rust-src is for those who compile the standard library', () => {
  const others = [
    'rustc-dev',
    'llvm-tools',
    'llvm-tools-preview',
    'clippy2',
    'my-clippy',
    'rustc-codegen-cranelift-preview',
  ];
  const text = toml(
    `channel = "nightly"\ncomponents = ${JSON.stringify([...COMPONENTS, 'rust-src', ...others])}\ntargets = ["wasm32-wasip1"]`,
  );
  expect(find(text)).toEqual({
    path: 'rust-toolchain.toml',
    isBare: false,
    channel: 'nightly',
    components: others,
    targets: ['wasm32-wasip1'],
  });
  expect(find(text, true)!.components).toEqual(['rust-src', ...others]);
});

const CHANNELS = [
  ...['stable', 'beta', 'nightly', '1.95', '1.95.0', '1.95.0-beta', '1.95.0-beta.3', '1.95-beta.10'],
  ...['stable-2026-08-20', 'beta-2026-10-01', 'nightly-2026-11-01', '9.200.30'],
];

test.each(CHANNELS)('%s is a channel', (channel) => {
  expect(find({ 'rust-toolchain': channel })).toBeDefined();
  expect(find(toml(`channel = "${channel}"`))).toBeDefined();
});

test.each([
  ...['1', '1.', '1.95.0.1', '.95', 'v1.95.0', 'stable2', 'mystable', 'esp', 'nightly-2026-11', 'nightly-2026-11-011'],
  ...[
    'nightly-26-11-01',
    '1.95.0-beta.',
    '1.95.0-alpha',
    '10.1.0',
    '1.095',
    '1.1000',
    '1.95.100',
    '1.95.0-beta.100',
    'stable-x86_64-unknown-linux-gnu',
    '1.95.0-aarch64-apple-darwin',
  ],
])('%s is none that can be downloaded', (channel) => {
  const message = `"${channel}" is not a channel that every machine can download: name one without a host, as in "stable", "1.95.0" or "nightly-2026-11-01"`;
  expect(() => find({ 'rust-toolchain': channel })).toThrow(`rust-toolchain: ${message}`);
  expect(() => find(toml(`channel = "${channel}"`))).toThrow(`rust-toolchain.toml: toolchain.channel: ${message}`);
});

// what the build reads it by is the expression of sed, which is held against this in test/toolchain/toolchain-file-steps.test.ts
test.each<[string, boolean]>([
  ['channel = "stable"', true],
  ["channel = 'stable'", true],
  ['\tchannel\t=\t"stable" # ours', true],
  ['channel="stable"', true],
  ['# channel = "beta"\nchannel = "stable"', true],
  ['"channel" = "stable"', false],
  ['channel = """stable"""', false],
  ['channel = "st\\u0061ble"', false],
  ['channel = "stable"\n[other]\nchannel = "1.95"', false],
])('a channel is written so that the build can read it: %j', (text, isReadable) => {
  if (isReadable) {
    expect(find(toml(text))).toBeDefined();
  } else {
    expect(() => find(toml(text))).toThrow(
      'rust-toolchain.toml: toolchain.channel can\'t be read while the image is built: write it once, on a line of its own, as in channel = "stable"',
    );
  }
});
