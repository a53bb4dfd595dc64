import { chmodSync, copyFileSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runScript } from './script';
import { tempDir, writeTree } from '../util';

// What is new to cargo, and what is as old as it was, beside target folders that are made by hand. That cargo does with
// them what is expected here is for test/lab/restore-mtimes.test.ts to show.

const SOURCES = {
  'Cargo.toml': '[workspace]\nmembers = ["app", "lib"]\n',
  'app/Cargo.toml': '[package]\nname = "app"\n',
  'app/src/main.rs': 'fn main() {}\n',
  'app/text.txt': 'embedded\n',
  'lib/Cargo.toml': '[package]\nname = "lib"\n',
  'lib/src/lib.rs': '\n',
  'CHANGELOG.md': 'read by nobody\n',
  'query.sql': 'read by a macro, perhaps\n',
};

/** What cargo leaves of a crate `app` that is made of `main.rs` and `text.txt`. */
const DEP_INFO = 'app/src/main.rs:\n\napp/text.txt:\n';
const LAYOUTS: Record<string, Record<string, string>> = {
  'up to cargo 1.99': {
    'deps/app-0123456789abcdef.d': DEP_INFO,
    'deps/libapp-0123456789abcdef.rlib': '',
    '.fingerprint/app-0123456789abcdef/invoked.timestamp': '',
    '.fingerprint/app-0123456789abcdef/bin-app': '',
  },
  'from cargo 1.100 on': {
    'build/app/0123456789abcdef/out/app.d': DEP_INFO,
    'build/app/0123456789abcdef/out/libapp.rlib': '',
    'build/app/0123456789abcdef/fingerprint/invoked.timestamp': '',
    'build/app/0123456789abcdef/fingerprint/bin-app': '',
  },
};
const PROFILES = ['debug', 'x86_64-unknown-linux-musl/release'];
const COMPILED = Object.entries(LAYOUTS).flatMap(([layout, files]) =>
  PROFILES.map((profile): [string, Record<string, string>] => [`${layout}, in ${profile}`, below(profile, files)]),
);

/** The script waits for the next second; here it need not, since no compiler runs after it. */
const NO_SLEEP = writeTree(tempDir(), { sleep: '#!/bin/sh\n' });
chmodSync(join(NO_SLEEP, 'sleep'), 0o755);

const HOUR = 3600;
const seconds = () => Math.floor(Date.now() / 1000);

function below(folder: string, files: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(files).map(([path, text]) => [`target/${folder}/${path}`, text]));
}

/** A workspace whose files have their times, as after a first build. */
function workspace(): string {
  const root = writeTree(tempDir(), SOURCES);
  restore(root);
  return root;
}

/** Puts compiled things there, all of one time. */
function compile(root: string, files: Record<string, string>, time = seconds()): void {
  writeTree(root, files);
  Object.keys(files).forEach((path) => utimesSync(join(root, path), time, time));
}

const edit = (root: string, path: string) => writeFileSync(join(root, path), 'edited\n');

/** Does what a checkout does, and runs the script: the time of each file. */
function restore(
  root: string,
  args: string[] = [],
  env: Record<string, string> = {},
  script = 'restore-mtimes.sh',
): Record<string, number> {
  for (const path of sourcesIn(root)) utimesSync(join(root, path), 1e9, 1e9);
  const { status, output } = runScript(script, args, {
    cwd: root,
    env: { ...env, PATH: `${NO_SLEEP}:${process.env.PATH}` },
  });
  expect(output).toBe('');
  expect(status).toBe(0);
  return Object.fromEntries(sourcesIn(root).map((path) => [path, statSync(join(root, path)).mtimeMs / 1000]));
}

function sourcesIn(root: string): string[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
    (path) => !/^target\b/.test(path) && statSync(join(root, path)).isFile(),
  );
}

/** The files that are newer than a time. */
const newer = (times: Record<string, number>, time: number) =>
  Object.keys(times)
    .filter((path) => times[path] > time)
    .sort();
const ALL = Object.keys(SOURCES).sort();

test('nothing changes: all is as old as it was', () => {
  const root = workspace();
  const before = restore(root);
  expect(restore(root)).toEqual(before);
});

