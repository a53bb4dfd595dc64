import { chefOfBase, crossCompiledChef } from './cargo-chef';
import { Beginning, Toolchain } from './toolchain';
import { Platform } from '../platform';
import { DockerfileStage } from '../syntax/dockerfile-stage';
import { because } from '../syntax/dockerfile-syntax';

/** muslrust: each platform compiles for itself, be it on a machine of its own or under emulation. */
export class MuslrustToolchain extends Toolchain {
  public readonly crossCompiles: boolean = false;
  protected readonly where: string = 'Each platform has its own $CARGO_BUILD_TARGET.';

  public get environment(): string[] {
    return [
      because(
        'CC compiles C for musl; build scripts and macros run here, and so does their C code',
        'ENV HOST_CC=gcc HOST_CXX=g++',
      ),
      ...(this.platforms.includes(Platform.LINUX_ARM64)
        ? [
            because(
              'inline atomics in C code for arm64: not every linker finds the helper functions that GCC would call',
              'ENV CFLAGS_aarch64_unknown_linux_musl=-mno-outline-atomics',
            ),
          ]
        : []),
    ];
  }

  protected get stagesOfBase(): DockerfileStage[] {
    const from = this.fromFlags + this.base._referenceFor('');
    const { isEmulated, pins } = this.options;
    return [isEmulated ? crossCompiledChef(pins, this.base) : chefOfBase(pins, this.base, from)];
  }

  protected get beginningOfBase(): Beginning {
    return {
      from: this.fromFlags + this.base._referenceFor(''),
      comment: `The toolchain: Rust for static musl executables, and the build scripts. ${this.where}`,
    };
  }
}
