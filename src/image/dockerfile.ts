import { Project, TextFile } from 'projen';
import { Image } from './image';
import { RuntimeBase } from './runtime-base';
import { PINS } from '../pins';

export interface DockerfileOptions {
  readonly images: Image[];
  /** The image that everything is compiled in. */
  readonly muslrustImage: string;
  readonly runtimeBase: RuntimeBase;
  /** The flags of both `cargo chef cook` and `cargo build`. */
  readonly buildFlags: string[];
  readonly profile: string;
  /** The toolchain file of the workspace, if it has one. */
  readonly toolchainFile?: string;
  /** A folder of vendored crates, if the workspace replaces its sources by one. */
  readonly vendorDirectory?: string;
}

/**
 * The one Dockerfile of all images.
 *
 * `muslrust-chef` (tools) -> `planner` (recipe) -> `dependencies` (cook) -> `builder` (all binaries, compiled once)
 * -> a runtime stage per image.
 */
export class Dockerfile extends TextFile {
  constructor(project: Project, options: DockerfileOptions) {
    super(project, 'Dockerfile');
    const stages = [toolsStage, plannerStage, dependenciesStage, builderStage, runtimeStages];
    const lines = [
      // directives come first: after any other comment they are comments themselves
      '# syntax=docker/dockerfile:1',
      '# check=error=true',
      ...(this.marker ? [`# ${this.marker}`] : []),
      ...stages.flatMap((stage) => ['', ...stage(options)]),
    ];
    // a script ends in a blank line already; the file ends in a line break
    [...lines.filter((line, i) => line !== '' || lines[i - 1] !== ''), ''].forEach((line) => this.addLine(line));
  }
}

function toolsStage(options: DockerfileOptions): string[] {
  const { toolchainFile, vendorDirectory } = options;
  return [
    '# The builder: a Rust toolchain for static musl executables, cargo-chef and the two build scripts. Each platform',
    "# compiles for itself; the triple, $CARGO_BUILD_TARGET, is the base image's.",
    `FROM ${options.muslrustImage} AS muslrust-chef`,
    ...run([`cargo install --locked --version ${PINS.crates['cargo-chef']} cargo-chef`]),
    'COPY --chmod=0755 docker/get-executable.sh docker/verify-static-build.sh /usr/local/bin/',
    'WORKDIR /app',
    '# here, wherever .cargo/config.toml would put it',
    'ENV CARGO_TARGET_DIR=/app/target',
    ...(toolchainFile
      ? [
        "# before anything is cooked: dependencies and binaries want one compiler, and that one wants the target's std",
        `COPY ${toolchainFile} ./`,
        'RUN rustup target add "$CARGO_BUILD_TARGET"',
      ]
      : []),
    ...(vendorDirectory
      ? ['# .cargo/config.toml takes the dependencies from here', `COPY ${vendorDirectory} ${vendorDirectory}`]
      : []),
  ];
}

function plannerStage(): string[] {
  return [
    '# The recipe: what must be known of the workspace to compile its dependencies. An edit of a source file does not',
    '# change it, so the next stage stays cached.',
    'FROM muslrust-chef AS planner',
    'COPY . .',
    'RUN cargo chef prepare --recipe-path recipe.json',
  ];
}

function dependenciesStage(options: DockerfileOptions): string[] {
  return [
    '# The dependencies, compiled once and kept in this layer; in a cache mount they would be kept by this builder only.',
    'FROM muslrust-chef AS dependencies',
    'COPY --from=planner /app/recipe.json recipe.json',
    ...run([
      '# not --locked: cook gives a crate without a version one, and so has to change its copy of the lock file',
      ...command('cargo chef cook --recipe-path recipe.json', options.buildFlags),
      '# cook compiles a dummy of every crate of the workspace; none may ever pass for the real executable',
      `find "target/$CARGO_BUILD_TARGET/${profileFolder(options.profile)}" -maxdepth 1 -type f -delete`,
    ]),
  ];
}

function builderStage(options: DockerfileOptions): string[] {
  const names = options.images.map((image) => image.binary.name);
  const profile = options.profile === 'release' ? '' : `--profile ${options.profile} `;
  return [
    '# All binaries, compiled in one go; each must prove that it is static.',
    'FROM dependencies AS builder',
    'ARG TARGETARCH',
    'COPY . .',
    ...run([
      '# cargo compares times, and a checkout may be older than the dummies: make every source new, but nothing below',
      '# target/, where the generated sources of the dependencies are',
      'find . -path ./target -prune -o -type f -exec touch {} +',
      ...command('cargo build --locked', options.buildFlags),
      `set -- ${names.join(' ')}`,
      'for name in "$@"; do',
      `  executable=$(get-executable.sh ${profile}"$name")`,
      '  verify-static-build.sh --arch "$TARGETARCH" "$executable"',
      '  install -D --mode=0555 "$executable" "/out/$name"',
      'done',
    ]),
  ];
}

function runtimeStages(options: DockerfileOptions): string[] {
  const isLatest = options.runtimeBase._reference === PINS.images.chainguardStatic;
  return [
    '# One image per binary: the base and the executable. The user is a number, since an orchestrator that forbids root',
    '# can tell by a number only.',
    ...(isLatest ? ['# The base is `latest`: there is no other tag that is free.'] : []),
    ...options.images.flatMap((image, index) => [
      ...(index > 0 ? [''] : []),
      ...(isLatest ? ['# hadolint ignore=DL3007'] : []),
      `FROM ${options.runtimeBase._reference} AS ${image.stage}`,
      ...options.runtimeBase._instructions,
      `COPY --from=builder /out/${image.binary.name} ${image.executable}`,
      ...assignments('ENV', image.env),
      ...assignments('LABEL', image.labels),
      ...image.ports.map((port) => `EXPOSE ${port}`),
      'USER 65532:65532',
      `ENTRYPOINT ${JSON.stringify([image.executable])}`,
      ...(image.args.length > 0 ? [`CMD ${JSON.stringify(image.args)}`] : []),
    ]),
  ];
}

/**
 * A `RUN` that stops at the first command that fails.
 *
 * What cargo downloads is in cache mounts, not in the layers. They are locked, since cargo's own lock on these folders
 * lies outside of them. The blank line after the script is for linters, which take the next instruction for a part of it
 * otherwise.
 */
function run(script: string[]): string[] {
  return [
    'RUN --mount=type=cache,target=/opt/cargo/registry,sharing=locked \\',
    '    --mount=type=cache,target=/opt/cargo/git,sharing=locked <<"EOF"',
    'set -eu',
    ...script,
    'EOF',
    '',
  ];
}

/** A command with one flag a line. */
function command(name: string, flags: string[]): string[] {
  return [name, ...flags].join(' \\\n  ').split('\n');
}

/** `ENV` or `LABEL`, one assignment a line; the Dockerfile's own `$` and quotes are taken literally. */
function assignments(instruction: string, values: Record<string, string>): string[] {
  const indent = ' '.repeat(instruction.length + 1);
  return Object.entries(values)
    .map(([key, value]) => `${key}="${value.replace(/[\\"$]/g, '\\$&')}"`)
    .map((assignment, i, all) => `${i === 0 ? `${instruction} ` : indent}${assignment}${i < all.length - 1 ? ' \\' : ''}`);
}

/** Cargo's folder for a profile; it bears the profile's name, but for the built-in ones. */
function profileFolder(profile: string): string {
  return { dev: 'debug', test: 'debug', bench: 'release' }[profile] ?? profile;
}
