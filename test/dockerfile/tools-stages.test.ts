import { runScript, stage, StageOptions } from './stages';
import { BuilderBase, BuildStrategy, Platform } from '../../src';
import { PINS } from '../../src/pins';
import { CRATE } from '../synth';

const { CROSS, EMULATED } = BuildStrategy;
const SHELL = 'SHELL ["/bin/sh", "-c"]';
const SCOPE = 'ARG CACHE_SCOPE="shop"';
const HOST = 'ENV HOST_CC=gcc HOST_CXX=g++';
const ATOMICS = 'ENV CFLAGS_aarch64_unknown_linux_musl=-mno-outline-atomics';
const LOCK = (home: string) => `RUN mkdir -p ${home}/registry && ln -sf registry/.package-cache ${home}/`;
const SCRIPTS =
  'COPY --chmod=0755 docker/keep-target.sh docker/restore-mtimes.sh docker/silent-readers.sh docker/get-executable.sh docker/verify-static-build.sh docker/memory-functions.sh /usr/local/bin/';
const SOURCE = 'COPY docker/memory-functions.c /usr/local/src/';
const MEMORY = 'RUN memory-functions.sh install "$CARGO_BUILD_TARGET"';
const MEMORY_OF_BOTH = 'RUN memory-functions.sh install x86_64-unknown-linux-musl aarch64-unknown-linux-musl';
const AMD64_ONLY: StageOptions = { platforms: [Platform.LINUX_AMD64] };
const RUST_MUSL: StageOptions = { base: BuilderBase.rustMusl() };

test.each<[string, StageOptions, string[]]>([
  ['natively', {}, [SHELL, SCRIPTS, SOURCE, 'WORKDIR /app', HOST, ATOMICS, MEMORY, LOCK('/opt/cargo'), SCOPE]],
  [
    'natively, without arm64',
    AMD64_ONLY,
    [SHELL, SCRIPTS, SOURCE, 'WORKDIR /app', HOST, MEMORY, LOCK('/opt/cargo'), SCOPE],
  ],
  [
    'by rust-musl, which has flags of its own',
    RUST_MUSL,
    [SHELL, SCRIPTS, SOURCE, 'WORKDIR /app', MEMORY, LOCK('/root/.cargo'), SCOPE],
  ],
  [
    'with a builder image, which has the scripts',
    { builderImage: 'prepared' },
    [SHELL, 'WORKDIR /app', HOST, ATOMICS, MEMORY, LOCK('/opt/cargo'), SCOPE],
  ],
  [
    'by zig, installed before anything that changes',
    { strategy: CROSS },
    [
      SHELL,
      'RUN <1>',
      'RUN <2>',
      'RUN <3>',
      SCRIPTS,
      SOURCE,
      'WORKDIR /app',
      HOST,
      ATOMICS,
      MEMORY_OF_BOTH,
      LOCK('/opt/cargo'),
      SCOPE,
    ],
  ],
  [
    "with musl's memory functions",
    { memoryFunctions: false },
    [
      SHELL,
      SCRIPTS.replace(' docker/memory-functions.sh', ''),
      'WORKDIR /app',
      HOST,
      ATOMICS,
      LOCK('/opt/cargo'),
      SCOPE,
    ],
  ],
  [
    'with all that can be',
    {
      aptPackages: ['cmake', 'nasm'],
      environment: { build: { A: '1', B: '2' }, image: {} },
      vendorDirectory: 'two words',
      toolchainFile: { path: 'rust-toolchain.toml', isBare: false, components: [], targets: [] },
    },
    [
      SHELL,
      SCRIPTS,
      SOURCE,
      'RUN <1>',
      'WORKDIR /app',
      HOST,
      ATOMICS,
      'ENV A="1" B="2"',
      'COPY rust-toolchain.toml ./',
      'RUN <2>',
      MEMORY,
      'COPY ["two words","two words"]',
      LOCK('/opt/cargo'),
      SCOPE,
    ],
  ],
])('what compiles is there: %s', (_, options, instructions) => {
  expect(stage('muslrust-chef', options).instructions).toEqual(instructions);
});

