import { createHash } from 'crypto';
import { CacheScope } from './cache-scope';
import { runCargo } from './cargo-cache';
import { CompileUnit, SEED_STAGES } from './compile-unit';
import { DockerfilePoints } from './dockerfile-points';
import { INTO_TARGET } from '../cargo/build-flags';
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

/** The sources, without a layer of their own: what a script writes into them is gone after it. */
const SOURCES = 'type=bind,target=/app,rw';

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
  const { toolchain, profile, points, cookedSources } = options;
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
      runFetching(
        [
          ...toolchain.prepareTarget,
          ...(cookedSources.length > 0 ? [] : COOK),
          '# flags, no environment variables: a build script that calls cargo would inherit those',
          '# not --locked: cook gives a crate without a version one, which changes its copy of Cargo.lock',
          ...command(toolchain.buildCommand, unit.flags),
          '# the dummies are removed, or cargo takes them for the real ones',
          'cargo metadata --no-deps --format-version 1 > metadata.json',
          `grep -o '"id":"path+file:[^"]*"' metadata.json > ids`,
          `sed 's/^"id":"\\(.*\\)"$/--package=\\1/' ids > members`,
          "# one per line: a folder's name may have a quote or a comma in it",
          "xargs --delimiter='\\n' --arg-file=members cargo clean --offline --quiet \\",
          `  ${INTO_TARGET} --profile ${profile} --target "$CARGO_BUILD_TARGET"`,
          'find . -mindepth 1 -maxdepth 1 ! -name target -exec rm -r {} +',
        ],
        options,
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
  ];
  const names = binariesOf(unit.images).map(({ name }) => name);
  return new DockerfileStage({
    name: unit.buildStage,
    comment:
      'Compiles the binaries; fails unless each is static.' +
      (options.incremental
        ? ' BuildKit keeps the target folder between builds, so only what changed is compiled; other dependencies, tools or ' +
          'flags get a folder of their own.'
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
        ...(options.incremental ? ['ARG TARGETARCH'] : []),
        runFetching(
          [
            ...compilation(unit, options),
            '# without the executables, which cargo links into place again',
            `find "target/$CARGO_BUILD_TARGET/${profileFolder(options.profile)}" -maxdepth 1 -type f -delete`,
            'cp -a target /compiled',
          ],
          options,
          compilationMounts(unit, options),
        ),
      ],
    }),
    new DockerfileStage({
      name: SEED_STAGES.image,
      from: 'scratch',
      instructions: [`COPY --from=${SEED_STAGES.compiled} /compiled /app/target`],
    }),
  ];
}

/** Without values: these are the build's, so a change of one keeps the folder of what was compiled, and the key of its seed. */
function declarations({ buildArgs }: CompileOptions): string[] {
  const pragma = BuildArg._secretive(buildArgs).length > 0 ? '# hadolint ignore=DL3064\n' : '';
  return Object.keys(buildArgs).map((name) => `${pragma}ARG ${name}`);
}

/** Compiles what is not compiled yet. */
function compilation(unit: CompileUnit, { toolchain, buildArgs }: CompileOptions): string[] {
  return [
    "# sets each file's mtime to when its content last changed: cargo compiles by mtimes",
    ['restore-mtimes.sh', ...Object.keys(buildArgs)].join(' '),
    ...command(`${toolchain.buildCommand} --locked`, unit.flags),
  ];
}

/** The sources and, in them, the target folder: kept from build to build, or the same at the beginning of each. */
function compilationMounts(unit: CompileUnit, options: CompileOptions): string[] {
  const target = `target=/app/target,from=${unit.startStage},source=/app/target`;
  return [
    SOURCES,
    options.incremental
      ? CacheScope.mount(`target-$TARGETARCH-${hashOf(unit, options)}`, `${target},sharing=locked`)
      : `type=bind,${target},rw`,
  ];
}

/** A hash of what decides on the compiled code, but for files of the workspace: of these the seed is made. */
function hashOf(unit: CompileUnit, { toolchain, aptPackages, environment, points }: CompileOptions): string {
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

/** Cargo's folder for a profile; it bears the profile's name, but for the built-in ones. */
function profileFolder(profile: string): string {
  return { dev: 'debug', test: 'debug', bench: 'release' }[profile] ?? profile;
}
