import { MuslrustToolchain } from './muslrust-toolchain';
import { installZig, rustflagsOf, zigCache } from './zig';
import { archOf, tripleOf } from '../platform';
import { DockerfileStage } from '../syntax/dockerfile-stage';
import { fromStageOf } from '../syntax/dockerfile-syntax';

/** muslrust with zig, which compiles C and C++ for every platform and links: it runs on the platform that builds. */
export class ZigToolchain extends MuslrustToolchain {
  public readonly crossCompiles = true;
  public readonly stage = 'cross-compiler';
  public readonly prepareTarget = [
    "# zig's C library, compiled for this target when zig was installed",
    'if [ ! -e target/zig ]; then',
    '  rm -rf target/zig.new',
    `  cp -a "${zigCache('$CARGO_BUILD_TARGET')}" target/zig.new`,
    '  mv target/zig.new target/zig',
    'fi',
  ];

  protected readonly subcommand = 'zigbuild';
  protected readonly fromFlags = '--platform=$BUILDPLATFORM ';
  protected readonly parts = 'a Rust toolchain for static musl executables, cargo-chef, zig';
  protected readonly where = 'It runs on the platform that builds, and compiles for any.';

  public get targets(): string[] {
    return this.platforms.map(tripleOf);
  }

  public get installation(): string[] {
    return installZig(this.options.pins, this.platforms);
  }

  public get platformStages(): DockerfileStage[] {
    return [
      ...this.platforms.map(
        (platform) =>
          new DockerfileStage({
            name: `muslrust-chef-${archOf(platform)}`,
            comment:
              "The target to compile for. The base image's own target, linker flags and C libraries are for the platform that " +
              "builds; zig's C library is kept with what was compiled.",
            from: 'muslrust-chef',
            instructions: [
              [
                `ENV CARGO_BUILD_TARGET=${tripleOf(platform)}`,
                `${rustflagsOf(tripleOf(platform))}=`,
                // the base image's C libraries are for the platform that builds
                'PKG_CONFIG_ALLOW_CROSS=0',
                // kept with what else is compiled: C libraries. Objects of C code are not: cargo keeps those.
                'ZIG_GLOBAL_CACHE_DIR=/app/target/zig',
                'ZIG_LOCAL_CACHE_DIR=/tmp/zig',
              ].join(' \\\n    '),
            ],
          }),
      ),
      new DockerfileStage({
        name: this.stage,
        ...fromStageOf('muslrust-chef', this.platforms, 'The toolchain for the platform that is built for.'),
        instructions: ['WORKDIR /app'],
      }),
    ];
  }
}
