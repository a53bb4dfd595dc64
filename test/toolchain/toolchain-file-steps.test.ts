import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { BuilderBase, BuildStrategy, MuslRustChefOptions } from '../../src';
import { CRATE, synth } from '../synth';
import { tempDir, writeTree } from '../util';

type File = 'rust-toolchain.toml' | 'rust-toolchain';
const toml = (text: string) => `[toolchain]\n${text}\n`;

/** The script of the step that follows the COPY of the toolchain file. */
function script(files: Record<string, string>, options?: MuslRustChefOptions): string {
  const dockerfile = readFileSync(join(synth({ ...CRATE, ...files }, options).dir, 'Dockerfile'), 'utf8');
  return /\nCOPY rust-toolchain(?:\.toml)? \.\/\nRUN <<"EOF"\n([^]*?)\nEOF\n/.exec(dockerfile)![1];
}

/** What it has rustup do, in an image whose toolchain is `here` and of release 1.98.0. */
function calls(file: File, text: string, here = 'stable-x86_64-unknown-linux-gnu', extra: Record<string, string> = {}) {
  const folder = writeTree(tempDir(), {
    [file]: text,
    'bin/rustup': `#!/bin/sh\n[ "$*" = default ] && echo '${here} (default)' || echo "$*" >> calls\n`,
    // rustup's proxies take the toolchain first; without it they would follow the file
    'bin/rustc': `#!/bin/sh\n[ "$*" = '+${here} --version' ] && echo 'rustc 1.98.0 (0123abcd 2026-08-20)'\n`,
  });
  ['bin/rustup', 'bin/rustc'].forEach((path) => chmodSync(join(folder, path), 0o755));
  execFileSync('sh', ['-c', script({ [file]: text, ...extra })], {
    cwd: folder,
    env: { PATH: `${join(folder, 'bin')}:${process.env.PATH}`, CARGO_BUILD_TARGET: 'x86_64-unknown-linux-musl' },
  });
  rmSync(join(folder, 'bin'), { recursive: true });
  return readFileSync(join(folder, 'calls'), 'utf8').trimEnd().split('\n');
}

const install = (channel: string) => `toolchain install --no-self-update --profile minimal ${channel}`;
const TARGET = 'target add x86_64-unknown-linux-musl';
const HERE = 'stable-x86_64-unknown-linux-gnu';

test.each<[string, File, string]>([
  ['stable', 'rust-toolchain.toml', toml('channel = "stable"')],
  [
    'what RustProject writes',
    'rust-toolchain.toml',
    toml('channel = "stable"\ncomponents = [ "clippy", "rustfmt" ]\nprofile = "minimal"'),
  ],
  [
    'components for people, on several lines',
    'rust-toolchain.toml',
    toml('components = [\n  "rustfmt",\n  "rust-analyzer", # for editors\n  "rust-src",\n]\nchannel="stable" # ours'),
  ],
  ['no channel', 'rust-toolchain.toml', toml('components = ["clippy", "rust-docs", "miri"]')],
  ['a literal string', 'rust-toolchain.toml', toml("\tchannel\t=\t'stable'")],
  ['an inline table', 'rust-toolchain.toml', 'toolchain = { components = ["clippy"], channel = "stable" }\n'],
  ['a dotted key', 'rust-toolchain.toml', 'toolchain.channel = "stable"\n'],
  ['the release that is here', 'rust-toolchain.toml', toml('channel = "1.98.0"\ncomponents = ["clippy"]')],
  ['a bare channel', 'rust-toolchain', 'stable\n'],
  ['a bare channel without a line break', 'rust-toolchain', ' stable'],
  ['TOML under the older name', 'rust-toolchain', toml('channel = "stable"\ncomponents = ["clippy"]')],
])("the image's compiler stays, and nothing but the target is added: %s", (_, file, text) => {
  expect(calls(file, text)).toEqual([`override set ${HERE}`, TARGET]);
});

