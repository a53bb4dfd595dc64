import { MuslrustToolchain } from './muslrust-toolchain';
import { installZig, rustflagsOf, zigCache } from './zig';
import { archOf, tripleOf } from '../platform';
import { fromStageOf } from '../syntax/dockerfile-syntax';

/** muslrust with zig, which compiles C and C++ for every platform and links: it runs on the platform that builds. */
export class ZigToolchain extends MuslrustToolchain {
  public readonly crossCompiles = true;
  public readonly stage = 'cross-compiler';
  public readonly cookCommand = 'cargo chef cook --recipe-path recipe.json --zigbuild';
  public readonly buildCommand = 'cargo zigbuild --locked';
  public readonly prepareTarget = [
    "# zig's C library, compiled for this target when zig was installed",
    'mkdir target',
    `cp -a "${zigCache('$CARGO_BUILD_TARGET')}" target/zig`,
  ];

  protected readonly fromFlags = '--platform=$BUILDPLATFORM ';
  protected readonly parts = 'a Rust toolchain for static musl executables, cargo-chef, zig';
  protected readonly where = ['It runs on the platform that', '# builds, whatever it builds for.'];

  public get targets(): string[] {
    return this.platforms.map(tripleOf);
  }

  public get installation(): string[] {
    return installZig(this.platforms);
  }

  public get platformStages(): string[] {
    return [
      '',
      "# What is compiled for. The base image's own choice, the platform that builds, is put aside.",
      ...this.platforms.flatMap((platform, i) => [
        ...(i > 0 ? [''] : []),
        `FROM muslrust-chef AS muslrust-chef-${archOf(platform)}`,
        `ENV CARGO_BUILD_TARGET=${tripleOf(platform)} \\`,
        `    ${rustflagsOf(tripleOf(platform))}= \\`,
        // the base image's C libraries are for the platform that builds
        '    PKG_CONFIG_ALLOW_CROSS=0 \\',
        // kept with what else is compiled
        '    ZIG_GLOBAL_CACHE_DIR=/app/target/zig',
      ]),
      '',
      ...fromStageOf('muslrust-chef', this.platforms, this.stage),
      'WORKDIR /app',
    ];
  }
}
