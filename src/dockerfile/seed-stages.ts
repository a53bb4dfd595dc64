import { compileBinaries } from './compile-binaries';
import { CompileOptions } from './compile-options';
import { COMPILED, CompileUnit, SEED_STAGES } from './compile-unit';
import { DockerfileStage } from '../syntax/dockerfile-stage';

/** The stage in whose place a build has a seed. */
export function seedStage(unit: CompileUnit): DockerfileStage {
  return new DockerfileStage({
    name: SEED_STAGES.start,
    comment:
      'The target folder that the build starts from. A seed image can replace this stage; then no dependency is compiled:\n' +
      `docker buildx bake --set '*.contexts.${SEED_STAGES.start}=docker-image://...'`,
    from: unit.dependenciesStage,
  });
}

/** The stages that a seed is made in. */
export function seedImageStages(unit: CompileUnit, options: CompileOptions): DockerfileStage[] {
  return [
    new DockerfileStage({
      name: SEED_STAGES.compiled,
      comment:
        'The target folder as an image: the seed of builders that have none. Compiles nothing, unless build was cached.',
      from: options.toolchain.stage,
      instructions: compileBinaries(unit, options, [
        '# finds out about macros, while the sources of dependencies are here',
        'silent-readers.sh > /dev/null',
        '# without the executables, which cargo links into place again',
        `keep-target.sh copy-all ${COMPILED}`,
      ]),
    }),
    new DockerfileStage({
      name: SEED_STAGES.image,
      from: 'scratch',
      instructions: [`COPY --from=${SEED_STAGES.compiled} ${COMPILED} ${COMPILED}`],
    }),
  ];
}