describe.each(COMPILED)('compiled by a cargo %s', (_, compiled) => {
  test('what did not change is not newer than what was compiled', () => {
    const root = workspace();
    const time = seconds();
    compile(root, compiled, time);
    expect(newer(restore(root), time)).toEqual([]);
  });

  test.each([
    ['within this second', 0],
    ['by a machine whose clock is an hour ahead', HOUR],
    ['by one whose clock is an hour behind', -HOUR],
  ])('an edit of a source is newer: compiled %s', (__, ahead) => {
    const root = workspace();
    const time = seconds() + ahead;
    compile(root, compiled, time);
    edit(root, 'lib/src/lib.rs');
    const times = restore(root);
    expect(times['lib/src/lib.rs']).toBeGreaterThan(time);
    expect(newer(times, Math.max(time, seconds() - HOUR / 2))).toContain('lib/src/lib.rs');
  });

  test('an edit of a file that is embedded is new to the crate that embeds it, and to no other', () => {
    const root = workspace();
    const time = seconds() + HOUR;
    compile(root, compiled, time);
    edit(root, 'app/text.txt');
    expect(newer(restore(root), time)).toEqual(['app/text.txt']);
  });

  test('an edit of a file that nobody reads is new to nobody else', () => {
    const root = workspace();
    const time = seconds() + HOUR;
    compile(root, compiled, time);
    edit(root, 'CHANGELOG.md');
    expect(newer(restore(root), time)).toEqual(['CHANGELOG.md']);
  });
});

/** The script, beside another one that lists these crates, which may read any file. */
function readers(list: string): string {
  const folder = writeTree(tempDir(), { 'silent-readers.sh': `#!/bin/sh\n${list}\n` });
  copyFileSync(join(__dirname, '../../assets/restore-mtimes.sh'), join(folder, 'restore-mtimes.sh'));
  chmodSync(join(folder, 'silent-readers.sh'), 0o755);
  return join(folder, 'restore-mtimes.sh');
}
const LIB = 'lib/src/lib.rs';

test.each<[string, (root: string) => void, string, string[]]>([
  ['an edited file', (root) => edit(root, 'CHANGELOG.md'), `echo ./${LIB}`, ['CHANGELOG.md', LIB]],
  ['a new file', (root) => edit(root, 'app/new.sql'), `echo ./${LIB}`, ['app/new.sql', LIB]],
  ['a file that is gone', (root) => rmSync(join(root, 'query.sql')), `echo ./${LIB}`, ['Cargo.toml', LIB]],
  [
    'one that another crate told cargo of',
    (root) => edit(root, 'app/text.txt'),
    `echo ./${LIB}`,
    ['app/text.txt', LIB],
  ],
  [
    'but none that one of them told cargo of',
    (root) => edit(root, 'app/text.txt'),
    `echo ./${LIB}; printf './app/src/main.rs\\t./app/text.txt\\n'`,
    ['app/text.txt'],
  ],
  ['a source', (root) => edit(root, 'app/src/main.rs'), `echo ./${LIB}`, ['app/src/main.rs']],
  ['a manifest', (root) => edit(root, 'app/Cargo.toml'), `echo ./${LIB}`, ['app/Cargo.toml', LIB]],
  [
    'versions of dependencies, which a build script may read that says nothing',
    (root) => edit(root, 'Cargo.lock'),
    `echo ./${LIB}`,
    ['Cargo.lock', 'Cargo.toml', 'app/Cargo.toml', 'lib/Cargo.toml', LIB],
  ],
  [
    'but not for what belongs to the toolchain',
    (root) => edit(root, 'rust-toolchain.toml'),
    `echo ./${LIB}`,
    ['rust-toolchain.toml'],
  ],
  ['any, if it is not known who reads files', (root) => edit(root, 'CHANGELOG.md'), 'exit 1', ALL],
])('a crate with a macro that may read files is new to cargo for %s', (_, change, list, expected) => {
  const root = workspace();
  const time = seconds() + HOUR;
  compile(root, COMPILED[0][1], time);
  change(root);
  expect(newer(restore(root, [], {}, readers(list)), time)).toEqual(expected);
});

