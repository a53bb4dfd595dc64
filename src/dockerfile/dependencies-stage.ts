import { runCargo } from './cargo-cache';
import { compileCommand } from './compile-command';
import { CompileOptions } from './compile-options';
import { COMPILED, CompileUnit } from './compile-unit';
import { mountKeptTarget } from './kept-target';
import { DockerfileStage } from '../syntax/dockerfile-stage';
import { because, copy, run } from '../syntax/dockerfile-syntax';

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

/** The stage that compiles what the recipe lists. */
export function dependenciesStage(unit: CompileUnit, options: CompileOptions): DockerfileStage {
  const { toolchain, incremental, points, cookedSources } = options;
  return new DockerfileStage({
    name: unit.dependenciesStage,
    comment: 'Compiles the dependencies into a layer: a cache carries layers to other builders, but not cache mounts.',
    from: toolchain.stage,
    instructions: [
      // first: what the other stages have too is done once
      ...points.ofDependencies,
      ...toolchain.chef,
      `COPY --from=${unit.plannerStage} /recipe.json ./`,
      ...(cookedSources.length > 0
        ? [
            run([...COOK, ...FIT]),
            ...cookedSources.map((path) => because('read while dependencies are compiled', copy(path, path))),
          ]
        : []),
      ...(incremental ? ['ARG TARGETARCH'] : []),
      runCargo(
        [
          ...(incremental ? [] : ['mkdir target']),
          ...toolchain.prepareTarget,
          ...(cookedSources.length > 0 ? [] : COOK),
          ...(incremental ? ['# what is the same as last time is not newer', 'restore-mtimes.sh'] : []),
          '# flags, no environment variables: a build script that calls cargo would inherit those',
          '# not --locked: cook gives a crate without a version one, which changes its copy of Cargo.lock',
          ...compileCommand(toolchain.buildCommand, unit),
          '# without the dummies, or cargo takes them for the real ones',
          `keep-target.sh copy ${COMPILED}`,
          ...(incremental ? ['keep-target.sh prune'] : []),
          `find . -mindepth 1 -maxdepth 1 ${incremental ? '! -name target ' : ''}-exec rm -r {} +`,
        ],
        options,
        incremental ? [mountKeptTarget('cook', unit, options)] : [],
      ),
    ],
  });
}
