import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { BUILDER_IMAGE, ZIG_BUILDER_IMAGE } from './builder-image';
import { copyFromImage, runImage } from './container';
import { writtenCrate } from './crates';
import { ImageBuild, REAL, synth } from './image-build';
import { testLong } from './long';
import { run } from './shell';
import { Allocator, BuildStrategy, MuslRustChefOptions, Platform } from '../../src';
import { tempDir } from '../util';

const { LINUX_AMD64, LINUX_ARM64 } = Platform;

/**
 * A program that copies, moves, fills and compares, of which no compiler knows how much; and starts a thread as C code does,
 * which asks for no stack.
 */
const APP = {
  'Cargo.toml': '[package]\nname = "app"\nversion = "0.1.0"\nedition = "2021"\n',
  'src/main.rs': `use std::ffi::c_void;

extern "C" {
    fn memcpy();
    fn memmove();
    fn memcmp();
    fn pthread_create(thread: *mut usize, attributes: *const c_void, run: extern "C" fn(*mut c_void) -> *mut c_void, with: *mut c_void) -> i32;
    fn pthread_join(thread: usize, result: *mut c_void) -> i32;
    fn pthread_self() -> usize;
    fn pthread_getattr_np(thread: usize, attributes: *mut c_void) -> i32;
    fn pthread_attr_getstacksize(attributes: *const c_void, size: *mut usize) -> i32;
}

fn stack_size() -> usize {
    let mut size = 0;
    let mut attributes = [0u64; 8];
    unsafe {
        pthread_getattr_np(pthread_self(), attributes.as_mut_ptr().cast());
        pthread_attr_getstacksize(attributes.as_ptr().cast(), &mut size);
    }
    size
}

// by itself, or each thread would have room for it
#[inline(never)]
fn fill_a_mebibyte() {
    std::hint::black_box([1u8; 1 << 20]);
}

extern "C" fn run(result: *mut c_void) -> *mut c_void {
    let size = stack_size();
    if size > 1 << 20 {
        fill_a_mebibyte();
    }
    unsafe { *result.cast() = size };
    std::ptr::null_mut()
}

fn main() {
    let mut of_c = 0usize;
    unsafe {
        let mut thread = 0;
        pthread_create(&mut thread, std::ptr::null(), run, (&raw mut of_c).cast());
        pthread_join(thread, std::ptr::null_mut());
    }
    // those of one object file, whose code is not larger
    let near = |function: unsafe extern "C" fn()| (function as usize).abs_diff(memcmp as usize) < 4096;
    println!("{} {}", near(memcpy), near(memmove));
    let of_rust = std::thread::spawn(stack_size).join().unwrap();
    println!("{} {} KiB", of_c >> 10 & !7, of_rust >> 10 & !7);
    let size = std::env::args().count() * 1000;
    let mut one: Vec<u8> = (0..size).map(|i| (i * 7) as u8).collect();
    let other = one.clone();
    one.insert(3, one[0]);
    one.remove(3);
    let mut zeros = vec![1; size];
    zeros.fill(size as u8 - 232);
    println!("{} {} {:?}", one == other, zeros == one, zeros.cmp(&one));
}
`,
};
const OUTPUT = 'true false Less\n';

/** Behind what lies where: the stacks of a thread of C code and of one of Rust, and the rest. */
const withStacks = (ofC: number) => expect.stringMatching(new RegExp(`^.*\n${ofC} 2048 KiB\n${OUTPUT}$`));

/** What each program that is linked has, by how it is bound: ours are weak. */
function bindings(executable: string): Record<string, string> {
  const lines = run(['readelf', '--wide', '--syms', executable]).split('\n');
  const symbols = lines.map((line) => line.trim().split(/\s+/));
  return Object.fromEntries(
    symbols
      .filter(([, , , type, , , , name]) => type === 'FUNC' && /^(mem(cpy|move|set|cmp)|bcmp)$/.test(name))
      .map(([, , , , binding, , , name]) => [name, binding]),
  );
}

