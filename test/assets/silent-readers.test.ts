import { createHash } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { runScript } from './script';
import { tempDir, writeTree } from '../util';

// Which macros could read files, and which crates use them, beside target folders that are made by hand. That cargo's are like
// that is for test/lab/restore-mtimes.test.ts to show.

/** A compilation: what it depends on, and the text of its source; none where that is not there. */
interface Unit {
  readonly kind?: 'lib' | 'macro' | 'cdylib' | 'build-script' | 'run-build-script';
  readonly source?: string;
  readonly dependencies?: string[];
  /** Whether its source is in cargo's registry, and not in the workspace. */
  readonly isForeign?: true;
}
type Units = Record<string, Unit>;

/** How a source says that it reads files, or could. */
const READING = [
  'let text = std::fs::read_to_string(path);',
  'use std::{env, fs};',
  '    fs,',
  'use std::fs as files;',
  'std::process::Command::new("cat")',
  'use std::process::{Command, Stdio};',
  'use std::{env, process};',
  'use std::process;',
  'extern "C" {',
  'extern {',
  'core::arch::asm!("syscall")',
  'if path.exists() {',
  'paths.filter(|path| path.is_file())',
  'paths.all(Path::exists)',
  'Path::new(folder).read_dir()',
  'let size = path.metadata()?.len();',
];

/** What is like that, and reads nothing. */
const PURE = [
  'quote! { impl #name {} }',
  '// std::fs::read is not called',
  '    /// Not by `fs`.',
  '"extern" => Kind::Extern,',
  'extern crate proc_macro;',
  'extern "C" fn callback() {}',
  'let offset = self.process(tokens);',
  'std::process::abort();',
  'span.metadata().fields()',
  'panic!("{} exists", name)',
  'set.canonicalize();',
];

const SOURCES = [
  ...READING.map((source) => ({ source, reads: true })),
  ...PURE.map((source) => ({ source, reads: false })),
];
/** A macro and a crate that uses it, for each source. */
const EACH: Units = Object.fromEntries(
  SOURCES.flatMap(({ source }, i) => [
    [`macro_${i}`, { kind: 'macro', source }],
    [`user_${i}`, { dependencies: [`macro_${i}`] }],
  ]),
);

const CRATES: Units = {
  silent: { kind: 'macro', source: 'std::fs::read' },
  pure: { kind: 'macro' },
  // what is no macro may read files: it does when it runs
  runtime: { source: 'std::fs::read' },
  uses_runtime: { dependencies: ['runtime', 'pure'] },
  // a library in two forms is no macro
  both: { kind: 'cdylib', source: 'std::fs::read' },
  uses_both: { dependencies: ['both'] },
  // by another crate
  facade: { dependencies: ['silent'] },
  uses_facade: { dependencies: ['pure', 'facade'] },
  // a macro is made of other crates
  made_of_reader: { kind: 'macro', dependencies: ['runtime'] },
  uses_made_of_reader: { dependencies: ['made_of_reader'] },
  // but not of what its build script is made of
  build_script: { kind: 'build-script', dependencies: ['runtime', 'silent'] },
  run_build_script: { kind: 'run-build-script', dependencies: ['build_script'] },
  built: { kind: 'macro', dependencies: ['run_build_script'] },
  uses_built: { dependencies: ['built', 'run_build_script'] },
  // what is not known could be anything
  hidden: { kind: 'macro', source: undefined },
  uses_hidden: { dependencies: ['hidden'] },
  uses_unknown: { dependencies: ['unknown'] },
  // a macro that is made by one
  by_silent: { kind: 'macro', dependencies: ['silent'] },
};
const READERS = [
  'build_script',
  'by_silent',
  'facade',
  'uses_facade',
  'uses_hidden',
  'uses_made_of_reader',
  'uses_unknown',
];

const LAYOUTS: Record<string, (pkg: string, hash: string) => { notes: string; depInfo: string }> = {
  'up to cargo 1.99': (pkg, hash) => ({
    notes: `.fingerprint/${pkg}-${hash}`,
    depInfo: `deps/${pkg}-${hash}.d`,
  }),
  'from cargo 1.100 on': (pkg, hash) => ({
    notes: `build/${pkg}/${hash}/fingerprint`,
    depInfo: `build/${pkg}/${hash}/out/${pkg}.d`,
  }),
};

