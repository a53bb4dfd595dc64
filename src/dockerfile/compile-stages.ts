import { buildStage } from './build-stage';
import { CompileOptions } from './compile-options';
import { CompileUnit } from './compile-unit';
import { dependenciesStage } from './dependencies-stage';
import { plannerStage } from './planner-stage';
import { seedImageStages, seedStage } from './seed-stages';
import { DockerfileStage } from '../syntax/dockerfile-stage';

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