test.each([
  '1.97.0',
  '1.98',
  '1.98.1',
  '1.9',
  '1.98.0-beta.3',
  'beta',
  'beta-2026-10-01',
  'nightly',
  'nightly-2026-11-01',
  'stable-2026-08-20',
])('any other is exactly that: %s', (channel) => {
  const expected = [install(channel), `override set ${channel}`, TARGET];
  expect(calls('rust-toolchain.toml', toml(`channel = "${channel}"\ncomponents = ["rustfmt"]`))).toEqual(expected);
  expect(calls('rust-toolchain', `${channel}\n`)).toEqual(expected);
});

test('nightly is the one that is here, where one is', () => {
  const here = 'nightly-aarch64-unknown-linux-gnu';
  expect(calls('rust-toolchain.toml', toml('channel = "nightly"'), here)).toEqual([`override set ${here}`, TARGET]);
  expect(calls('rust-toolchain.toml', toml('channel = "nightly-2026-11-01"'), here)[0]).toBe(
    install('nightly-2026-11-01'),
  );
});

test('components that a build needs are added, to what is there', () => {
  const text = toml('channel = "stable"\ncomponents = ["clippy", "rustc-dev", "llvm-tools"]');
  expect(calls('rust-toolchain.toml', text).at(-1)).toBe('component add rustc-dev llvm-tools');
});

test('rust-src is one where cargo compiles the standard library', () => {
  const config = { '.cargo/config.toml': '[unstable]\nbuild-std = ["std"]\n' };
  const text = toml('channel = "nightly-2026-11-01"\ncomponents = ["rust-src"]');
  expect(calls('rust-toolchain.toml', text, HERE, config).at(-1)).toBe('component add rust-src');
});

test('other targets are added too: a build script may compile for them', () => {
  const text = toml(
    'channel = "stable"\ntargets = ["wasm32-unknown-unknown", "aarch64-unknown-linux-musl", "x86_64-unknown-linux-musl"]',
  );
  expect(calls('rust-toolchain.toml', text).at(-1)).toBe(`${TARGET} wasm32-unknown-unknown`);
});

test.each<[string, MuslRustChefOptions, string]>([
  [
    'zig compiles for all platforms',
    { strategy: BuildStrategy.CROSS },
    'rustup target add x86_64-unknown-linux-musl aarch64-unknown-linux-musl',
  ],
  ['rust-musl', { builderBase: BuilderBase.rustMusl() }, 'rustup target add "$CARGO_BUILD_TARGET"'],
])('the targets are those of the strategy: %s', (_, options, expected) => {
  expect(script({ 'rust-toolchain.toml': toml('channel = "1.95.0"') }, options)).toContain(`\n${expected}`);
});

test('nothing is asked of rustup where there is no such file', () => {
  const { dir } = synth(CRATE);
  expect(existsSync(join(dir, 'rust-toolchain.toml'))).toBe(false);
  expect(readFileSync(join(dir, 'Dockerfile'), 'utf8')).not.toContain('rustup');
});

test.each<[string, File, string, RegExp]>([
  ['a host', 'rust-toolchain', 'stable-x86_64-unknown-linux-gnu\n', /^rust-toolchain: "stable-x86.*without a host/],
  [
    'a toolchain of this machine',
    'rust-toolchain.toml',
    toml('channel = "esp"'),
    /"esp" is not a channel that every machine can download/,
  ],
  ['a path', 'rust-toolchain.toml', toml('path = "/opt/rust"'), /names a toolchain of this machine/],
  [
    'a channel that sed would not find',
    'rust-toolchain.toml',
    toml('"channel" = "stable"'),
    /write it once, on a line of its own, as in channel = "stable"/,
  ],
  [
    'one that it would find twice',
    'rust-toolchain.toml',
    `${toml('channel = "stable"')}[other]\nchannel = "1.2"\n`,
    /write it once/,
  ],
])('is refused: %s', (_, file, text, message) => {
  expect(() => synth({ ...CRATE, [file]: text })).toThrow(message);
});
