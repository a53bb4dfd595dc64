import { isAbsolute, posix } from 'node:path';
import { UserError } from './messages/user-error';
import { assertEffective } from './options/assert-effective';
import { leavesRoot } from './paths/leaves-root';
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
  const fault = directory === undefined ? undefined : faultOfDirectory(directory);
  if (fault) throw new UserError(`directory: ${JSON.stringify(directory)} ${fault}, e.g. "muslrust-chef".`);
}

function faultOfDirectory(directory: string): string | undefined {
  const path = posix.normalize(directory);
  if (isAbsolute(directory)) return 'is a path of this machine. Name a folder as seen from the project';
  if (leavesRoot(path)) return 'is outside the project. Name a folder in it';
  if (/^\.?\/?$/.test(path)) {
    return "is the project's own folder, where the Dockerfile of its images is. Name one in it";
  }
  if (path !== directory || path.endsWith('/')) {
    return `is a longer way to write ${JSON.stringify(path.replace(/\/$/, ''))}. Write that, or another`;
  }
  return /^[\w-][\w.-]*(\/[\w-][\w.-]*)*$/.test(path)
    ? undefined
    : 'has a part that scripts and workflows would not take as it is. Use letters from a to z, digits, "_", "-" and, but for the beginning, "."';
}
