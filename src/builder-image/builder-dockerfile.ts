import { Project, TextFile } from 'projen';
import { assertNoneIsAStage } from '../dockerfile/stage-names';
import { builderImageStages } from '../dockerfile/tools-stages';
import { Pins } from '../pins';
import { Platform, tripleOf } from '../platform';
import { DockerfileStage } from '../syntax/dockerfile-stage';
import { assignments, run, saidOnce, wholeFile } from '../syntax/dockerfile-syntax';
import { BuilderBase } from '../toolchain/builder-base';
import { zigCache } from '../toolchain/zig';

export interface BuilderDockerfileOptions {
  readonly pins: Pins;
  readonly base: BuilderBase;
  /** Whether zig is in it. */
  readonly zig: boolean;
}

/**
 * The Dockerfile of a builder image: `cargo-chef` (compiled) -> `muslrust-chef` (the image), and `smoke-test` on it.
 */
export class BuilderDockerfile extends TextFile {
  constructor(project: Project, directory: string, { pins, base, zig }: BuilderDockerfileOptions) {
    super(project, `${directory}/Dockerfile`);
    const labels = assignments('LABEL', {
      'org.opencontainers.image.title': 'muslrust-chef',
      'org.opencontainers.image.description':
        'Compiles Rust to static musl executables: muslrust, cargo-chef and the build scripts',
    });
    const stages = [...builderImageStages(pins, base, zig, labels), smokeTest(zig)];
    assertNoneIsAStage(stages, { muslrustImage: base._references[0] });
    wholeFile(this.marker, saidOnce(stages))
      .split('\n')
      .forEach((line) => this.addLine(line));
  }
}

/** What the image is for, done once: a recipe is cooked, a program compiled, found, verified and run. */
function smokeTest(zig: boolean): DockerfileStage {
  const targets = zig ? Object.values(Platform).map(tripleOf) : [];
  return new DockerfileStage({
    name: 'smoke-test',
    comment: 'What the image is for, tried: a recipe is cooked, a program compiled, found, verified and run.',
    from: 'muslrust-chef',
    instructions: [
      'WORKDIR /smoke-test',
      run([
        `memory-functions.sh install ${zig ? targets.join(' ') : '"$CARGO_BUILD_TARGET"'}`,
        'cargo init --quiet --name hello',
        'cargo chef prepare --recipe-path recipe.json',
        'cargo chef cook --recipe-path recipe.json --release --target "$CARGO_BUILD_TARGET"',
        'restore-mtimes.sh',
        'cargo build --release --target "$CARGO_BUILD_TARGET"',
        'executable=$(get-executable.sh hello)',
        'verify-static-build.sh "$executable"',
        'memory-functions.sh verify "$executable"',
        '"$executable"',
        ...(zig
          ? [
              'touch src/main.rs',
              `for target in ${targets.join(' ')}; do`,
              `  ZIG_GLOBAL_CACHE_DIR=${zigCache('$target')} cargo zigbuild --release --target "$target"`,
              '  executable=$(get-executable.sh --target "$target" hello)',
              '  verify-static-build.sh --arch "${target%%-*}" "$executable"',
              '  memory-functions.sh verify "$executable"',
              'done',
            ]
          : []),
      ]),
    ],
  });
}
