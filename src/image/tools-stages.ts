import { BUILD_SCRIPTS } from './build-script';
import { CacheScope } from './cache-scope';
import { shareCargoLock } from './cargo-cache';
import { ToolchainFile } from '../cargo/toolchain-file';
import { Platform } from '../platform';
import { aptInstall, assignments, copySame, PLAIN_SHELL } from '../syntax/dockerfile-syntax';
import { BuilderBase } from '../toolchain/builder-base';
import { COPY_CHEF, crossCompiledChef } from '../toolchain/cargo-chef';
import { Toolchain } from '../toolchain/toolchain';
import { toolchainFileSteps } from '../toolchain/toolchain-file-steps';
import { installZig } from '../toolchain/zig';

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
    ...toolchain.baseStages,
    ...(toolchain.builderImage ? [] : [...toolchain.installation, ...scripts('docker/')]),
    ...(aptPackages.length > 0 ? aptInstall(aptPackages) : []),
    'WORKDIR /app',
    '# both are here, even if .cargo/config.toml sets build.target-dir or build.build-dir',
    'ENV CARGO_TARGET_DIR=/app/target CARGO_BUILD_BUILD_DIR=/app/target',
    ...toolchain.environment,
    ...(Object.keys(environment).length > 0
      ? ['# what the allocator is to be compiled with', ...assignments('ENV', environment)]
      : []),
    ...(toolchainFile ? toolchainFileSteps(toolchainFile, toolchain) : []),
    ...(vendorDirectory ? ['# .cargo/config.toml takes the dependencies from here', copySame(vendorDirectory)] : []),
    ...shareCargoLock(toolchain.base._cargoHome),
    ...CacheScope.declaration(options.cacheScope),
    ...toolchain.platformStages,
  ];
}

/** The stages of a builder image: tools and scripts, without anything of a workspace. */
export function builderImageStages(base: BuilderBase, withZig: boolean): string[] {
  return [
    ...crossCompiledChef(base),
    `# The builder: a Rust toolchain for static musl executables, cargo-chef${withZig ? ', zig' : ''} and the build scripts.`,
    `FROM ${base._referenceFor('')} AS muslrust-chef`,
    ...PLAIN_SHELL,
    ...(withZig ? installZig(Object.values(Platform)) : []),
    COPY_CHEF,
    ...scripts(''),
  ];
}

function scripts(folder: string): string[] {
  return [`COPY --chmod=0755 ${BUILD_SCRIPTS.map((name) => folder + name).join(' ')} /usr/local/bin/`];
}