test('of variables for compilers it is said what for, where there are some', () => {
  const comments = (build: Record<string, string>) =>
    stage('muslrust-chef', { environment: { build, image: {} } }).comments;
  expect(comments({ A: '1' })).toContain('# how the allocator is compiled\n');
  expect(comments({})).not.toContain('allocator');
});

test('packages are installed without others, and their lists are not kept', () => {
  const [script] = stage('muslrust-chef', { aptPackages: ['cmake', 'nasm'] }).scripts;
  const { calls } = runScript(script, { 'apt-get': '', rm: '' });
  expect(calls.slice(0, 2)).toEqual(['apt-get update', 'apt-get install --yes --no-install-recommends cmake nasm']);
  expect(calls[2]).toMatch(/^rm -rf \/var\/lib\/apt\/lists\//);
});

describe('zig', () => {
  const [python, packages, libc] = stage('muslrust-chef', { strategy: CROSS }).scripts;

  test('is installed by its packages, at the releases that are pinned', () => {
    expect(python).toContain('apt-get install --yes --no-install-recommends python3-pip\n');
    expect(runScript(packages, { pip: '', ln: '' }).calls).toEqual([
      `pip install --no-cache-dir --target /opt/zig ziglang==${PINS.pypi.ziglang} cargo-zigbuild==${PINS.pypi['cargo-zigbuild']}`,
      'ln -s /opt/zig/ziglang/zig /opt/zig/bin/cargo-zigbuild /usr/local/bin/',
    ]);
  });

  test('has its C library compiled, for each target and without flags for another linker', () => {
    const cargo = 'env | grep -E "^(ZIG|CARGO_(TARGET|PROFILE))" | sort >> "${0%/*}/calls.log"; :';
    const env = {
      CARGO_TARGET_X86_64_UNKNOWN_LINUX_MUSL_RUSTFLAGS: 'a',
      CARGO_TARGET_AARCH64_UNKNOWN_LINUX_MUSL_RUSTFLAGS: 'b',
    };
    expect(runScript(libc, { cargo, rustup: '', rm: '' }, {}, env).calls).toEqual([
      'cargo init --quiet --vcs none /tmp/empty',
      'CARGO_TARGET_AARCH64_UNKNOWN_LINUX_MUSL_RUSTFLAGS=b',
      'CARGO_TARGET_X86_64_UNKNOWN_LINUX_MUSL_RUSTFLAGS=a',
      'rustup target add x86_64-unknown-linux-musl',
      ...['debuginfo', 'none'].flatMap((strip) => [
        'cargo zigbuild --manifest-path /tmp/empty/Cargo.toml --release --target x86_64-unknown-linux-musl',
        `CARGO_PROFILE_RELEASE_STRIP=${strip}`,
        'CARGO_TARGET_AARCH64_UNKNOWN_LINUX_MUSL_RUSTFLAGS=b',
        'CARGO_TARGET_X86_64_UNKNOWN_LINUX_MUSL_RUSTFLAGS=',
        'ZIG_GLOBAL_CACHE_DIR=/opt/zig/cache/x86_64-unknown-linux-musl',
      ]),
      'rustup target add aarch64-unknown-linux-musl',
      ...['debuginfo', 'none'].flatMap((strip) => [
        'cargo zigbuild --manifest-path /tmp/empty/Cargo.toml --release --target aarch64-unknown-linux-musl',
        `CARGO_PROFILE_RELEASE_STRIP=${strip}`,
        'CARGO_TARGET_AARCH64_UNKNOWN_LINUX_MUSL_RUSTFLAGS=',
        'CARGO_TARGET_X86_64_UNKNOWN_LINUX_MUSL_RUSTFLAGS=a',
        'ZIG_GLOBAL_CACHE_DIR=/opt/zig/cache/aarch64-unknown-linux-musl',
      ]),
      'rm -r /tmp/empty',
    ]);
  });

  test('compiles in a stage for each platform, which knows what for', () => {
    expect(stage('muslrust-chef-arm64', { strategy: CROSS }).instructions).toEqual([
      'ENV CARGO_BUILD_TARGET=aarch64-unknown-linux-musl CARGO_TARGET_AARCH64_UNKNOWN_LINUX_MUSL_RUSTFLAGS= PKG_CONFIG_ALLOW_CROSS=0 ZIG_GLOBAL_CACHE_DIR=/app/target/zig ZIG_LOCAL_CACHE_DIR=/tmp/zig',
    ]);
    expect(stage('muslrust-chef-amd64', { strategy: CROSS }).instructions[0]).toContain(
      'ENV CARGO_BUILD_TARGET=x86_64-unknown-linux-musl CARGO_TARGET_X86_64_UNKNOWN_LINUX_MUSL_RUSTFLAGS= ',
    );
    expect(stage('cross-compiler', { strategy: CROSS }).instructions).toEqual(['WORKDIR /app']);
  });
});

test('each image of rust-musl knows what it compiles for', () => {
  expect(stage('rust-musl-amd64', RUST_MUSL).instructions).toEqual([
    'ENV CARGO_BUILD_TARGET=x86_64-unknown-linux-musl',
  ]);
  expect(stage('rust-musl-arm64', RUST_MUSL).instructions).toEqual([
    'ENV CARGO_BUILD_TARGET=aarch64-unknown-linux-musl',
  ]);
});

describe('cargo-chef', () => {
  const INSTALL = `cargo install --locked --version ${PINS.crates['cargo-chef']} --root /out --config profile.release.opt-level=0`;
  const tools = {
    cargo: 'echo "RUSTFLAGS=${RUSTFLAGS-unset}" >> "${0%/*}/calls.log"',
    rustup: '',
    rustc: 'echo host-triple',
    rm: '',
  };
  const calls = (options: StageOptions, TARGETARCH = 'arm64') => {
    const { instructions, scripts } = stage('cargo-chef', options);
    expect(instructions.at(-1)).toBe('RUN <1>');
    return runScript(scripts[0], tools, {}, { TARGETARCH, RUSTFLAGS: '-Cbase' }).calls;
  };

  test('is compiled where it runs, and leaves no download in the layer', () => {
    expect(stage('cargo-chef').instructions).toEqual([SHELL, 'RUN <1>']);
    expect(calls({})).toEqual([`${INSTALL} cargo-chef`, 'RUSTFLAGS=-Cbase', 'rm -r /opt/cargo/registry']);
    expect(calls({ strategy: CROSS })).toEqual(calls({}));
  });

  test('is for the machine, on rust-musl too', () => {
    expect(calls(RUST_MUSL)).toEqual([
      'rustc --print host-tuple',
      `${INSTALL} --target host-triple cargo-chef`,
      'RUSTFLAGS=',
      'rm -r /root/.cargo/registry',
    ]);
  });

  test.each([
    ['amd64', 'x86_64-unknown-linux-musl'],
    ['arm64', 'aarch64-unknown-linux-musl'],
  ])('is cross-compiled where all else is emulated: %s', (arch, triple) => {
    expect(stage('cargo-chef', { strategy: EMULATED }).instructions).toEqual([SHELL, 'ARG TARGETARCH', 'RUN <1>']);
    expect(calls({ strategy: EMULATED }, arch)).toEqual([
      `rustup target add ${triple}`,
      `${INSTALL} --target ${triple} --config target.${triple}.linker='rust-lld' --config target.${triple}.rustflags=['-Clink-self-contained=yes', '-Ctarget-feature=+crt-static'] cargo-chef`,
      'RUSTFLAGS=-Cbase',
      'rm -r /opt/cargo/registry',
    ]);
  });
});

test('a Dockerfile is the same for a single crate, but for its names', () => {
  expect(stage('image-app', { files: CRATE }).instructions[0]).toBe('COPY --from=build /out/app /usr/local/bin/app');
});
