import { BuilderBase } from './builder-base';
import { Pins } from '../pins';
import { archOf, Platform, tripleOf } from '../platform';
import { DockerfileStage } from '../syntax/dockerfile-stage';
import { PLAIN_SHELL, run } from '../syntax/dockerfile-syntax';

// Its releases have no executable for Linux on arm64 (.github/workflows/publish_binaries.yml there), and a registry of crates
// is all that a network without internet has to mirror.
const INSTALL = (version: string) =>
  `cargo install --locked --version ${version} --root /out --config profile.release.opt-level=0`;
const NOT_OPTIMISED = '# not optimised: compiles three times as fast, and the tool runs for milliseconds only';

const REASON = 'cargo-chef in its own stage: only a build that compiles dependencies needs it.';

/**
 * The stage `cargo-chef`, compiled in the base for the platform that it runs on.
 *
 * @param from what stands behind FROM
 */
export function chefOfBase(pins: Pins, base: BuilderBase, from: string): DockerfileStage {
  return chef(REASON, from, [install(pins, base, [' cargo-chef'])]);
}

/** The same, compiled in a stage whose compiler is for another target: one of them serves all. */
export function chefOfTarget(pins: Pins, base: BuilderBase, stage: string): DockerfileStage {
  return chef(`${REASON} It runs on the platform that builds, and one serves all targets.`, stage, [
    install(
      pins,
      base,
      [' --target "$(rustc --print host-tuple)" cargo-chef'],
      [
        "# the base's [build] rustflags are for musl, and hold for this target as well, unless there are others",
        'export RUSTFLAGS=',
      ],
    ),
  ]);
}

/** The same for the platform that is built for, compiled by the one that builds. */
export function crossCompiledChef(pins: Pins, base: BuilderBase): DockerfileStage {
  return chef(
    'cargo-chef is compiled by the platform that builds: under emulation that would take ten times as long. It is Rust ' +
      "and nothing else, so Rust's own linker is enough.",
    `--platform=$BUILDPLATFORM ${base._referenceFor('')}`,
    [
      'ARG TARGETARCH',
      install(
        pins,
        base,
        [
          ' --target "$triple" \\',
          '  --config "target.$triple.linker=\'rust-lld\'" \\',
          "  --config \"target.$triple.rustflags=['-Clink-self-contained=yes', '-Ctarget-feature=+crt-static']\" \\",
          '  cargo-chef',
        ],
        [
          'case $TARGETARCH in',
          ...Object.values(Platform).map((platform) => `  ${archOf(platform)}) triple=${tripleOf(platform)} ;;`),
          'esac',
          'rustup target add "$triple"',
        ],
      ),
    ],
  );
}

function chef(comment: string, from: string, instructions: string[]): DockerfileStage {
  return new DockerfileStage({ name: 'cargo-chef', comment, from, instructions: [PLAIN_SHELL, ...instructions] });
}

/**
 * A script that compiles cargo-chef. All projects of a builder share its layer: so it is made of what this script has
 * downloaded and cargo has verified, not of what other builds left in a cache mount.
 *
 * @param rest of the command
 * @param preparation what comes before it
 */
function install({ crates }: Pins, base: BuilderBase, rest: string[], preparation: string[] = []): string {
  return run([
    ...preparation,
    NOT_OPTIMISED,
    ...(INSTALL(crates['cargo-chef']) + rest.join('\n')).split('\n'),
    '# all projects of a builder share this layer, so the downloads are neither in a cache mount nor left behind',
    `rm -r ${base._cargoHome}/registry`,
  ]);
}

/** What brings cargo-chef into a stage. */
export const COPY_CHEF = 'COPY --from=cargo-chef /out/bin/cargo-chef /usr/local/bin/';
