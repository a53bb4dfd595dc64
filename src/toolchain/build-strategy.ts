import { BuilderBase } from './builder-base';
import { MuslrustToolchain } from './muslrust-toolchain';
import { RustMuslToolchain } from './rust-musl-toolchain';
import { Toolchain, ToolchainOptions } from './toolchain';
import { ZigToolchain } from './zig-toolchain';
import { UserError } from '../messages/user-error';
import { refuseUnknownConstants } from '../options/known-constants';
import { assertMadeByStatics } from '../options/made-by-statics';

/**
 * How the platforms of an image are built.
 */
export class BuildStrategy {
  /** Each platform is compiled on a runner of its own architecture: no emulation, no cross-compilation. */
  public static readonly NATIVE = new BuildStrategy('native', { isOneRunner: false, isEmulated: false }, (base) =>
    base._isPerTarget ? RustMuslToolchain : MuslrustToolchain,
  );

  /**
   * One runner compiles for all platforms, by zig: a C and C++ compiler and a linker for each of them, with musl and
   * libc++. Use it for C++, and where there are no Arm runners. Programs are emulated only for the smoke test.
   *
   * The base image's C libraries, zlib and SQLite, are for the platform that builds, and are not linked: crates compile
   * their own (`libsqlite3-sys` by its feature `bundled`).
   */
  public static readonly CROSS = new BuildStrategy(
    'cross',
    { isOneRunner: true, isEmulated: false },
    // a base with an image for each target has a cross compiler of its own
    (base) => (base._isPerTarget ? RustMuslToolchain : ZigToolchain),
  );

  /**
   * One runner, which emulates other platforms by QEMU. Needs no cross compiler, and takes many times as long, since the
   * compiler itself is emulated.
   */
  public static readonly EMULATED = new BuildStrategy('emulated', { isOneRunner: true, isEmulated: true }, (base) => {
    if (base._isPerTarget) {
      throw new UserError(
        'strategy: BuilderBase.rustMusl() compiles for both platforms without emulation. Use BuildStrategy.CROSS for one runner, or BuildStrategy.NATIVE.',
      );
    }
    return MuslrustToolchain;
  });

  /** @internal Whether one runner builds for all platforms; else each platform has one of its own. */
  public readonly _isOneRunner: boolean;

  /** @internal Whether the compiler runs under emulation where the runner is of another platform. */
  public readonly _isEmulated: boolean;

  private constructor(
    private readonly name: string,
    kind: { readonly isOneRunner: boolean; readonly isEmulated: boolean },
    private readonly toolchainOf: (base: BuilderBase) => new (options: ToolchainOptions) => Toolchain,
  ) {
    assertMadeByStatics('BuildStrategy', typeof kind === 'object');
    this._isOneRunner = kind.isOneRunner;
    this._isEmulated = kind.isEmulated;
  }

  /** @internal What it compiles by. */
  public _toolchain(options: Omit<ToolchainOptions, 'strategy' | 'isEmulated'>): Toolchain {
    return new (this.toolchainOf(options.base))({ ...options, strategy: this.name, isEmulated: this._isEmulated });
  }
}

refuseUnknownConstants(BuildStrategy);
