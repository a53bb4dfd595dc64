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

/** A program that copies, moves, fills and compares, of which no compiler knows how much. */
const APP = {
  'Cargo.toml': '[package]\nname = "app"\nversion = "0.1.0"\nedition = "2021"\n',
  'src/main.rs': `fn main() {
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

function built(options: MuslRustChefOptions, platform: Platform): { readonly output: string; readonly file: string } {
  const crate = writtenCrate({
    ...APP,
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

function expectOurs(options: MuslRustChefOptions, platform: Platform): void {
  const { output, file } = built(options, platform);
  expect(output).toBe(OUTPUT);
  expect(readFileSync(file, 'latin1')).toContain('muslrust-chef memory functions');
  // by zig's linker a program has no table of symbols
  if (options.strategy === CROSS) return;
  expect(bindings(file)).toMatchObject({ memmove: 'WEAK', bcmp: 'WEAK', memcmp: 'WEAK' });
  if (platform === LINUX_AMD64) expect(bindings(file)).toMatchObject({ memcpy: 'WEAK', memset: 'WEAK' });
}

// images.test.ts and native-code.test.ts have builds without a builder image and on rust-musl, which fail without them
test.each<[string, MuslRustChefOptions, Platform]>([
  ['native, by a builder image', { strategy: NATIVE, ...prepared }, LINUX_AMD64],
  ['by zig, in a builder image', { strategy: CROSS, builderImage: ZIG_BUILDER_IMAGE }, LINUX_ARM64],
  ['by zig, for the platform that builds', { strategy: CROSS, builderImage: ZIG_BUILDER_IMAGE }, LINUX_AMD64],
])('a program has our memory functions: %s', (_, options, platform) => expectOurs(options, platform));

testLong('a program has our memory functions: emulated', () =>
  expectOurs({ strategy: EMULATED, ...prepared }, LINUX_ARM64),
);

test('with memoryFunctions: false a program has those of musl, and is hardly smaller', () => {
  const ours = built({ ...prepared }, LINUX_AMD64);
  const musls = built({ ...prepared, memoryFunctions: false }, LINUX_AMD64);
  expect(musls.output).toBe(OUTPUT);
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
