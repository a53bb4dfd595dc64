import { BuilderBase } from './builder-base';
import { BuildStrategy } from '../build-strategy';
import { Platform } from '../platform';
import { UserError } from '../user-error';

export interface ToolchainOptions {
  readonly strategy: BuildStrategy;
  readonly base: BuilderBase;
  /** The image of a `MuslRustChefBuilder`, where there is one: it stands in for the base. */
  readonly builderImage?: string;
  readonly platforms: Platform[];
}

/**
 * What compiles, where that runs, and for what: the part of the Dockerfile in which the strategies differ.
 */
export class Toolchain {
  public readonly strategy: BuildStrategy;
  public readonly base: BuilderBase;
  public readonly builderImage?: string;
  public readonly platforms: Platform[];
  /** Whether zig compiles C and links. */
  public readonly usesZig: boolean;

  constructor(options: ToolchainOptions) {
    this.strategy = options.strategy;
    this.base = options.base;
    this.builderImage = options.builderImage;
    this.platforms = options.platforms;
    // a base with an image for each target has a cross compiler of its own
    this.usesZig = this.strategy === BuildStrategy.CROSS && !this.base._isPerTarget;
    if (this.strategy === BuildStrategy.EMULATED && this.base._isPerTarget) {
      throw new UserError(
        'strategy: BuilderBase.rustMusl() compiles for both platforms without emulation. Use BuildStrategy.CROSS for one runner, or BuildStrategy.NATIVE.',
      );
    }
  }

  /** Whether what runs here can be for another platform. */
  public get crossCompiles(): boolean {
    return this.usesZig || this.base._isPerTarget;
  }

  /** The stage that dependencies and binaries are compiled in. */
  public get stage(): string {
    return this.usesZig ? 'cross-compiler' : 'muslrust-chef';
  }

  /** What `FROM` has before the image: under zig that is the one of the platform that builds. */
  public get fromFlags(): string {
    return this.usesZig ? '--platform=$BUILDPLATFORM ' : '';
  }

  /** Whether the compiler has C++ for musl. */
  public get hasCpp(): boolean {
    return this.usesZig || this.base._isPerTarget;
  }

  /** What the tools have compiled already, and a target folder is to begin with. */
  public get prepareTarget(): string[] {
    return this.usesZig
      ? [
          "# zig's C library, compiled for this target when zig was installed",
          'mkdir target',
          `cp -a "${zigCache('$CARGO_BUILD_TARGET')}" target/zig`,
        ]
      : [];
  }

  public get cookCommand(): string {
    return `cargo chef cook --recipe-path recipe.json${this.usesZig ? ' --zigbuild' : ''}`;
  }

  public get buildCommand(): string {
    return `cargo ${this.usesZig ? 'zigbuild' : 'build'} --locked`;
  }
}

/** Where the tools have zig's C library for a target. */
export function zigCache(triple: string): string {
  return `/opt/zig/cache/${triple}`;
}
