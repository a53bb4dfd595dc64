import { UserError } from './messages/user-error';
import { assertEffective } from './options/assert-effective';
import { PublishingOptions } from './workflow/publishing-options';

/**
 * Options for `MuslRustChefBuilder`.
 */
export interface MuslRustChefBuilderOptions extends PublishingOptions {
  /**
   * The muslrust that the image is made of: another tag for another Rust version, or a copy in a registry of your own.
   *
   * @default - docker.io/clux/muslrust, at the stable release that this version of the package pins
   */
  readonly muslrustImage?: string;

  /**
   * Put zig and cargo-zigbuild in, which repositories with `BuildStrategy.CROSS` compile with.
   *
   * @default false
   */
  readonly zig?: boolean;

  /**
   * The folder that everything about the image is in.
   *
   * @default "muslrust-chef"
   */
  readonly directory?: string;

  /**
   * Warnings and notes that are known and not shown any more, by the id in brackets at the end of their first line.
   *
   * @default - each is shown at every synth
   */
  readonly acknowledge?: string[];
}

/**
 * Refuses options that a generated file could not hold.
 */
export function assertValidBuilderOptions(options: MuslRustChefBuilderOptions): void {
  assertEffective(options);
  const { directory, branchTags = [], schedule = [], manualStart = false } = options;
  if (branchTags.length > 0 && schedule.length === 0 && !manualStart) {
    throw new UserError(
      'branchTags: a builder image is published on tags, and from the branch only by `schedule` or `manualStart`. Set one of them, or leave this out.',
    );
  }
  if (directory !== undefined && !/^[\w-][\w.-]*(\/[\w-][\w.-]*)*$/.test(directory)) {
    throw new UserError(
      `directory: ${JSON.stringify(directory)} is not a folder below the project. Name one, e.g. "muslrust-chef".`,
    );
  }
}
