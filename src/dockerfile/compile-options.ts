import { DockerfilePoints } from './dockerfile-points';
import { BuildArg } from '../image/build-arg';
import { PrivateSource } from '../image/private-source';
import { Toolchain } from '../toolchain/toolchain';

/** What the stages that compile have in common. */
export interface CompileOptions {
  readonly toolchain: Toolchain;
  /** Debian packages that are installed beside it. */
  readonly aptPackages: string[];
  /** Variables that the compilers of dependencies read. */
  readonly environment: Record<string, string>;
  readonly profile: string;
  /** Whether the toolchain has memory functions that musl's were replaced by. */
  readonly memoryFunctions: boolean;
  /** Whether a builder keeps what it compiled. */
  readonly incremental: boolean;
  readonly privateSources: PrivateSource[];
  /** Variables that the binaries are compiled with. */
  readonly buildArgs: Record<string, BuildArg>;
  /** Files and folders that dependencies are compiled with, and that a recipe has not. */
  readonly cookedSources: string[];
  /** Instructions of the user's. */
  readonly points: DockerfilePoints;
}
