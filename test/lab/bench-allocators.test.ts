import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { BUILDER_IMAGE, ZIG_BUILDER_IMAGE } from './builder-image';
import { writtenCrate } from './crates';
import { REAL, synth } from './image-build';
import { isShort } from './long';
import { attempt } from './shell';
import { Allocator, BuildStrategy, MuslRustChefOptions } from '../../src';
import { readTree, tempDir, writeTree } from '../util';

/** An allocator's crate that takes so many MiB beside what it is asked for, once that is a MiB. */
function wasteful(name: string, version: string, type: string, mebibytes: string): Record<string, string> {
  const folder = `vendor/${name}`;
  return {
    [`${folder}/Cargo.toml`]: `[package]\nname = "${name}"\nversion = "${version}"\nedition = "2021"\n\n[features]\nsecure = []\n`,
    [`${folder}/src/lib.rs`]: `use std::alloc::{GlobalAlloc, Layout, System};
pub struct ${type};
unsafe impl GlobalAlloc for ${type} {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        if layout.size() == 1 << 20 {
            let size = (${mebibytes}) << 20;
            std::hint::black_box(System.alloc(Layout::from_size_align(size, 1).unwrap())).write_bytes(1, size);
        }
        System.alloc(layout)
    }
    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        System.dealloc(pointer, layout)
    }
}
`,
    [`${folder}/.cargo-checksum.json`]: `{"files":{},"package":"${'0'.repeat(64)}"}`,
  };
}

const APP = {
  'Cargo.toml': '[package]\nname = "app"\nversion = "0.1.0"\nedition = "2021"\n',
  // serves where it is told to, until it is killed
  'src/main.rs': `use std::hint::black_box;
use std::net::TcpListener;

fn main() {
    black_box(Vec::<u8>::with_capacity(1 << 20));
    if std::env::var("MIMALLOC_PURGE_DELAY").is_ok() {
        black_box(vec![1u8; 5 << 20]);
    }
    if std::env::args().nth(1).as_deref() == Some("serve") {
        TcpListener::bind("0.0.0.0:8097").unwrap().incoming().for_each(drop);
    }
    assert_eq!(std::env::args().nth(1).as_deref(), Some("it's"));
}
`,
  '.cargo/config.toml': '[source.crates-io]\nreplace-with = "vendored"\n[source.vendored]\ndirectory = "vendor"\n',
  ...wasteful('mimalloc', '0.1.52', 'MiMalloc', 'if cfg!(feature = "secure") { 40 } else { 20 }'),
  ...wasteful('tikv-jemallocator', '0.7.0', 'Jemalloc', '60'),
};

/** An engine that keeps its images in the registry, as that of the lab does. */
function engine(): string {
  const folder = writeTree(tempDir(), {
    docker: `#!/bin/sh
for arg; do
  shift
  case $arg in *.tags=*) arg="\${arg%%=*}=$LAB_REGISTRY/\${arg#*=}" ;; esac
  set -- "$@" "$arg"
done
[ "$1 $2" != 'buildx bake' ] || set -- "$@" --set '*.output=type=registry' --provenance=false
[ "$1 $2" != 'image rm' ] || exit 0
exec ${join(__dirname, 'engine/docker')} "$@"
`,
  });
  chmodSync(join(folder, 'docker'), 0o755);
  return folder;
}

/** The table's peaks, in MiB. */
function peaks(crate: string, args: string[], env: Record<string, string> = {}): Record<string, number> {
  const before = readTree(crate);
  const { status, stdout, output } = attempt(
    [process.execPath, require.resolve('projen/bin/projen'), 'image:bench-allocators', ...args],
    { cwd: crate, env: { BENCH_RUNS: '1', ...(!REAL && { PATH: `${engine()}:${process.env.PATH}` }), ...env } },
  );
  if (status !== 0) throw new Error(output.slice(-8000));
  expect(readTree(crate)).toEqual(before);
  const rows = [...stdout.matchAll(/^ {2}(\S.*?) +[\d.]+ +[\d.]+ +([\d.]+)(  <- configured)?$/gm)];
  return Object.fromEntries(rows.map(([, name, peak, mark = '']) => [name + mark, Number(peak)]));
}

const NAMES = [
  "musl's own",
  'mimalloc',
  'mimalloc, memory-bounded',
  'mimalloc, huge pages',
  'mimalloc, secure',
  'jemalloc',
];

/** Each takes as much more than musl's own as its crate and its variables have it. */
function expectEach(measured: Record<string, number>, configured: string): void {
  const names = NAMES.map((name) => (name === configured ? `${name}  <- configured` : name));
  expect(Object.keys(measured)).toEqual(names);
  const [own, ...others] = names.map((name) => measured[name]);
  expect(own).toBeLessThan(5);
  expect(others.map((peak) => Math.round((peak - own) / 5) * 5)).toEqual([20, 25, 20, 40, 60]);
}

const PROJECTS: [string, string, MuslRustChefOptions][] = [
  ['with mimalloc', 'mimalloc', { builderImage: BUILDER_IMAGE }],
  [
    'with musl’s own, by zig',
    "musl's own",
    { strategy: BuildStrategy.CROSS, builderImage: ZIG_BUILDER_IMAGE, allocator: Allocator.system() },
  ],
];

// by zig there are twelve builds more
test.each(isShort ? PROJECTS.slice(0, 1) : PROJECTS)(
  'a program is measured with each allocator, of a project %s',
  (_, configured, options) => {
    const crate = writtenCrate({ ...APP, '.projenrc.js': '' });
    synth(crate, { images: [{ binary: 'app', ports: [8097] }], ...options });
    expectEach(peaks(crate, ['--', "it's"]), configured);
    expectEach(peaks(crate, ['serve'], { BENCH_LOAD: 'sleep 0.2' }), configured);
  },
);
