import { BuilderBase } from './builder-base';
import { COPY_CHEF } from './cargo-chef';
import { INTO_TARGET } from '../cargo/build-flags';
import { Pins } from '../pins';
import { Platform } from '../platform';
import { DockerfileStage, DockerfileStageOptions } from '../syntax/dockerfile-stage';

export interface ToolchainOptions {
  /** What the strategy is called. */
  readonly strategy: string;
  /** Whether the compiler runs under emulation where the runner is of another platform. */
  readonly isEmulated: boolean;
  readonly base: BuilderBase;
  /** The image of a `MuslRustChefBuilder`, where there is one: it stands in for the base. */
  readonly builderImage?: string;
  readonly platforms: Platform[];
  readonly pins: Pins;
}

/** What a stage begins from, and what it is for. */
export type Beginning = Pick<DockerfileStageOptions, 'from' | 'comment'>;

/**
 * What compiles, where that runs, and for what: the part of the Dockerfile in which the strategies differ.
 */
export abstract class Toolchain {
  public readonly strategy: string;
  public readonly base: BuilderBase;
  public readonly builderImage?: string;
  public readonly platforms: Platform[];

  /** Whether what runs here can be for another platform; a compiler that does that has C++ for musl too. */
  public abstract readonly crossCompiles: boolean;

  /** The stage that dependencies and binaries are compiled in. */
  public readonly stage: string = 'muslrust-chef';

  /** What compiles, but for the flags of what. */
  public get buildCommand(): string {
    // the base sets the variable for cargo, and so for a cargo that a build script calls
    return `env -u CARGO_BUILD_TARGET cargo ${this.subcommand} ${INTO_TARGET}`;
  }

  /** Script that puts into a new target folder what the tools have compiled already. */
  public readonly prepareTarget: string[] = [];

  /** Cargo's subcommand that compiles. */
  protected readonly subcommand: string = 'build';

  /** What FROM has before the image. */
  protected readonly fromFlags: string = '';

  /** What it is made of, as the comments say it. */
  protected readonly parts: string = 'a Rust toolchain for static musl executables, cargo-chef';

  constructor(protected readonly options: ToolchainOptions) {
    this.strategy = options.strategy;
    this.base = options.base;
    this.builderImage = options.builderImage;
    this.platforms = options.platforms;
  }

  /** The targets that a toolchain file's compiler needs, as words of a shell. */
  public get targets(): string[] {
    return ['"$CARGO_BUILD_TARGET"'];
  }

  /** Stages before `muslrust-chef`, with `cargo-chef` among them; none with a builder image, which has all of it. */
  public get stagesBefore(): DockerfileStage[] {
    return this.builderImage ? [] : this.stagesOfBase;
  }

  /** How `muslrust-chef` begins. */
  public get beginning(): Beginning {
    return this.builderImage
      ? {
          from: this.fromFlags + this.builderImage,
          comment: `The builder image: ${this.parts} and the build scripts, ready-made.`,
        }
      : this.beginningOfBase;
  }

  /** Instructions that bring cargo-chef into a stage, where it has not come with the image. */
  public get chef(): string[] {
    return this.builderImage ? [] : [COPY_CHEF];
  }

  /** Instructions that install in `muslrust-chef` what the base has not. */
  public get installation(): string[] {
    return [];
  }

  /** Instructions that set variables of compilers in `muslrust-chef`. */
  public get environment(): string[] {
    return [];
  }

  /** Stages after `muslrust-chef`, in which each platform's compiler is set up. */
  public get platformStages(): DockerfileStage[] {
    return [];
  }

  protected abstract get stagesOfBase(): DockerfileStage[];
  protected abstract get beginningOfBase(): Beginning;
}