function built(
  options: MuslRustChefOptions,
  platform: Platform,
  profile = '',
): { readonly output: string; readonly file: string } {
  const crate = writtenCrate({
    ...APP,
    'Cargo.toml': APP['Cargo.toml'] + profile,
    'rust-toolchain.toml': '[toolchain]\nchannel = "stable"\n',
  });
  synth(crate, { allocator: Allocator.system(), platforms: [platform], ...options });
  const image = new ImageBuild(crate, { args: ['--set', `*.platform=${platform}`] }).succeeded.reference();
  const file = join(tempDir(), 'app');
  copyFromImage(image, '/usr/local/bin/app', file, platform);
  return { output: runImage(image, [], platform).stdout, file };
}

const { NATIVE, CROSS, EMULATED } = BuildStrategy;
const prepared = { builderImage: BUILDER_IMAGE };

function expectOurs(options: MuslRustChefOptions, platform: Platform, profile?: string): void {
  const { output, file } = built(options, platform, profile);
  // zig has a memcpy of its own, which is not the one here: nor is Arm's, of musl
  if (options.strategy === CROSS || platform === LINUX_AMD64) expect(output).toMatch(/^true true\n/);
  // zig asks for more itself
  expect(output).toEqual(withStacks(options.strategy === CROSS ? 8192 : 2048));
  expect(readFileSync(file, 'latin1')).toContain('muslrust-chef memory functions');
  // by zig's linker a program has no table of symbols
  if (options.strategy === CROSS) return;
  expect(bindings(file)).toMatchObject({ memmove: 'WEAK', bcmp: 'WEAK', memcmp: 'WEAK' });
  if (platform === LINUX_AMD64) expect(bindings(file)).toMatchObject({ memcpy: 'WEAK', memset: 'WEAK' });
}

// images.test.ts and native-code.test.ts have builds without a builder image and on rust-musl, which fail without them
test.each<[string, MuslRustChefOptions, Platform, string]>([
  ['native, by a builder image', { strategy: NATIVE, ...prepared }, LINUX_AMD64, ''],
  ['by zig, in a builder image', { strategy: CROSS, builderImage: ZIG_BUILDER_IMAGE }, LINUX_ARM64, ''],
  ['by zig, for the platform that builds', { strategy: CROSS, builderImage: ZIG_BUILDER_IMAGE }, LINUX_AMD64, ''],
  // zig has another C library for it
  [
    'by zig, with debug information',
    { strategy: CROSS, builderImage: ZIG_BUILDER_IMAGE },
    LINUX_AMD64,
    '[profile.release]\ndebug = "line-tables-only"\n',
  ],
])('a program has our memory functions: %s', (_, options, platform, profile) => expectOurs(options, platform, profile));

testLong('a program has our memory functions: emulated', () =>
  expectOurs({ strategy: EMULATED, ...prepared }, LINUX_ARM64),
);

test('with memoryFunctions: false a program has those of musl, and is hardly smaller', () => {
  const ours = built({ ...prepared }, LINUX_AMD64);
  const musls = built({ ...prepared, memoryFunctions: false }, LINUX_AMD64);
  expect(ours.output).toEqual(withStacks(2048));
  expect(musls.output).toEqual(withStacks(128));
  expect(readFileSync(musls.file, 'latin1')).not.toContain('muslrust-chef memory functions');
  expect(bindings(musls.file)).toMatchObject({ memcpy: 'GLOBAL', memcmp: 'GLOBAL' });
  expect(statSync(ours.file).size - statSync(musls.file).size).toBeLessThan(16 * 1024);
});

// what is not there can't be taken out of a real image by its path
(REAL ? test.skip : test)('a build fails where a program is linked without them', () => {
  const crate = writtenCrate(APP);
  synth(crate, { allocator: Allocator.system(), platforms: [LINUX_AMD64], ...prepared });
  const dockerfile = join(crate, 'Dockerfile');
  run(['sed', '-i', 's/^RUN memory-functions.sh install .*/RUN true/', dockerfile]);
  const { result } = new ImageBuild(crate, { args: ['--set', `*.platform=${LINUX_AMD64}`] });
  expect(result.status).not.toBe(0);
  expect(result.output).toContain('was linked without the memory functions');
});
