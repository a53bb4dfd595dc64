import { OldStage, stagesOf } from './dockerfile-stages';
import { buildOf } from './old-build';
import { copiesOf } from './old-copies';
import { DockerfileSurroundings, OldDockerfile } from './old-image';
import { imageOf } from './old-stage';

/** What an old Dockerfile says, and what of it can't be carried over. */
export function readDockerfile(text: string, surroundings: DockerfileSurroundings): OldDockerfile {
  const stages = stagesOf(text, surroundings.args);
  const { build, remarks: ofBuild } = buildOf(stages, surroundings);
  const read = lastStages(stages, surroundings.targets).map((stage) => imageOf(stages, stage, surroundings));
  const images = read
    .map(({ image }) => image)
    .map((image) => ({ ...image, binary: image.binary ?? only(build.binaries) ?? only(surroundings.binaries) }));
  const remarks = [...ofBuild, ...read.flatMap((each) => each.remarks)]
    .sort((a, b) => a.line - b.line)
    .map(({ line, text: said }) => ({ file: surroundings.file, line, text: said }));
  // images of one parent have its remarks in common
  const known = new Set<string>();
  return {
    images,
    build,
    remarks: remarks.filter(({ line, text: said }) => !known.has(`${line} ${said}`) && known.add(`${line} ${said}`)),
  };
}

/** Those that make an image: the last one, those that are asked for, and those that start something and that no other stage uses. */
function lastStages(stages: readonly OldStage[], targets: readonly string[]): OldStage[] {
  const asked = stages.filter(({ name }) => name !== undefined && targets.includes(name));
  if (asked.length > 0) return asked;
  const used = new Set(
    stages.flatMap((stage) => [
      ...(stage.parent ? [stage.parent.name] : []),
      ...copiesOf(stage).map(({ from }) => from?.toLowerCase()),
    ]),
  );
  const starts = (stage: OldStage): boolean =>
    stage.instructions.some(({ keyword }) => keyword === 'ENTRYPOINT' || keyword === 'CMD') ||
    (stage.parent !== undefined && starts(stage.parent));
  return stages.filter(
    (stage, i) => i === stages.length - 1 || (starts(stage) && !used.has(stage.name) && stage.name !== undefined),
  );
}

function only<T>(list: readonly T[]): T | undefined {
  return list.length === 1 ? list[0] : undefined;
}
