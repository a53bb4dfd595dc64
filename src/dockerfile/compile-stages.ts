import { createHash } from 'crypto';
import { CacheScope } from './cache-scope';
import { runCargo } from './cargo-cache';
import { CompileUnit, SEED_STAGES } from './compile-unit';
import { DockerfilePoints } from './dockerfile-points';
import { MemoryFunctions } from './memory-functions';
import { BuildArg } from '../image/build-arg';
import { binariesOf } from '../image/image';
import { PrivateSource } from '../image/private-source';
import { DockerfileStage } from '../syntax/dockerfile-stage';
import { because, command, copy, run } from '../syntax/dockerfile-syntax';
import { COPY_CHEF } from '../toolchain/cargo-chef';
import { Toolchain } from '../toolchain/toolchain';

export interface CompileOptions {
  readonly toolchain: Toolchain;
  /** Debian packages that are installed beside it. */
  readonly aptPackages: string[];
  /** Variables that the compilers of dependencies read. */
  readonly environment: Record<string, string>;
  readonly profile: string;
  /** Whether the toolchain has memory functions that musl's were replaced by. */
  readonly memoryFunctions: boolean;
  /** Whether a builder keeps what it compiled. */
  readonly incremental: boolean;
  readonly privateSources: PrivateSource[];
  /** Variables that the binaries are compiled with. */
  readonly buildArgs: Record<string, BuildArg>;
  /** Files and folders that dependencies are compiled with, and that a recipe has not. */
  readonly cookedSources: string[];
  /** Instructions of the user's. */
  readonly points: DockerfilePoints;
}

/**
 * `planner` (recipe) -> `dependencies` (cook) -> `build` (the binaries); with a seed `seed` between the last two, and
 * `seed-image`.
 */
export function compileStages(unit: CompileUnit, options: CompileOptions): DockerfileStage[] {
  return [
    plannerStage(unit, options),
    dependenciesStage(unit, options),
    ...(unit.hasSeed ? [seedStage(unit)] : []),
    buildStage(unit, options),
    ...(unit.hasSeed ? seedImageStages(unit, options) : []),
  ];
}

/** What a layer has of a target folder. */
const COMPILED = '/compiled';

/** Where the layer is that a build begins with. */
const START = '/start';

/** The stage that target folders which are kept belong to. */
const TARGET_STAGE = 'target';

/** The sources, without a layer of their own: what a script writes into them is gone after it. */
const SOURCES = 'type=bind,target=/app,rw';

/**
 * What decides on compiled code, and what cargo's fingerprints do not know: the base image and its compilers, variables,
 * instructions of the user's, cargo's configuration, what stands in for dependencies. A mount `from` a stage is kept for
 * as long as this stage's layer is the same (BuildKit, solver/llbsolver/mounts/mount.go: getRefCacheDir).
 */
export function targetStage({ toolchain, points, cookedSources }: CompileOptions): DockerfileStage {
  return new DockerfileStage({
    name: TARGET_STAGE,
    comment:
      'Whose the target folders are that BuildKit keeps: of these tools and variables, of this configuration. Of all else ' +
      'cargo knows whether it is what was compiled.',
    from: toolchain.stage,
    instructions: [
      ...points.ofDependencies,
      'COPY .carg[o]/config* /configuration/.cargo/',
      ...cookedSources.map((path) => copy(path, `/configuration/${path}`)),
      'RUN mkdir /target',
    ],
  });
}

function plannerStage(unit: CompileUnit, options: CompileOptions): DockerfileStage {
  const prepare = 'cargo chef prepare --recipe-path /recipe.json';
  return new DockerfileStage({
    name: unit.plannerStage,
    comment: unit.recipeFor
      ? 'The recipe of one image alone. To leave out what the other binaries depend on, cargo resolves the whole workspace, ' +
        'which may take downloads.'
      : 'The recipe lists the dependencies. Editing a source file does not change it, so the next stage stays cached.',
    from: 'muslrust-chef',
    instructions: [
      ...chef(options.toolchain),
      unit.recipeFor
        ? runFetching([`${prepare} --bin ${unit.recipeFor}`], options, [SOURCES])
        : `RUN --mount=${SOURCES} ${prepare}`,
    ],
  });
}

const COOK = [
  "# manifests, and empty dummies of the workspace's crates; built below, since cook takes no --config",
  'cargo chef cook --recipe-path recipe.json --no-build',
];

