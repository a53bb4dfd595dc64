import { BUILD_SCRIPTS } from './build-script';
import { CacheScope } from './cache-scope';
import { shareCargoLock } from './cargo-cache';
import { MemoryFunctions } from './memory-functions';
import { SOURCES } from './sources';
import { ToolchainFile } from '../cargo/toolchain-file';
import { Pins } from '../pins';
import { Platform } from '../platform';
import { DockerfileStage } from '../syntax/dockerfile-stage';
import { aptInstall, assignments, because, copy, PLAIN_SHELL } from '../syntax/dockerfile-syntax';
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
  /** Whether musl's memory functions are replaced. */
  readonly memoryFunctions: boolean;
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
export function toolsStages(options: ToolsOptions): DockerfileStage[] {
  const { toolchain, aptPackages, environment, memoryFunctions, toolchainFile, vendorDirectory } = options;
  return [
    ...toolchain.stagesBefore,
    new DockerfileStage({
      name: 'muslrust-chef',
      ...toolchain.beginning,
      instructions: [
        PLAIN_SHELL,
        ...(toolchain.builderImage ? [] : [...toolchain.installation, ...copyScripts('docker/', memoryFunctions)]),
        ...(aptPackages.length > 0 ? [aptInstall(aptPackages)] : []),
        `WORKDIR ${SOURCES}`,
        ...toolchain.environment,
        ...assignments('ENV', environment).map((variables) => because('how the allocator is compiled', variables)),
        ...(toolchainFile ? toolchainFileSteps(toolchainFile, toolchain) : []),
        ...(memoryFunctions ? [MemoryFunctions.installed(toolchain)] : []),
        ...(vendorDirectory
          ? [because('.cargo/config.toml takes the dependencies from here', copy(vendorDirectory, vendorDirectory))]
          : []),
        shareCargoLock(toolchain.base._cargoHome),
        CacheScope.declaration(options.cacheScope),
      ],
    }),
    ...toolchain.platformStages,
  ];
}

/**
 * The stages of a builder image: tools and scripts, without anything of a workspace.
 *
 * @param last instructions at its end
 */
export function builderImageStages(pins: Pins, base: BuilderBase, withZig: boolean, last: string[]): DockerfileStage[] {
  return [
    crossCompiledChef(pins, base),
    new DockerfileStage({
      name: 'muslrust-chef',
      comment: `The image: a Rust toolchain for static musl executables, cargo-chef${withZig ? ', zig' : ''} and the build scripts.`,
      from: base._referenceFor(''),
      instructions: [
        PLAIN_SHELL,
        ...(withZig ? installZig(pins, Object.values(Platform)) : []),
        COPY_CHEF,
        ...copyScripts('', true),
        ...last,
      ],
    }),
  ];
}

function copyScripts(folder: string, memoryFunctions: boolean): string[] {
  const scripts = BUILD_SCRIPTS.filter((name) => memoryFunctions || name !== MemoryFunctions.script);
  return [
    `COPY --chmod=0755 ${scripts.map((name) => folder + name).join(' ')} /usr/local/bin/`,
    ...(memoryFunctions ? [MemoryFunctions.copied(folder)] : []),
  ];
}
