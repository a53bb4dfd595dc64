import { UserError } from '../messages/user-error';
import { checked } from '../options/checked';
import { assertMadeByStatics } from '../options/made-by-statics';
import { Pins, PINS } from '../pins';
import { Platform, tripleOf } from '../platform';
import { assertImageReference } from '../registry/image-reference';

/**
 * What everything is compiled in: a Rust toolchain that makes static musl executables.
 */
export class BuilderBase {
  /**
   * `clux/muslrust`: a multi-platform image that compiles for its own platform. It has a C compiler for musl, zlib and SQLite;
   * no OpenSSL, no libpq, no C++.
   *
   * @param reference another tag for another Rust version, a copy in a registry of your own, or an image that is made
   * like it: `CARGO_BUILD_TARGET` is the platform's musl triple, `CARGO_HOME` is `/opt/cargo`
   */
  public static muslrust(reference?: string): BuilderBase {
    checked('BuilderBase.muslrust', [reference]);
    if (reference !== undefined) assertImageReference('BuilderBase.muslrust', reference, PINS.images.muslrust);
    return new BuilderBase(({ images }) => reference ?? images.muslrust, '/opt/cargo', false);
  }

  /**
   * `BlackDex/rust-musl`, for programs that link C libraries: OpenSSL, libpq, MariaDB's connector, curl, SQLite, zlib and
   * libxml2 are in it, static, and so are compilers for C and C++. One image for each target; each runs on both
   * architectures and cross-compiles where that is the other one, so that nothing is ever emulated.
   *
   * @param release the end of its tags: `stable`, a version such as `stable-1.98.0`, `nightly`, or one of a day,
   * `nightly-2026-01-31`
   */
  public static rustMusl(release?: string): BuilderBase {
    checked('BuilderBase.rustMusl', [release]);
    // https://github.com/BlackDex/rust-musl#available-architectures
    if (
      release !== undefined &&
      !/^(stable|nightly|(stable-)?\d+\.\d+\.\d+|nightly-\d{4}-\d\d-\d\d)(-openssl3)?$/.test(release)
    ) {
      const isWhole = /\bmusl/.test(release);
      throw new UserError(
        `BuilderBase.rustMusl(${JSON.stringify(release)}): ${isWhole ? 'the target is put before it, as each platform has one of its own' : 'no tag of rust-musl ends so'}. ` +
          'Name a release alone: "stable", "stable-1.98.0", "nightly" or "nightly-2026-01-31".',
      );
    }
    return new BuilderBase(
      ({ images }, triple) => {
        const pinned = triple === tripleOf(Platform.LINUX_ARM64) ? images.rustMuslArm64 : images.rustMuslAmd64;
        const target = triple.replace('-unknown-linux-', '-');
        return release === undefined ? pinned : `${pinned.replace(/(:[^:/]*)?(@.*)?$/, '')}:${target}-${release}`;
      },
      '/root/.cargo',
      true,
    );
  }

  private constructor(
    private readonly reference: (pins: Pins, triple: string) => string,
    /** @internal Where cargo keeps what it downloads. */
    public readonly _cargoHome: string,
    /** @internal Whether there is an image for each target, which compiles for that target wherever it runs. */
    public readonly _isPerTarget: boolean,
    private readonly pins: Pins = PINS,
  ) {
    assertMadeByStatics('BuilderBase', typeof reference === 'function');
  }

  /** @internal The same, by the pins that hold in a repository. */
  public _pinnedBy(pins: Pins): BuilderBase {
    return new BuilderBase(this.reference, this._cargoHome, this._isPerTarget, pins);
  }

  /** @internal The release of Rust in it, where the tag says so: `1.98.0-stable` of muslrust, `stable-1.98.0` of rust-musl. */
  public get _rust(): string | undefined {
    const tag = this._references[0].replace(/@.*$/, '').split(/[:/]/).at(-1)!;
    return /^(\d+\.\d+(?:\.\d+)?)-stable\b|(?:\bstable|^x86_64-musl)-(\d+\.\d+(?:\.\d+)?)(?=-|$)/
      .exec(tag)
      ?.slice(1)
      .find(Boolean);
  }

  /** @internal All that it may be: one image, or that of each target. */
  public get _references(): string[] {
    return [...new Set(Object.values(Platform).map((platform) => this._referenceFor(tripleOf(platform))))];
  }

  /** @internal What stands behind `FROM`. */
  public _referenceFor(triple: string): string {
    return this.reference(this.pins, triple);
  }
}