/** What cargo-chef left out of manifests that whole crates do not fit. (src/skeleton/version_masking.rs and read.rs) */
const FIT = [
  '# whole crates stand beside the dummies: path dependencies ask for version 0.0.1 of them, and lints are not there to inherit',
  'find . -name Cargo.toml -exec sed --in-place --null-data --regexp-extended \\',
  String.raw`  's/(\[[^\n]*dependencies[^\n]*\]\n([^\n]+\n)*)version = "0\.0\.1"\n(([^\n]+\n)*path = )/\1\3/g' {} +`,
  `if grep --quiet '^\\[workspace' Cargo.toml; then printf '\\n[workspace.lints]\\n' >> Cargo.toml; fi`,
];

function dependenciesStage(unit: CompileUnit, options: CompileOptions): DockerfileStage {
  const { toolchain, incremental, points, cookedSources } = options;
  return new DockerfileStage({
    name: unit.dependenciesStage,
    comment: 'Compiles the dependencies into a layer: a cache carries layers to other builders, but not cache mounts.',
    from: toolchain.stage,
    instructions: [
      // first: what the other stages have too is done once
      ...points.ofDependencies,
      ...chef(toolchain),
      `COPY --from=${unit.plannerStage} /recipe.json ./`,
      ...(cookedSources.length > 0
        ? [
            run([...COOK, ...FIT]),
            ...cookedSources.map((path) => because('read while dependencies are compiled', copy(path, path))),
          ]
        : []),
      ...(incremental ? ['ARG TARGETARCH'] : []),
      runFetching(
        [
          ...(incremental ? [] : ['mkdir target']),
          ...toolchain.prepareTarget,
          ...(cookedSources.length > 0 ? [] : COOK),
          ...(incremental ? ['# what is the same as last time is not newer', 'restore-mtimes.sh'] : []),
          '# flags, no environment variables: a build script that calls cargo would inherit those',
          '# not --locked: cook gives a crate without a version one, which changes its copy of Cargo.lock',
          ...compile(toolchain.buildCommand, unit),
          '# without the dummies, or cargo takes them for the real ones',
          `keep-target.sh copy ${COMPILED}`,
          ...(incremental ? ['keep-target.sh prune'] : []),
          `find . -mindepth 1 -maxdepth 1 ${incremental ? '! -name target ' : ''}-exec rm -r {} +`,
        ],
        options,
        incremental ? [keptTarget('cook', unit, options)] : [],
      ),
    ],
  });
}

function seedStage(unit: CompileUnit): DockerfileStage {
  return new DockerfileStage({
    name: SEED_STAGES.start,
    comment:
      'The target folder that the build starts from. A seed image can replace this stage; then no dependency is compiled:\n' +
      `docker buildx bake --set '*.contexts.${SEED_STAGES.start}=docker-image://...'`,
    from: unit.dependenciesStage,
  });
}

function buildStage(unit: CompileUnit, options: CompileOptions): DockerfileStage {
  const profile = options.profile === 'release' ? '' : `--profile ${options.profile} `;
  const take = (name: string) => [
    `executable=$(get-executable.sh ${profile}${name})`,
    'verify-static-build.sh --arch "$TARGETARCH" "$executable"',
    ...(options.memoryFunctions ? ['memory-functions.sh verify "$executable"'] : []),
  ];
  const names = binariesOf(unit.images).map(({ name }) => name);
  return new DockerfileStage({
    name: unit.buildStage,
    comment:
      'Compiles the binaries; fails unless each is static.' +
      (options.incremental
        ? ' BuildKit keeps the target folder between builds, so only what changed is compiled; other tools or flags get a ' +
          'folder of their own.'
        : ''),
    from: options.toolchain.stage,
    instructions: [
      ...options.points.ofBinaries,
      ...declarations(options),
      'ARG TARGETARCH',
      runFetching(
        [
          ...compilation(unit, options),
          ...(names.length === 1
            ? [...take(names[0]), `install -D --mode=0555 "$executable" /out/${names[0]}`]
            : [
                `for name in ${names.join(' ')}; do`,
                ...[...take('"$name"'), 'install -D --mode=0555 "$executable" "/out/$name"'].map((line) => `  ${line}`),
                'done',
              ]),
        ],
        options,
        compilationMounts(unit, options),
      ),
    ],
  });
}

