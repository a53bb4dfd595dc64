import { chefOfTarget } from './cargo-chef';
import { Toolchain } from './toolchain';
import { archOf, tripleOf } from '../platform';
import { fromStageOf, PLAIN_SHELL } from '../syntax/dockerfile-syntax';

/** rust-musl: an image for each target, which compiles for that target wherever it runs. */
export class RustMuslToolchain extends Toolchain {
  public readonly crossCompiles = true;

  protected get stagesFromBase(): string[] {
    return [
      '# The builder: a Rust toolchain for static musl executables, and the build scripts. There is one for each target; it',
      '# runs on the platform that builds, and cross-compiles where that is another one.',
      ...this.platforms.flatMap((platform) => [
        `FROM --platform=$BUILDPLATFORM ${this.base._referenceFor(tripleOf(platform))} AS rust-musl-${archOf(platform)}`,
        `ENV CARGO_BUILD_TARGET=${tripleOf(platform)}`,
      ]),
      '',
      ...chefOfTarget(this.base, `rust-musl-${archOf(this.platforms[0])}`),
      ...fromStageOf('rust-musl', this.platforms, 'muslrust-chef'),
      ...PLAIN_SHELL,
    ];
  }
}
