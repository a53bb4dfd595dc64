import { CompileUnit } from './compile-unit';
import { command, run } from './dockerfile-syntax';
import { PrivateSource } from './private-source';
import { Toolchain } from './toolchain';
import { cargoMounts } from './tools-stages';

export interface CompileOptions {
  readonly toolchain: Toolchain;
  readonly profile: string;
  readonly privateSources: PrivateSource[];
}

/**
 * `planner` (recipe) -> `dependencies` (cook) -> `builder` (the binaries).
 */
export function compileStages(unit: CompileUnit, options: CompileOptions): string[] {
  return [...plannerStage(unit, options), '', ...dependenciesStage(unit, options), '', ...builderStage(unit, options)];
}

function plannerStage(unit: CompileUnit, options: CompileOptions): string[] {
  const prepare = 'cargo chef prepare --recipe-path recipe.json';
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
    'COPY . .',
    ...(unit.recipeFor ? runCargo([`${prepare} --bin ${unit.recipeFor}`], options) : [`RUN ${prepare}`]),
  ];
}

function dependenciesStage(unit: CompileUnit, options: CompileOptions): string[] {
  const { toolchain, profile } = options;
  return [
    '# The dependencies, compiled once and kept in this layer; in a cache mount they would be kept by this builder only.',
    `FROM ${toolchain.stage} AS ${unit.dependenciesStage}`,
    `COPY --from=${unit.plannerStage} /app/recipe.json recipe.json`,
    ...runCargo([
      '# not --locked: cook gives a crate without a version one, and so has to change its copy of the lock file',
      ...command(toolchain.cookCommand, unit.flags),
      '# cook compiles a dummy of every crate of the workspace; none may ever pass for the real executable',
      `find "target/$CARGO_BUILD_TARGET/${profileFolder(profile)}" -maxdepth 1 -type f -delete`,
    ], options),
  ];
}

function builderStage(unit: CompileUnit, options: CompileOptions): string[] {
  const { toolchain } = options;
  const profile = options.profile === 'release' ? '' : `--profile ${options.profile} `;
  return [
    unit.images.length > 1
      ? '# All binaries, compiled in one go; each must prove that it is static.'
      : `# ${unit.images[0].binary.name}; it must prove that it is static.`,
    `FROM ${unit.dependenciesStage} AS ${unit.builderStage}`,
    'ARG TARGETARCH',
    'COPY . .',
    ...runCargo([
      '# cargo compares times, and a checkout may be older than the dummies: make every source new, but nothing below',
      '# target/, where the generated sources of the dependencies are',
      'find . -path ./target -prune -o -type f -exec touch {} +',
      ...command(toolchain.buildCommand, unit.flags),
      `set -- ${unit.images.map((image) => image.binary.name).join(' ')}`,
      'for name in "$@"; do',
      `  executable=$(get-executable.sh ${profile}"$name")`,
      '  verify-static-build.sh --arch "$TARGETARCH" "$executable"',
      '  install -D --mode=0555 "$executable" "/out/$name"',
      'done',
    ], options),
  ];
}

/** A script in which cargo may fetch what it needs. */
function runCargo(script: string[], { toolchain, privateSources }: CompileOptions): string[] {
  return run(
    [...PrivateSource._setup(privateSources), ...script],
    [...cargoMounts(toolchain.base._cargoHome), ...privateSources.map(({ _mount }) => _mount)],
  );
}

/** Cargo's folder for a profile; it bears the profile's name, but for the built-in ones. */
function profileFolder(profile: string): string {
  return { dev: 'debug', test: 'debug', bench: 'release' }[profile] ?? profile;
}
