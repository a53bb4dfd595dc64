import { bakeContentIn } from './bake-content';
import { lookAtBuilder } from './builder';
import { lookAtBuildx } from './buildx';
import { lookAtDisk } from './disk';
import { clientFault, lookAtEngine } from './docker';
import { DoctorProject } from './doctor-project';
import { Line } from './line';
import { Machine } from './machine';
import { ofProject } from './of-project';
import { lookAtPlatforms } from './platforms';
import { lookAtSecrets } from './secrets';

/**
 * What is said of what builds and runs images.
 *
 * @param buildkit the release of BuildKit that the workflow builds by
 */
export function machineLines(machine: Machine, projects: readonly DoctorProject[], buildkit: string): Line[] {
  const fault = clientFault(machine);
  if (fault) return [fault];
  const bakes = projects.map((project) => ({ project, bake: bakeContentIn(project.folder) }));
  const buildx = lookAtBuildx(
    machine,
    bakes.map(({ bake }) => bake),
  );
  const names = [...new Set(projects.map(({ record }) => record.build.builder))];
  const builders = new Map(
    buildx.answers
      ? (names.length > 0 ? names : [undefined]).map((name) => [name, lookAtBuilder(machine, name, buildkit)])
      : [],
  );
  const looked = [...builders.values()];
  const engine = lookAtEngine(machine, looked.length > 0 && looked.every(({ isElsewhere }) => isElsewhere));
  const disk = engine.level === 'ok' ? lookAtDisk(machine) : undefined;
  return [
    engine,
    buildx.line,
    ...looked.flatMap(({ line }) => line ?? []),
    ...projects.flatMap((project) => {
      const { inspection, line } = builders.get(project.record.build.builder) ?? {};
      return inspection && line?.level !== 'fails'
        ? [ofProject(project, lookAtPlatforms(inspection, project.record, buildkit))]
        : [];
    }),
    ...(disk ? [disk] : []),
    ...bakes.flatMap(({ project, bake }) => lookAtSecrets(machine, bake).map((line) => ofProject(project, line))),
  ];
}
