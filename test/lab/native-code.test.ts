import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Project } from 'projen';
import { BUILDER_IMAGE, ZIG_BUILDER_IMAGE } from './builder-image';
import { copyFromImage, runImage } from './container';
import { writtenCrate } from './crates';
import { ImageBuild, synth } from './image-build';
import { testLong } from './long';
import { run } from './shell';
import { Allocator, BuilderBase, BuildStrategy, MuslRustChef, Platform } from '../../src';
import { PINS } from '../../src/pins';
import { tempDir } from '../util';

const ARM64 = ['--set', `*.platform=${Platform.LINUX_ARM64}`];
const BOTH = ['--set', `*.platform=${Object.values(Platform).join(',')}`];

/** A program that does its work in C++: with templates, the standard library and exceptions. */
const WITH_CPP: Record<string, string> = {
  'Cargo.toml':
    '[package]\nname = "app"\nversion = "0.1.0"\nedition = "2021"\n\n[dependencies]\ncxx = "1"\n\n[build-dependencies]\ncxx-build = "1"\n',
  'build.rs':
    'fn main() {\n    cxx_build::bridge("src/main.rs").file("src/words.cc").std("c++17").compile("words");\n}\n',
  'src/words.h':
    '#pragma once\n#include "rust/cxx.h"\n#include <cstddef>\n\nstd::size_t count_words(rust::Str text);\n',
  'src/words.cc': `#include "app/src/words.h"
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>

std::size_t count_words(rust::Str text) {
  std::istringstream stream{std::string(text.data(), text.size())};
  std::map<std::string, int> seen;
  for (std::string word; stream >> word;) seen[word] += 1;
  if (seen.empty()) throw std::runtime_error("no words");
  return seen.size();
}
`,
  'src/main.rs': `#[cxx::bridge]
mod ffi {
    unsafe extern "C++" {
        include!("app/src/words.h");
        fn count_words(text: &str) -> Result<usize>;
    }
}

fn main() {
    println!("{:?} {}", ffi::count_words("a b a c"), ffi::count_words("").unwrap_err());
}
`,
};

describe('C++', () => {
  test('is built by zig for the other platform, exceptions and all', () => {
    const crate = writtenCrate(WITH_CPP);
    synth(crate, { strategy: BuildStrategy.CROSS, builderImage: ZIG_BUILDER_IMAGE });
    const build = new ImageBuild(crate, { args: ARM64 }).succeeded;
    expect(runImage(build.reference(), [], Platform.LINUX_ARM64).stdout).toBe('Ok(3) no words\n');
  });

  test('is said beforehand to be too much for the native strategy', () => {
    const crate = writtenCrate(WITH_CPP);
    run(['cargo', 'generate-lockfile', '--quiet'], { cwd: crate });
    const project = new Project({ name: 'app', outdir: crate });
    const warn = jest.spyOn(project.logger, 'warn').mockImplementation(() => {});
    new MuslRustChef(project, { workflow: false });
    expect(warn).toHaveBeenCalledWith(expect.stringContaining('link-cplusplus compiles C++'));
  });
});

describe('allocators with C in them', () => {
  const APP = {
    // C compilers optimise as much as the profile says
    'Cargo.toml': '[package]\nname = "app"\nversion = "0.1.0"\nedition = "2021"\n\n[profile.release]\nopt-level = 0\n',
    'src/main.rs': `fn main() {
    let threads: Vec<_> = (0..8)
        .map(|thread| std::thread::spawn(move || (0..2000).map(|i| format!("{thread} {i}").repeat(i % 50)).map(|text| text.len()).sum::<usize>()))
        .collect();
    let total: usize = threads.into_iter().map(|thread| thread.join().unwrap()).sum();
    println!("{} {total}", std::env::consts::ARCH);
}
`,
  };

  function expectToRunOnArm64(allocator: Allocator, trace: string): void {
    const crate = writtenCrate(APP);
    synth(crate, { allocator, strategy: BuildStrategy.CROSS, builderImage: ZIG_BUILDER_IMAGE });
    const build = new ImageBuild(crate, { args: ARM64 }).succeeded;
    expect(runImage(build.reference(), [], Platform.LINUX_ARM64).stdout).toBe('aarch64 2136040\n');
    const executable = join(tempDir(), 'app');
    copyFromImage(build.reference(), '/usr/local/bin/app', executable, Platform.LINUX_ARM64);
    expect(readFileSync(executable, 'latin1')).toContain(trace);
  }

  test('mimalloc with everything, cross-compiled, runs on arm64', () =>
    expectToRunOnArm64(Allocator.mimalloc({ secure: true, v2: true, memoryBounded: true }), 'mimalloc: '));

  // its `configure` asks the compiler hundreds of times
  testLong('jemalloc, cross-compiled, runs on arm64', () => expectToRunOnArm64(Allocator.jemalloc(), '<jemalloc>'));

  testLong('jemalloc, natively compiled, runs', () => {
    const crate = writtenCrate(APP);
    synth(crate, { allocator: Allocator.jemalloc(), builderImage: BUILDER_IMAGE });
    expect(runImage(new ImageBuild(crate).succeeded.reference()).stdout).toBe('x86_64 2136040\n');
  });
});

