import { lineageOf, OldStage, stagesOf, withParents } from './dockerfile-stages';
import { binaryAt } from './old-binary';
import { buildOf } from './old-build';
import { commandOf } from './old-command';
import { copiesOf, placeOf } from './old-copies';
import { DockerfileSurroundings, OldDockerfile } from './old-image';
import { imageOf } from './old-stage';
import { reachedStages } from './reached-stages';

/** What an old Dockerfile says, and what of it can't be carried over. */
export function readDockerfile(text: string, surroundings: DockerfileSurroundings): OldDockerfile {
  const stages = stagesOf(text, surroundings.args);
  const last = lastStages(stages, surroundings);
  const refersTo = (variable: string) => new RegExp(`\\$\\{?${variable}\\b`).test(text);
  const { build, remarks: ofBuild } = buildOf(stages, last, surroundings, refersTo);
  const read = last.map((stage) => imageOf(stages, stage, surroundings));
  const images = read
    .map(({ image }) => image)
    .map((image) => ({ ...image, binary: image.binary ?? only(build.binaries) ?? only(surroundings.binaries) }));
  const remarks = [...ofBuild, ...leftOut(stages, last), ...read.flatMap((each) => each.remarks)]
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

/**
 * Those that make an image: what is published; where nothing is, what a build makes that names no stage, and then those that start a
 * program of the workspace and that no other stage uses, or that something builds by name.
 */
function lastStages(stages: readonly OldStage[], { published, targets, binaries }: DockerfileSurroundings): OldStage[] {
  const last = stages.at(-1);
  const asked = published.flatMap(
    (name) => (name === undefined ? last : stages.find((stage) => stage.name === name)) ?? [],
  );
  if (asked.length > 0) return stages.filter((stage) => asked.includes(stage));
  const used = new Set(
    stages.flatMap((stage) => [
      ...(stage.parent ? [stage.parent.name] : []),
      ...copiesOf(stage).map(({ from }) => from?.toLowerCase()),
    ]),
  );
  const holdsProgram = (stage: OldStage): boolean => {
    const [program] = commandOf(withParents(stage))?.words ?? [];
    const places = lineageOf(stage).flatMap(copiesOf).map(placeOf);
    return [...(program === undefined ? [] : [program]), ...places].some((path) =>
      binaryAt(stages, stage, path, binaries),
    );
  };
  return stages.filter(
    (stage) =>
      stage === last ||
      (stage.name !== undefined &&
        withParents(stage).some(({ keyword }) => keyword === 'ENTRYPOINT' || keyword === 'CMD') &&
        holdsProgram(stage) &&
        (targets.includes(stage.name) || !used.has(stage.name))),
  );
}

/** What is said of stages that no image is made of. */
function leftOut(stages: readonly OldStage[], images: readonly OldStage[]): { line: number; text: string }[] {
  const reached = reachedStages(stages, images);
  return stages
    .filter((stage) => !reached.has(stage))
    .map(({ line, name, from }) => ({
      line,
      text: `FROM ${from}${name ? ` AS ${name}` : ''}: left out: none of the images has anything of this stage. What builds it wants a Dockerfile of its own`,
    }));
}

function only<T>(list: readonly T[]): T | undefined {
  return list.length === 1 ? list[0] : undefined;
}