describe('what the linker may read is new to all', () => {
  test.each<[string, Record<string, string>, string, Record<string, string>]>([
    [
      'a flag in cargo’s configuration',
      { '.cargo/config.toml': 'rustflags = ["-Clink-arg=-Tapp/link.x"]' },
      'link.x',
      {},
    ],
    ['a flag in a variable', {}, 'link.x', { RUSTFLAGS: '-Clink-arg=-Tlink.x' }],
    [
      'what a build script printed',
      below('release/build/app-0123', { output: 'cargo:rustc-link-arg=-Tlink.x' }),
      'link.x',
      {},
    ],
    ['the same', below('release/build/app/0123/run', { stdout: 'cargo::rustc-link-arg=-Tlink.x' }), 'link.x', {}],
    ['a library of C', {}, 'libz.a', {}],
  ])('%s', (_, files, name, env) => {
    const root = writeTree(workspace(), { ...files, [`app/${name}`]: '1\n' });
    restore(root, [], env);
    const time = seconds() + HOUR;
    compile(root, COMPILED[0][1], time);
    expect(newer(restore(root, [], env), time)).toEqual([]);
    edit(root, `app/${name}`);
    expect(newer(restore(root, [], env), time)).toEqual(sourcesIn(root).sort());
  });
});

describe('all is new, each time', () => {
  const [[, OLD], , [, NEW]] = COMPILED;
  const UNKNOWN = below('debug', {
    'units/app/app.d': DEP_INFO,
    'units/app/libapp.rlib': '',
    'units/app/state/invoked.timestamp': '',
  });

  test.each<[string, Record<string, string>, Record<string, string>]>([
    ['where compiled things are there, but not as any known cargo keeps them', {}, UNKNOWN],
    ['where nothing but a program was compiled so', {}, below('debug', { 'units/app/app.d': DEP_INFO })],
    ['where the older layout is there too, from before', OLD, UNKNOWN],
    ['where the newer layout is there too, from before', NEW, UNKNOWN],
    [
      'where what was compiled last was not noted: cargo was killed',
      OLD,
      below('debug', { 'deps/libapp-0123456789abcdef.rmeta': '' }),
    ],
  ])('%s', (_, before, after) => {
    const root = workspace();
    const time = seconds() + HOUR;
    compile(root, before, time - 2);
    compile(root, after, time);
    expect(newer(restore(root), time)).toEqual(ALL);
    expect(newer(restore(root), time)).toEqual(ALL);
  });
});

test.each([
  ['the C library of zig', { 'target/zig/o/4567/libc.a': '', 'target/zig/h/0123.txt': '' }],
  ['the notes of cargo about itself', { 'target/.rustc_info.json': '{}', 'target/CACHEDIR.TAG': '' }],
  ['a program without anything that it was compiled from', { 'target/release/app': '', 'target/release/app.d': '' }],
])('nothing that a crate was compiled from is there, but %s: what did not change is as old as it was', (_, other) => {
  const root = workspace();
  const before = restore(root);
  compile(root, other, seconds() + HOUR);
  expect(restore(root)).toEqual(before);
});

test('a variable of another value makes manifests new, which a build script that says nothing depends on', () => {
  const root = workspace();
  const with_ = (value: string) => restore(root, ['REVISION'], { REVISION: value });
  with_('a');
  const before = with_('a');
  const latest = Math.max(...Object.values(before));
  compile(root, below('release/.fingerprint', { app: '' }), latest + HOUR);
  const manifests = ALL.filter((path) => /(^|\/)Cargo\.toml$/.test(path));
  expect(manifests).not.toEqual([]);
  expect(newer(with_('a'), latest)).toEqual([]);
  expect(newer(with_('b'), latest)).toEqual(manifests);
  expect(newer(with_('b\nc'), latest)).toEqual(manifests);
});

test.each<[string, string[], RegExp]>([
  ['an option', ['--here'], /unknown option --here/],
  ['no folder', ['--target-dir'], /--target-dir needs a folder/],
  ['no workspace', [], /no Cargo\.toml here/],
])('says what is wrong: %s', (_, args, message) => {
  const { status, output } = runScript('restore-mtimes.sh', args, { cwd: tempDir() });
  expect(status).not.toBe(0);
  expect(output).toMatch(message);
});
