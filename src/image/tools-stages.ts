import { BUILD_SCRIPTS } from './build-script';
import { BuilderBase } from './builder-base';
import { CacheScope } from './cache-scope';
import { shareCargoLock } from './cargo-cache';
import { chefStage, COPY_CHEF, crossCompiledChef } from './chef-stage';
import { assignments, copySame, PLAIN_SHELL, run } from './dockerfile-syntax';
import { Toolchain, zigCache } from './toolchain';
import { toolchainFileSteps } from './toolchain-file-steps';
import { ToolchainFile } from '../cargo/toolchain-file';
import { PINS } from '../pins';
import { archOf, Platform, tripleOf } from '../platform';

export interface ToolsOptions {
  readonly toolchain: Toolchain;
  /** Debian or Ubuntu packages to install. */
  readonly aptPackages: string[];
  /** Variables that the compilers of dependencies read. */
  readonly environment: Record<string, string>;
  /** The toolchain file of the workspace, if it has one. */
  readonly toolchainFile?: ToolchainFile;
  /** A folder of vendored crates, if the workspace replaces its sources by one. */
  readonly vendorDirectory?: string;
  /** Whose the cache mounts are, where a build says nothing of it. */
  readonly cacheScope: string;
}

/**
 * The stages before anything of the workspace is looked at: `cargo-chef`, `muslrust-chef`, and under zig one more for each
 * platform.
 */
export function toolsStages(options: ToolsOptions): string[] {
  const { toolchain, aptPackages, environment, toolchainFile, vendorDirectory } = options;
  return [
    ...(toolchain.builderImage
      ? preparedStage(toolchain)
      : [...baseStages(toolchain), ...(toolchain.usesZig ? zig(toolchain.platforms) : []), ...scripts('docker/')]),
    ...(aptPackages.length > 0 ? aptInstall(aptPackages) : []),
    'WORKDIR /app',
    '# both are here, even if .cargo/config.toml sets build.target-dir or build.build-dir',
    'ENV CARGO_TARGET_DIR=/app/target CARGO_BUILD_BUILD_DIR=/app/target',
    ...hostCompiler(toolchain),
    // rust-musl has it among its TARGET_CFLAGS, for which these would stand in
    ...(toolchain.platforms.includes(Platform.LINUX_ARM64) && !toolchain.base._isPerTarget
      ? [
          '# on arm64 C code gets its atomics inline, not from helper functions of GCC, which not every linker finds',
          'ENV CFLAGS_aarch64_unknown_linux_musl=-mno-outline-atomics',
        ]
      : []),
    ...(Object.keys(environment).length > 0
      ? ['# what the allocator is to be compiled with', ...assignments('ENV', environment)]
      : []),
    ...(toolchainFile ? toolchainFileSteps(toolchainFile, toolchain) : []),
    ...(vendorDirectory ? ['# .cargo/config.toml takes the dependencies from here', copySame(vendorDirectory)] : []),
    ...shareCargoLock(toolchain.base._cargoHome),
    ...CacheScope.declaration(options.cacheScope),
    ...(toolchain.usesZig ? zigStages(toolchain) : []),
  ];
}

/** The stages of a builder image: tools and scripts, without anything of a workspace. */
export function builderImageStages(base: BuilderBase, withZig: boolean): string[] {
  return [
    ...crossCompiledChef(base),
    '',
    `# The builder: a Rust toolchain for static musl executables, cargo-chef${withZig ? ', zig' : ''} and the build scripts.`,
    `FROM ${base._referenceFor('')} AS muslrust-chef`,
    ...PLAIN_SHELL,
    ...(withZig ? zig(Object.values(Platform)) : []),
    COPY_CHEF,
    ...scripts(''),
  ];
}

/** `FROM` an image in which everything is installed already. */
function preparedStage({ builderImage, usesZig, fromFlags }: Toolchain): string[] {
  return [
    `# The builder: a Rust toolchain for static musl executables, cargo-chef${usesZig ? ', zig' : ''} and the build scripts, ready-made.`,
    `FROM ${fromFlags}${builderImage} AS muslrust-chef`,
    ...PLAIN_SHELL,
  ];
}

