import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { runScript } from './script';
import { tempDir, writeTree } from '../util';

/** Looks for an executable in a folder where each of them is. */
function find(args: string[], env: Record<string, string> = {}) {
  const executables = ['target', 'out', '/x86'].flatMap((folder) =>
    ['debug', 'release', 'dist', 'bench', 'test', 'dev'].map(
      (profile) => `${folder === '/x86' ? 'target/x86' : folder}/${profile}/app`,
    ),
  );
  const files = Object.fromEntries(executables.map((path) => [path, '']));
  const cwd = writeTree(tempDir(), { ...files, 'target/release/data': '', 'target/release/folder/file': '' });
  executables.forEach((path) => chmodSync(join(cwd, path), 0o755));
  return runScript('get-executable.sh', args, { cwd, env: { CARGO_BUILD_TARGET: '', ...env } });
}

// https://doc.rust-lang.org/cargo/reference/profiles.html: the four built-in profiles share two folders
test.each([
  ['dev', 'debug'],
  ['test', 'debug'],
  ['release', 'release'],
  ['bench', 'release'],
  ['dist', 'dist'],
])('profile %s is in the folder %s', (profile, folder) => {
  expect(find(['--profile', profile, 'app'])).toMatchObject({ status: 0, stdout: `target/${folder}/app\n` });
  expect(find(['--target', 'x86', '--profile', profile, 'app']).stdout).toBe(`target/x86/${folder}/app\n`);
});

test.each<[string, string[], Record<string, string>]>([
  ['target/release/app', ['app'], {}],
  ['target/x86/release/app', ['--target', 'x86', 'app'], {}],
  ['target/x86/release/app', ['app'], { CARGO_BUILD_TARGET: 'x86' }],
  ['target/x86/release/app', ['--target', 'x86', 'app'], { CARGO_BUILD_TARGET: 'arm' }],
  // images of rust-musl have one of them, or both
  ['target/x86/release/app', ['app'], { RUST_MUSL_CROSS_TARGET: 'x86' }],
  ['target/x86/release/app', ['app'], { CARGO_BUILD_TARGET: 'x86', RUST_MUSL_CROSS_TARGET: 'arm' }],
  ['out/release/app', ['--target-dir', 'out', 'app'], {}],
  // what is built is said to cargo on its command line
  ['target/release/app', ['app'], { CARGO_TARGET_DIR: 'out' }],
])('finds %s by %j and %j', (path, args, env) => {
  expect(find(args, env)).toMatchObject({ status: 0, stdout: `${path}\n` });
});

test.each<[string, string[], RegExp]>([
  ['nothing there', ['nope'], /target\/release\/nope: no such file; was `cargo build --bin nope`/],
  ['another profile', ['--profile', 'fast', 'app'], /target\/fast\/app: no such file/],
  ['another target', ['--target', 'arm', 'app'], /target\/arm\/release\/app: no such file/],
  ['a folder', ['folder'], /no such file/],
  ['not executable', ['data'], /target\/release\/data: not executable/],
  ['no name', [], /expected one NAME, got 0/],
  ['two names', ['a', 'b'], /expected one NAME, got 2/],
  ['an unknown option', ['--fast', 'a'], /unknown option --fast/],
  ['no profile', ['--profile'], /--profile needs a name/],
  ['no folder', ['--target-dir'], /--target-dir needs a folder/],
])('says what is wrong: %s', (_, args, message) => {
  const { status, stdout, output } = find(args);
  expect(output).toMatch(message);
  expect(status).not.toBe(0);
  expect(stdout).toBe('');
});
