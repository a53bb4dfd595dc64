import { chefOfBase, crossCompiledChef } from './cargo-chef';
import { Toolchain } from './toolchain';
import { Platform } from '../platform';

/** muslrust: each platform compiles for itself, be it on a machine of its own or under emulation. */
export class MuslrustToolchain extends Toolchain {
  public readonly crossCompiles: boolean = false;
  protected readonly where: string[] = [
    'Each platform compiles for',
    "# itself; the triple, $CARGO_BUILD_TARGET, is the base image's.",
  ];

  public get environment(): string[] {
    return [
      "# muslrust's CC, musl-gcc, is for the target; build scripts and macros run here, and so does the C code in them",
      'ENV HOST_CC=gcc HOST_CXX=g++',
      ...(this.platforms.includes(Platform.LINUX_ARM64)
        ? [
            '# on arm64 C code gets its atomics inline, not from helper functions of GCC, which not every linker finds',
            'ENV CFLAGS_aarch64_unknown_linux_musl=-mno-outline-atomics',
          ]
        : []),
    ];
  }

  protected get stagesFromBase(): string[] {
    const image = this.base._referenceFor('');
    const [place, ...rest] = this.where;
    return [
      ...(this.options.isEmulated ? crossCompiledChef(this.base) : chefOfBase(this.base, this.fromFlags + image)),
      `# The builder: a Rust toolchain for static musl executables, and the build scripts. ${place}`,
      ...rest,
      ...this.chefStageFrom(image),
    ];
  }
}
