import { chefOfTarget } from './cargo-chef';
import { Beginning, Toolchain } from './toolchain';
import { archOf, tripleOf } from '../platform';
import { DockerfileStage } from '../syntax/dockerfile-stage';
import { fromStageOf } from '../syntax/dockerfile-syntax';

/** rust-musl: an image for each target, which compiles for that target wherever it runs. */
export class RustMuslToolchain extends Toolchain {
  public readonly crossCompiles = true;

  protected get stagesOfBase(): DockerfileStage[] {
    return [
      ...this.platforms.map(
        (platform) =>
          new DockerfileStage({
            name: `rust-musl-${archOf(platform)}`,
            comment:
              'One image for each target. It runs on the platform that builds, and cross-compiles if that is another.',
            from: `--platform=$BUILDPLATFORM ${this.base._referenceFor(tripleOf(platform))}`,
            instructions: [`ENV CARGO_BUILD_TARGET=${tripleOf(platform)}`],
          }),
      ),
      chefOfTarget(this.options.pins, this.base, `rust-musl-${archOf(this.platforms[0])}`),
    ];
  }

  protected get beginningOfBase(): Beginning {
    return fromStageOf(
      'rust-musl',
      this.platforms,
      'The toolchain: Rust for static musl executables, and the build scripts.',
    );
  }
}