/** A workspace with its target folder. */
function compiled(units: Units, layout: string, registry = tempDir()): string {
  const names = Object.keys(units);
  const hashOf = (name: string) => names.indexOf(name).toString(16).padStart(16, '0');
  // of 64 bits or somewhat less
  const numberOf = (name: string) =>
    BigInt(
      `0x${createHash('sha256')
        .update(name)
        .digest('hex')
        .slice(name.length % 4, 16)}`,
    );
  const files = names.flatMap((name): [string, string][] => {
    const { kind = 'lib', dependencies = [], isForeign } = units[name];
    const { notes, depInfo } = LAYOUTS[layout](name, hashOf(name));
    const number = Buffer.alloc(8);
    number.writeBigUInt64LE(numberOf(name));
    const deps = dependencies.map((other, i) => `[${i},"renamed",false,${numberOf(other)}]`);
    const path = isForeign ? join(registry, `${name}.rs`) : `crates/${name}/lib.rs`;
    const outputs = { macro: ['so'], cdylib: ['so', 'rlib'] }[kind as string] ?? ['rlib'];
    const made = outputs.map((ending) => `/target/lib${name}.${ending}: ${path} ${path}.txt\n`).join('\n');
    return [
      [`target/debug/${notes}/${kind}-${name}`, number.toString('hex')],
      [
        `target/debug/${notes}/${kind}-${name}.json`,
        `{"rustc":1,"deps":[${deps.join(',')}],"local":[{"Precalculated":"1"}]}`,
      ],
      ...(kind === 'run-build-script'
        ? []
        : [[`target/debug/${depInfo}`, `${made}\n${path}:\n\n${path}.txt:\n`] as [string, string]]),
      ...('source' in units[name] && units[name].source === undefined
        ? []
        : ([
            [path, `${units[name].source ?? ''}\n`],
            [`${path}.txt`, ''],
          ] as [string, string][])),
    ];
  });
  const isSource = ([path]: [string, string]) => path.startsWith(registry);
  writeTree(
    registry,
    Object.fromEntries(files.filter(isSource).map(([path, text]) => [relative(registry, path), text])),
  );
  return writeTree(tempDir(), Object.fromEntries(files.filter((file) => !isSource(file))));
}

/** The crates that are listed. */
function listed(root: string): string[] {
  const { status, output } = runScript('silent-readers.sh', [], { cwd: root });
  expect(status).toBe(0);
  const lines = output.split('\n').filter((line) => line);
  return lines
    .map((line) => /^\.\/crates\/(\w+)\/lib\.rs\t\.\/crates\/\1\/lib\.rs\.txt$/.exec(line)?.[1] ?? line)
    .sort();
}

describe.each(Object.keys(LAYOUTS))('compiled by a cargo %s', (layout) => {
  test('a macro could read files whose source says so', () => {
    const users = listed(compiled(EACH, layout));
    expect(SOURCES.filter((_, i) => users.includes(`user_${i}`)).map(({ source }) => source)).toEqual(READING);
  });

  test('the crates that use such a macro are listed, and no others', () => {
    expect(listed(compiled(CRATES, layout))).toEqual(READERS);
  });

  test('what was found out about a dependency holds where its source is not there', () => {
    const units: Units = {
      silent: { kind: 'macro', source: 'std::fs::read', isForeign: true },
      uses_silent: { dependencies: ['silent'] },
      part: { isForeign: true },
      pure: { kind: 'macro', dependencies: ['part'], isForeign: true },
      uses_pure: { dependencies: ['pure'] },
      own: { kind: 'macro' },
      uses_own: { dependencies: ['own'] },
    };
    const registry = tempDir();
    const root = compiled(units, layout, registry);
    expect(listed(root)).toEqual(['uses_silent']);
    rmSync(registry, { recursive: true });
    // an edit of one of the workspace is seen
    writeTree(root, { 'crates/own/lib.rs': 'std::fs::read' });
    expect(listed(root)).toEqual(['uses_own', 'uses_silent']);
    expect(listed(root)).toEqual(['uses_own', 'uses_silent']);
    // what another script found says nothing of the rules of this one
    const list = join(root, 'target/.silent');
    writeFileSync(list, readFileSync(list, 'utf8').replace(/^./, 'x'));
    expect(listed(root)).toEqual(['uses_own', 'uses_pure', 'uses_silent']);
    rmSync(list);
    expect(listed(root)).toEqual(['uses_own', 'uses_pure', 'uses_silent']);
  });
});

test('where nothing was compiled there are none', () => {
  expect(listed(writeTree(tempDir(), { 'target/CACHEDIR.TAG': '' }))).toEqual([]);
});

test('another target folder', () => {
  const root = compiled(CRATES, 'up to cargo 1.99');
  const { status, output } = runScript('silent-readers.sh', ['--target-dir', join(root, 'target')], { cwd: root });
  expect({ status, lines: output.trim().split('\n').length }).toEqual({ status: 0, lines: READERS.length });
});

test('says what is wrong', () => {
  const { status, output } = runScript('silent-readers.sh', ['--here'], { cwd: tempDir() });
  expect(status).toBe(1);
  expect(output).toMatch(/unknown argument --here/);
});
