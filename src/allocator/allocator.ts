import { AllocatorCrate } from './allocator-crate';
import { VersionRequirement } from '../cargo/version-requirement';
import { PINS } from '../pins';

const OLDEST_MIMALLOC = '0.1.52';

/**
 * Options of `Allocator.mimalloc`.
 */
export interface MimallocOptions {
  /**
   * The version of the `mimalloc` crate, as cargo writes version requirements.
   *
   * Versions before 0.1.52 are refused: 0.1.45 does not compile for musl, and 0.1.51 uses instructions that ARMv8.0 processors lack.
   *
   * @default "0.1.52"
   */
  readonly version?: string;
}

/**
 * The memory allocator of the musl builds.
 *
 * The one that musl brings takes one lock for all threads, which makes async programs slow. Builds for other targets keep the allocator they have.
 */
export class Allocator {
  /**
   * Uses mimalloc, a general-purpose allocator that scales with the number of threads.
   *
   * A dependency is kept in each `Cargo.toml`, and a marked block in the root file of each binary.
   */
  public static mimalloc(options: MimallocOptions = {}): Allocator {
    const version = options.version ?? PINS.crates.mimalloc;
    let requirement: VersionRequirement;
    try {
      requirement = new VersionRequirement(version);
    } catch (error) {
      throw new Error(`Allocator.mimalloc: version ${(error as Error).message}`);
    }
    if (!requirement.excludesOlderThan(OLDEST_MIMALLOC)) {
      throw new Error(`Allocator.mimalloc: version "${version}" admits releases before ${OLDEST_MIMALLOC}, and these fail: ` +
        '0.1.45 does not compile for musl, 0.1.51 dies with an illegal instruction on ARMv8.0. ' +
        `Name ${OLDEST_MIMALLOC} or a later one, with all three numbers`);
    }
    return new Allocator({ name: 'mimalloc', type: 'MiMalloc', version });
  }

  /**
   * Uses the allocator that musl brings.
   *
   * What another allocator had put into the user's files is taken out again, byte for byte.
   */
  public static system(): Allocator {
    return new Allocator();
  }

  private constructor(
    /** @internal */
    public readonly _crate?: AllocatorCrate,
    /**
     * Environment variables of the final image.
     * @internal
     */
    public readonly _imageEnvironment: Record<string, string> = {},
    /**
     * Environment variables of the builder when it compiles.
     * @internal
     */
    public readonly _buildEnvironment: Record<string, string> = {},
  ) {}
}