function baseStages(toolchain: Toolchain): string[] {
  const { base, usesZig, fromFlags, platforms } = toolchain;
  const builder = '# The builder: a Rust toolchain for static musl executables, and the build scripts.';
  if (base._isPerTarget) {
    return [
      `${builder} There is one for each target; it`,
      '# runs on the platform that builds, and cross-compiles where that is another one.',
      ...platforms.flatMap((platform) => [
        `FROM --platform=$BUILDPLATFORM ${base._referenceFor(tripleOf(platform))} AS rust-musl-${archOf(platform)}`,
        `ENV CARGO_BUILD_TARGET=${tripleOf(platform)}`,
      ]),
      '',
      ...chefStage(toolchain),
      ...fromStageOf('rust-musl', platforms, 'muslrust-chef'),
      ...PLAIN_SHELL,
    ];
  }
  return [
    ...chefStage(toolchain),
    ...(usesZig
      ? [`${builder} It runs on the platform that`, '# builds, whatever it builds for.']
      : [`${builder} Each platform compiles for`, "# itself; the triple, $CARGO_BUILD_TARGET, is the base image's."]),
    `FROM ${fromFlags}${base._referenceFor('')} AS muslrust-chef`,
    ...PLAIN_SHELL,
  ];
}

function zig(platforms: Platform[]): string[] {
  const { ziglang, 'cargo-zigbuild': zigbuild } = PINS.pypi;
  const crate = '/tmp/empty';
  return [
    '# zig compiles C and C++ for every target and links it; these packages are the compiler and its driver, prebuilt',
    ...aptInstall(['python3-pip']),
    ...run([
      `pip install --no-cache-dir --target /opt/zig ziglang==${ziglang} cargo-zigbuild==${zigbuild}`,
      'ln -s /opt/zig/ziglang/zig /opt/zig/bin/cargo-zigbuild /usr/local/bin/',
    ]),
    '# zig compiles its C library when a program is first linked with it, which takes longer than most programs do: here,',
    '# and not in each cook',
    ...run([
      `cargo init --quiet --vcs none ${crate}`,
      ...platforms
        .map(tripleOf)
        .flatMap((triple) => [
          `rustup target add ${triple}`,
          `ZIG_GLOBAL_CACHE_DIR=${zigCache(triple)} ${rustflagsOf(triple)}='' \\`,
          `  cargo zigbuild --manifest-path ${crate}/Cargo.toml --release --target ${triple}`,
        ]),
      `rm -r ${crate}`,
    ]),
  ];
}

function aptInstall(packages: string[]): string[] {
  return [
    '# hadolint ignore=DL3008',
    ...run([
      'apt-get update',
      `apt-get install --yes --no-install-recommends ${packages.join(' ')}`,
      'rm -rf /var/lib/apt/lists/*',
    ]),
  ];
}

function scripts(folder: string): string[] {
  return [`COPY --chmod=0755 ${BUILD_SCRIPTS.map((name) => folder + name).join(' ')} /usr/local/bin/`];
}

/** What build scripts and macros compile for themselves. */
function hostCompiler({ base }: Toolchain): string[] {
  return base._isPerTarget
    ? []
    : [
        "# muslrust's CC, musl-gcc, is for the target; build scripts and macros run here, and so does the C code in them",
        'ENV HOST_CC=gcc HOST_CXX=g++',
      ];
}

/** Cargo's flags for a target. Where muslrust runs on arm64 it sets them, to link by rust-lld, which zig is to do. */
function rustflagsOf(triple: string): string {
  return `CARGO_TARGET_${triple.toUpperCase().replace(/-/g, '_')}_RUSTFLAGS`;
}

/** `FROM` the stage of the platform that is built for. Where there is one, it is that, whatever a build asks for. */
function fromStageOf(stage: string, platforms: Platform[], name: string): string[] {
  return platforms.length === 1
    ? [`FROM ${stage}-${archOf(platforms[0])} AS ${name}`]
    : ['# hadolint ignore=DL3006', `FROM ${stage}-$TARGETARCH AS ${name}`];
}

/** One stage for each platform, which knows what it compiles for. */
function zigStages({ platforms, stage }: Toolchain): string[] {
  return [
    '',
    "# What is compiled for. The base image's own choice, the platform that builds, is put aside.",
    ...platforms.flatMap((platform, i) => [
      ...(i > 0 ? [''] : []),
      `FROM muslrust-chef AS muslrust-chef-${archOf(platform)}`,
      `ENV CARGO_BUILD_TARGET=${tripleOf(platform)} \\`,
      `    ${rustflagsOf(tripleOf(platform))}= \\`,
      // the base image's C libraries are for the platform that builds
      '    PKG_CONFIG_ALLOW_CROSS=0 \\',
      // kept with what else is compiled
      '    ZIG_GLOBAL_CACHE_DIR=/app/target/zig',
    ]),
    '',
    ...fromStageOf('muslrust-chef', platforms, stage),
    'WORKDIR /app',
  ];
}
