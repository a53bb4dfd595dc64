import { runCargo } from './cargo-cache';
import { CompileOptions } from './compile-options';
import { CompileUnit } from './compile-unit';
import { MOUNT_SOURCES } from './sources';
import { DockerfileStage } from '../syntax/dockerfile-stage';

/** The stage that makes the recipe. */
export function plannerStage(unit: CompileUnit, options: CompileOptions): DockerfileStage {
  const prepare = 'cargo chef prepare --recipe-path /recipe.json';
  return new DockerfileStage({
    name: unit.plannerStage,
    comment: unit.recipeFor
      ? 'The recipe of one image alone. To leave out what the other binaries depend on, cargo resolves the whole workspace, ' +
        'which may take downloads.'
      : 'The recipe lists the dependencies. Editing a source file does not change it, so the next stage stays cached.',
    from: 'muslrust-chef',
    instructions: [
      ...options.toolchain.chef,
      unit.recipeFor
        ? runCargo([`${prepare} --bin ${unit.recipeFor}`], options, [MOUNT_SOURCES])
        : `RUN --mount=${MOUNT_SOURCES} ${prepare}`,
    ],
  });
}