function seedImageStages(unit: CompileUnit, options: CompileOptions): DockerfileStage[] {
  return [
    new DockerfileStage({
      name: SEED_STAGES.compiled,
      comment:
        'The target folder as an image: the seed of builders that have none. Compiles nothing, unless build was cached.',
      from: options.toolchain.stage,
      instructions: [
        ...options.points.ofBinaries,
        ...declarations(options),
        'ARG TARGETARCH',
        runFetching(
          [
            ...compilation(unit, options),
            '# without the executables, which cargo links into place again',
            `keep-target.sh copy-all ${COMPILED}`,
          ],
          options,
          compilationMounts(unit, options),
        ),
      ],
    }),
    new DockerfileStage({
      name: SEED_STAGES.image,
      from: 'scratch',
      instructions: [`COPY --from=${SEED_STAGES.compiled} ${COMPILED} ${COMPILED}`],
    }),
  ];
}

/** Without values: these are the build's, so a change of one keeps the folder of what was compiled, and the key of its seed. */
function declarations({ buildArgs }: CompileOptions): string[] {
  const pragma = BuildArg._secretive(buildArgs).length > 0 ? '# hadolint ignore=DL3064\n' : '';
  return Object.keys(buildArgs).map((name) => `${pragma}ARG ${name}`);
}

/** Compiles what is not compiled yet. */
function compilation(unit: CompileUnit, { toolchain, buildArgs, incremental }: CompileOptions): string[] {
  return [
    ...(incremental ? ['# what was compiled elsewhere, and not here', `keep-target.sh take ${START}`] : []),
    "# sets each file's mtime to when its content last changed: cargo compiles by mtimes",
    ['restore-mtimes.sh', ...Object.keys(buildArgs)].join(' '),
    ...compile(`${toolchain.buildCommand} --locked`, unit),
    ...(incremental ? ['keep-target.sh prune'] : []),
  ];
}

/** Compiles by a command of cargo's; what that says of it is read by keep-target.sh. */
function compile(buildCommand: string, { flags }: CompileUnit): string[] {
  const lines = command(`${buildCommand} --message-format=json-render-diagnostics`, flags);
  return [...lines.slice(0, -1), `${lines.at(-1)} > target/.messages`];
}

/** The sources and, in them, the target folder: kept from build to build, or the same at the beginning of each. */
function compilationMounts(unit: CompileUnit, options: CompileOptions): string[] {
  const start = `from=${unit.startStage},source=${COMPILED}`;
  return [
    SOURCES,
    ...(options.incremental
      ? [keptTarget('target', unit, options), `type=bind,target=${START},${start}`]
      : [`type=bind,target=/app/target,${start},rw`]),
  ];
}

/** A target folder that is kept; it begins with nothing. */
function keptTarget(name: string, unit: CompileUnit, options: CompileOptions): string {
  const target = `target=/app/target,from=${TARGET_STAGE},source=/target,sharing=locked`;
  return CacheScope.mount(`${name}-$TARGETARCH-${hashOf(unit, options)}`, target);
}

/** A hash of what decides on the compiled code, but for files of the workspace: of these the seed is made. */
function hashOf(
  unit: CompileUnit,
  { toolchain, aptPackages, environment, memoryFunctions, points }: CompileOptions,
): string {
  const { strategy, base, builderImage } = toolchain;
  return createHash('sha256')
    .update(
      JSON.stringify({
        unit: unit.buildStage,
        flags: unit.flags,
        strategy,
        base: base._referenceFor('*'),
        builderImage,
        aptPackages,
        environment,
        // cargo does not know that a program was linked with others
        memoryFunctions: memoryFunctions && MemoryFunctions.source,
        added: [points.beforeCook, points.beforeBuild],
      }),
    )
    .digest('hex')
    .slice(0, 12);
}

/** A script in which cargo may fetch from private sources too. */
function runFetching(script: string[], { toolchain, privateSources }: CompileOptions, mounts: string[] = []): string {
  return runCargo([...PrivateSource._setup(privateSources), ...script], toolchain.base._cargoHome, [
    ...mounts,
    ...privateSources.map(({ _mount }) => _mount),
  ]);
}

/** cargo-chef, where it has not come with the image. */
function chef({ builderImage }: Toolchain): string[] {
  return builderImage ? [] : [COPY_CHEF];
}
