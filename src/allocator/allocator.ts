import { AllocatorCrate } from './allocator-crate';
import { KNOWN_CRATES, KnownCrate } from './known-crates';
import { VersionRequirement } from '../cargo/version-requirement';
import { UserError } from '../messages/user-error';
import { checked } from '../options/checked';
import { assertMadeByStatics } from '../options/made-by-statics';
import { KNOWN_BAD } from '../pin-file/known-bad';
import { Pins, PINS } from '../pins';

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

  /**
   * Hardens the heap, at a cost in time: guard pages around mimalloc's own data, randomised addresses,
   * encoded free lists, and an abort at a double free or a list that was overwritten.
   *
   * This is the crate's feature `secure`, mimalloc's level 4 of 5.
   *
   * @default false
   */
  readonly secure?: boolean;

  /**
   * Takes mimalloc's second major line (2.3.2 in the crate 0.1.52) instead of the third (3.3.2): the crate's feature `v2`.
   *
   * @default false
   */
  readonly v2?: boolean;

  /**
   * Returns freed memory to the kernel at once, for containers with a tight memory limit. It sets no limit itself.
   *
   * Sets `MIMALLOC_PURGE_DELAY=0` in the image, which mimalloc reads before `main`; outside the image, set it by hand. Not the
   * default: a program of eight threads that come and go in bursts, which the bench of this package has, takes 1.6 to 2 times the
   * processor time by it, since each burst asks the kernel for its memory anew. Between bursts it has 1.5 MiB instead of 76. A
   * service that is busy all the time lost 2 % of its requests. With `secure` the peak stays higher, and the run time grows by about a
   * third or more.
   *
   * @default false
   */
  readonly memoryBounded?: boolean;

  /**
   * Lets the kernel give the heap huge pages, which take two megabytes as soon as one byte is in use.
   *
   * They are off by `MIMALLOC_ALLOW_THP=0` in the image, which mimalloc reads before `main`; outside the image, set it by hand. With them a
   * short program has 4.6 MiB instead of less than 2 and takes twice the processor time to start, and a service of eight threads has
   * 15 MiB instead of 4, on a kernel that grants huge pages on request. A program that fills memory in one thread, and little else,
   * is up to a quarter faster with them: measure yours by `npx projen image:bench-allocators`.
   *
   * @default false
   */
  readonly hugePages?: boolean;
}

/**
 * Options of `Allocator.jemalloc`.
 */
export interface JemallocOptions {
  /**
   * The version of the `tikv-jemallocator` crate, as cargo writes version requirements.
   *
   * Versions before 0.6.0 are refused: their build script has no per-target settings, which the page size of arm64 needs.
   *
   * @default "0.7.0"
   */
  readonly version?: string;
}

/**
 * The memory allocator of the musl builds.
 *
 * musl's own takes one lock for all threads, which makes async programs slow. Builds for other targets keep their allocator.
 */
export class Allocator {
  /**
   * Uses mimalloc, a general-purpose allocator that scales with the number of threads.
   *
   * A dependency is kept in each `Cargo.toml`, and a marked block in the root file of each binary.
   */
  public static mimalloc(options: MimallocOptions = {}): Allocator {
    const [given] = checked('Allocator.mimalloc', [options]);
    const { version, secure, v2, memoryBounded, hugePages } = given;
    checkVersion('mimalloc', version);
    return new Allocator(
      ({ crates }) => ({
        name: 'mimalloc',
        type: KNOWN_CRATES.mimalloc.type,
        version: version ?? crates.mimalloc,
        features: [...(secure ? ['secure'] : []), ...(v2 ? ['v2'] : [])],
        sameLibrary: { 'libmimalloc-sys': '0.1.49' },
      }),
      { ...(memoryBounded && { MIMALLOC_PURGE_DELAY: '0' }), ...(!hugePages && { MIMALLOC_ALLOW_THP: '0' }) },
    );
  }

  /**
   * Uses jemalloc, a general-purpose allocator that scales with the number of threads. In the benchmarks it held less memory than mimalloc.
   *
   * A dependency on the crate `tikv-jemallocator` is kept in each `Cargo.toml`, and a marked block in the root file of each binary.
   * The crate runs jemalloc's `configure` and `make`, so builds take longer than with mimalloc.
   *
   * On arm64 it is built for memory pages of 64 KiB (`JEMALLOC_SYS_WITH_LG_PAGE=16`): one that is built for smaller pages than the
   * kernel has ends with "Unsupported system page size", and one that is built for larger pages runs.
   */
  public static jemalloc(options: JemallocOptions = {}): Allocator {
    const [{ version: named }] = checked('Allocator.jemalloc', [options]);
    checkVersion('tikv-jemallocator', named);
    return new Allocator(
      ({ crates: { 'tikv-jemallocator': pinned } }) => {
        const version = named ?? pinned;
        return {
          name: 'tikv-jemallocator',
          type: KNOWN_CRATES['tikv-jemallocator'].type,
          version,
          features: [],
          // they are released together, by one number
          sameLibrary: {
            'tikv-jemalloc-sys': version,
            'tikv-jemalloc-ctl': version,
            jemallocator: undefined,
            'jemalloc-sys': undefined,
            'jemalloc-ctl': undefined,
          },
        };
      },
      {},
      // the prefix is the target's triple: no other build is concerned
      { AARCH64_UNKNOWN_LINUX_MUSL_JEMALLOC_SYS_WITH_LG_PAGE: '16' },
    );
  }

  /**
   * Uses musl's own allocator.
   *
   * Removes what another allocator had added to the user's files, byte for byte.
   */
  public static system(): Allocator {
    return new Allocator();
  }

  /** @internal */
  public readonly _crate?: AllocatorCrate;

  private constructor(
    private readonly crate?: (pins: Pins) => AllocatorCrate,
    /**
     * Environment variables of the final image.
     * @internal
     */
    public readonly _imageEnvironment: Record<string, string> = {},
    /**
     * Environment variables of the stages that compile.
     * @internal
     */
    public readonly _buildEnvironment: Record<string, string> = {},
    pins: Pins = PINS,
  ) {
    assertMadeByStatics('Allocator', crate === undefined || typeof crate === 'function');
    this._crate = crate?.(pins);
  }

  /**
   * The same, by the pins that hold in a repository.
   * @internal
   */
  public _pinnedBy(pins: Pins): Allocator {
    return new Allocator(this.crate, this._imageEnvironment, this._buildEnvironment, pins);
  }

  /**
   * Options that show in no manifest, as the rc file has them.
   * @internal
   */
  public get _otherOptions(): string[] {
    const { MIMALLOC_PURGE_DELAY: delay, MIMALLOC_ALLOW_THP: hugePages } = this._imageEnvironment;
    return [
      ...(delay ? ['memoryBounded: true'] : []),
      ...(this._crate?.name === 'mimalloc' && !hugePages ? ['hugePages: true'] : []),
    ];
  }
}

/** Refuses a version that an option names, where there is one: those of pins are held against the same. */
function checkVersion(crate: KnownCrate, version: string | undefined): void {
  if (version === undefined) return;
  const { option } = KNOWN_CRATES[crate];
  const { oldest, reason } = KNOWN_BAD[crate];
  let requirement: VersionRequirement;
  try {
    requirement = new VersionRequirement(version);
  } catch (error) {
    throw new UserError(`${option}: version ${(error as Error).message}`);
  }
  if (!requirement.excludesOlderThan(oldest)) {
    throw new UserError(
      `${option}: version "${version}" admits releases before ${oldest}, and ${reason}. ` +
        `Name ${oldest} or a later one, with all three numbers`,
    );
  }
}