testLong('an image for each target, as rust-musl has them, compiles where it runs', () => {
  const crate = writtenCrate({
    // it has a build script, for which the image's flags for musl are not
    'Cargo.toml': '[package]\nname = "app"\nversion = "0.1.0"\nedition = "2021"\n\n[dependencies]\nserde_core = "1"\n',
    'src/main.rs': 'fn main() {\n    println!("{}", std::env::consts::ARCH);\n}\n',
  });
  // mimalloc: each has a C compiler for its target
  synth(crate, { builderBase: BuilderBase.rustMusl(), strategy: BuildStrategy.CROSS });
  const build = new ImageBuild(crate, { args: BOTH }).succeeded;
  expect(runImage(build.reference(), [], Platform.LINUX_AMD64).stdout).toBe('x86_64\n');
  expect(runImage(build.reference(), [], Platform.LINUX_ARM64).stdout).toBe('aarch64\n');
});

test("SQLite is muslrust's, without the feature that compiles the crate's own", () => {
  const crate = writtenCrate({
    'Cargo.toml':
      '[package]\nname = "app"\nversion = "0.1.0"\nedition = "2021"\n\n[dependencies]\nlibsqlite3-sys = "=0.37.0"\n',
    'src/main.rs': `fn main() {
    let version = unsafe { std::ffi::CStr::from_ptr(libsqlite3_sys::sqlite3_libversion()) };
    println!("{}", version.to_str().unwrap());
}
`,
  });
  synth(crate, { allocator: Allocator.system(), builderImage: BUILDER_IMAGE });
  // that of the crate is 3.51
  expect(runImage(new ImageBuild(crate).succeeded.reference()).stdout).toMatch(/^3\.49\./);
});

test('build.rustflags count but on muslrust for arm64, whose own are in the way', () => {
  const folder = tempDir();
  const [amd64, arm64] = ['x86_64-unknown-linux-musl', 'aarch64-unknown-linux-musl'];
  // as the stages of the generated Dockerfile are: zig's have this variable emptied
  const cases: [name: string, base: string, triple: string, env?: string][] = [
    ['muslrust, amd64', PINS.images.muslrust, amd64],
    ['muslrust, arm64', PINS.images.muslrust, arm64],
    ['zig, arm64', PINS.images.muslrust, arm64, 'ENV CARGO_TARGET_AARCH64_UNKNOWN_LINUX_MUSL_RUSTFLAGS='],
    ['rust-musl, amd64', PINS.images.rustMuslAmd64, amd64],
    ['rust-musl, arm64', PINS.images.rustMuslArm64, arm64],
  ];
  const stages = cases.flatMap(([, base, triple, env = ''], i) => [
    `FROM --platform=${Platform.LINUX_AMD64} ${base} AS stage-${i}`,
    'SHELL ["/bin/sh", "-c"]',
    'WORKDIR /app',
    env,
    'RUN <<EOF',
    'cargo init --quiet --name app && mkdir .cargo',
    `echo 'build.rustflags = ["--cfg", "of_user"]' > .cargo/config.toml`,
    `rustup target add ${triple}`,
    `cargo check --verbose --target ${triple} 2>&1 | grep -o of_user > /flags || true`,
    'EOF',
  ]);
  writeFileSync(
    join(folder, 'Dockerfile'),
    [...stages, 'FROM scratch', ...cases.map((_, i) => `COPY --from=stage-${i} /flags /${i}`), ''].join('\n'),
  );
  run(['docker', 'buildx', 'build', '--provenance=false', '--output', `type=local,dest=${folder}/out`, folder]);
  const counting = cases.filter((_, i) => readFileSync(join(folder, 'out', `${i}`), 'utf8') !== '');
  expect(counting.map(([name]) => name)).toEqual(
    cases.map(([name]) => name).filter((name) => name !== 'muslrust, arm64'),
  );
});
