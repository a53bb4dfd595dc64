import { createHash } from 'crypto';
import { CacheScope } from './cache-scope';
import { runCargo } from './cargo-cache';
import { COPY_CHEF } from './chef-stage';
import { CompileUnit } from './compile-unit';
import { command } from './dockerfile-syntax';
import { PrivateSource } from './private-source';
import { Toolchain } from './toolchain';

export interface CompileOptions {
  readonly toolchain: Toolchain;
  /** Debian packages that are installed beside it. */
  readonly aptPackages: string[];
  /** Variables that the compilers of dependencies read. */
  readonly environment: Record<string, string>;
  readonly profile: string;
  /** Whether a builder keeps what it compiled. */
  readonly incremental: boolean;
  readonly privateSources: PrivateSource[];
}

/**
 * `planner` (recipe) -> `dependencies` (cook) -> `seed` -> `builder` (the binaries), and `seed-image`.
 */
export function compileStages(unit: CompileUnit, options: CompileOptions): string[] {
  return [
    ...plannerStage(unit, options),
    '',
    ...dependenciesStage(unit, options),
    '',
    ...seedStage(unit),
    '',
    ...builderStage(unit, options),
    ...(unit.seedImageStage ? ['', ...seedImageStages(unit, options)] : []),
  ];
}

/** The sources, without a layer of their own: what a script writes into them is gone after it. */
const SOURCES = 'type=bind,target=/app,rw';

function plannerStage(unit: CompileUnit, options: CompileOptions): string[] {
  const prepare = 'cargo chef prepare --recipe-path /recipe.json';
  return [
    ...(unit.recipeFor
      ? [
          `# The recipe of ${unit.recipeFor} alone: what must be known of the workspace to compile its dependencies. To leave out`,
          '# what the other binaries depend on, cargo resolves the whole workspace, and so may have to download.',
        ]
      : [
          '# The recipe: what must be known of the workspace to compile its dependencies. An edit of a source file does not',
          '# change it, so the next stage stays cached.',
        ]),
    `FROM muslrust-chef AS ${unit.plannerStage}`,
    ...chef(options.toolchain),
    ...(unit.recipeFor
      ? runFetching([`${prepare} --bin ${unit.recipeFor}`], options, [SOURCES])
      : [`RUN --mount=${SOURCES} ${prepare}`]),
  ];
}

function dependenciesStage(unit: CompileUnit, options: CompileOptions): string[] {
  const { toolchain, profile } = options;
  return [
    '# The dependencies, compiled once and kept in this layer; in a cache mount they would be kept by this builder only.',
    `FROM ${toolchain.stage} AS ${unit.dependenciesStage}`,
    ...chef(toolchain),
    `COPY --from=${unit.plannerStage} /recipe.json ./`,
    ...runFetching(
      [
        ...toolchain.prepareTarget,
        '# not --locked: cook gives a crate without a version one, and so has to change its copy of the lock file',
        ...command(toolchain.cookCommand, unit.flags),
        '# cook compiles a dummy of every crate of the workspace: none may ever pass for the real one, and nothing but the',
        '# dependencies needs to be kept',
        'cargo metadata --no-deps --format-version 1 > metadata.json',
        "tr ',' '\\n' < metadata.json > fields",
        'sed -n \'s/"id":"\\(path+file:.*\\)"$/--package \\1/p\' fields > members',
        `xargs --no-run-if-empty --arg-file=members cargo clean --offline --quiet --profile ${profile} --target "$CARGO_BUILD_TARGET"`,
        'find . -mindepth 1 -maxdepth 1 ! -name target -exec rm -r {} +',
      ],
      options,
    ),
  ];
}

function seedStage(unit: CompileUnit): string[] {
  return [
    `# What ${unit.builderStage} starts from.`,
    ...(unit.seedImageStage
      ? [
          '# An image of `seed-image` can stand in for it, and then neither the planner nor the cook is run:',
          `# docker buildx bake --set '*.contexts.${unit.seedStage}=docker-image://...'`,
        ]
      : []),
    `FROM ${unit.dependenciesStage} AS ${unit.seedStage}`,
  ];
}

