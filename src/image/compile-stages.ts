import { createHash } from 'crypto';
import { CacheScope } from './cache-scope';
import { runCargo } from './cargo-cache';
import { CompileUnit } from './compile-unit';
import { PrivateSource } from './private-source';
import { command } from '../syntax/dockerfile-syntax';
import { COPY_CHEF } from '../toolchain/cargo-chef';
import { Toolchain } from '../toolchain/toolchain';

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
          `# The recipe of ${unit.recipeFor} alone. To leave out what the other binaries depend on, cargo resolves the whole`,
          '# workspace, which may take downloads.',
        ]
      : [
          '# The recipe: what compiling the dependencies needs to know of the workspace. An edit of a source file leaves it as',
          '# it was, and so the next stage stays cached.',
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
    '# Compiles the dependencies, into a layer: other builders can have that from a cache, what is in a mount they cannot.',
    `FROM ${toolchain.stage} AS ${unit.dependenciesStage}`,
    ...chef(toolchain),
    `COPY --from=${unit.plannerStage} /recipe.json ./`,
    ...runFetching(
      [
        ...toolchain.prepareTarget,
        '# not --locked: to a crate without a version cook gives one, which changes its copy of Cargo.lock',
        ...command(toolchain.cookCommand, unit.flags),
        '# cook compiles an empty dummy of each crate of the workspace too: removed, lest cargo takes it for the real one',
        'cargo metadata --no-deps --format-version 1 > metadata.json',
        `grep -o '"id":"path+file:[^"]*"' metadata.json > ids`,
        `sed 's/^"id":"\\(.*\\)"$/--package=\\1/' ids > members`,
        '# a line each: the name of a folder may have a quote or a comma in it',
        `xargs --delimiter='\\n' --arg-file=members cargo clean --offline --quiet --profile ${profile} --target "$CARGO_BUILD_TARGET"`,
        'find . -mindepth 1 -maxdepth 1 ! -name target -exec rm -r {} +',
      ],
      options,
    ),
  ];
}

function seedStage(unit: CompileUnit): string[] {
  return [
    `# The target folder that ${unit.builderStage} starts from.`,
    ...(unit.seedImageStage
      ? [
          '# An image of `seed-image` can replace this stage, and then neither `planner` nor `dependencies` is built:',
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
      ? '# Builds all binaries in one go; fails unless each is static.'
      : `# Builds ${unit.images[0].binary.name}; fails unless the binary is static.`,
    ...(options.incremental
      ? [
          '# BuildKit keeps the target folder for the next build, which compiles what changed. Another seed starts another one,',
          '# and so do other tools or flags, whose hash is in the id.',
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
    '# The target folder as an image: the seed of builders that have none. Nothing is left to compile here, unless',
    '# `builder` came from a cache.',
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
    "# sets each file's mtime to when its content last changed: by these cargo decides what to compile",
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
