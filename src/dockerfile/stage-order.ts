import { UserError } from '../messages/user-error';
import { stagesNamedBy } from '../syntax/dockerfile-instruction';
import { DockerfileStage } from '../syntax/dockerfile-stage';

/**
 * Refuses stages that could not be built in their order: FROM knows those before it, and takes any other name for that of an
 * image; files may come from any stage that does not need the one that they are for.
 *
 * (github.com/moby/buildkit, frontend/dockerfile/dockerfile2llb/convert.go: `addState` and `validateCircularDependency`)
 */
export function assertOrder(stages: DockerfileStage[]): void {
  const places = new Map(stages.map(({ name }, i) => [name, i]));
  const needed = stages.map(({ name, from, instructions }, i) => {
    const base = from.split(' ').at(-1)!.toLowerCase();
    const place = places.get(base);
    if (place !== undefined && place >= i) {
      throw new UserError(
        `Dockerfile: the stage ${JSON.stringify(name)} begins from ${JSON.stringify(base)}, which stands behind it, and FROM would pull an image of that name. ` +
          'Begin from a stage before it, e.g. "muslrust-chef"; those of your own stand in the order that they are added in.',
      );
    }
    return [base, ...instructions.flatMap(stagesNamedBy)].flatMap((each) => places.get(each) ?? []);
  });
  // what needs none that is left can be built, until nothing can
  let left = stages.map((_, i) => i);
  for (let before = -1; left.length !== before;) {
    before = left.length;
    const waiting = new Set(left);
    left = left.filter((i) => needed[i].some((other) => waiting.has(other)));
  }
  // those that are needed by others of them: the rest only wait
  const circle = left.filter((i) => left.some((other) => needed[other].includes(i)));
  if (circle.length > 0) {
    const [first] = circle.filter((i) => needed[i].some((other) => other >= i));
    const other = needed[first].find((each) => each >= first)!;
    throw new UserError(
      `Dockerfile: the stage ${JSON.stringify(stages[first].name)} takes files from ${JSON.stringify(stages[other].name)}, which is made of it. ` +
        'Take them from a stage that stands before it, or add a stage of your own (dockerfile.addStage).',
    );
  }
}