function builderStage(unit: CompileUnit, options: CompileOptions): string[] {
  const { toolchain } = options;
  const profile = options.profile === 'release' ? '' : `--profile ${options.profile} `;
  return [
    unit.images.length > 1
      ? '# All binaries, compiled in one go; each must prove that it is static.'
      : `# ${unit.images[0].binary.name}; it must prove that it is static.`,
    ...(options.incremental
      ? [
          '# The target folder is kept from build to build on this builder, and what did not change is not compiled again. A',
          '# new seed begins a new one, and so do other tools or flags, of which the end of its id is a hash.',
        ]
      : []),
    `FROM ${toolchain.stage} AS ${unit.builderStage}`,
    'ARG TARGETARCH',
    ...runFetching(
      [
        ...compilation(unit, options),
        `set -- ${unit.images.map((image) => image.binary.name).join(' ')}`,
        'for name in "$@"; do',
        `  executable=$(get-executable.sh ${profile}"$name")`,
        '  verify-static-build.sh --arch "$TARGETARCH" "$executable"',
        '  install -D --mode=0555 "$executable" "/out/$name"',
        'done',
      ],
      options,
      compilationMounts(unit, options),
    ),
  ];
}

function seedImageStages(unit: CompileUnit, options: CompileOptions): string[] {
  return [
    '# What was compiled, as an image: the seed of builders that have nothing. If `builder` came from a cache, it is',
    '# compiled here; else there is nothing left to do.',
    `FROM ${options.toolchain.stage} AS compiled`,
    ...(options.incremental ? ['ARG TARGETARCH'] : []),
    ...runFetching(
      [
        ...compilation(unit, options),
        '# without the executables, which cargo links into place again',
        `find "target/$CARGO_BUILD_TARGET/${profileFolder(options.profile)}" -maxdepth 1 -type f -delete`,
        'cp -a target /compiled',
      ],
      options,
      compilationMounts(unit, options),
    ),
    `FROM scratch AS ${unit.seedImageStage}`,
    'COPY --from=compiled /compiled /app/target',
  ];
}

/** Compiles what is not compiled yet. */
function compilation(unit: CompileUnit, { toolchain }: CompileOptions): string[] {
  return [
    '# cargo goes by the times of files: what changed is new, what did not is as old as it was',
    'restore-mtimes.sh',
    ...command(toolchain.buildCommand, unit.flags),
  ];
}

/** The sources and, in them, the target folder: kept from build to build, or the seed's each time. */
function compilationMounts(unit: CompileUnit, options: CompileOptions): string[] {
  const target = `target=/app/target,from=${unit.seedStage},source=/app/target`;
  return [
    SOURCES,
    options.incremental
      ? CacheScope.mount(`target-$TARGETARCH-${hashOf(unit, options)}`, `${target},sharing=locked`)
      : `type=bind,${target},rw`,
  ];
}

/** A hash of what decides on the compiled code, but for files of the workspace: of these the seed is made. */
function hashOf(unit: CompileUnit, { toolchain, aptPackages, environment }: CompileOptions): string {
  const { strategy, base, builderImage } = toolchain;
  return createHash('sha256')
    .update(
      JSON.stringify({
        unit: unit.builderStage,
        flags: unit.flags,
        strategy,
        base: base._referenceFor('*'),
        builderImage,
        aptPackages,
        environment,
      }),
    )
    .digest('hex')
    .slice(0, 12);
}

/** A script in which cargo may fetch from private sources too. */
function runFetching(script: string[], { toolchain, privateSources }: CompileOptions, mounts: string[] = []): string[] {
  return runCargo([...PrivateSource._setup(privateSources), ...script], toolchain.base._cargoHome, [
    ...mounts,
    ...privateSources.map(({ _mount }) => _mount),
  ]);
}

/** cargo-chef, where it has not come with the image. */
function chef({ builderImage }: Toolchain): string[] {
  return builderImage ? [] : [COPY_CHEF];
}

/** Cargo's folder for a profile; it bears the profile's name, but for the built-in ones. */
function profileFolder(profile: string): string {
  return { dev: 'debug', test: 'debug', bench: 'release' }[profile] ?? profile;
}
