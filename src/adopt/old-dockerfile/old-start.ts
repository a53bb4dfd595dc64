import { posix } from 'node:path';
import { lineageOf, OldStage } from './dockerfile-stages';
import { binaryAt } from './old-binary';
import { OldCommand, roughWords } from './old-command';
import { copiesOf, placeOf, workdirOf } from './old-copies';
import { DockerfileSurroundings, OldStart } from './old-image';

export type SayRemark = (line: number, text: string) => void;

/** The binary that an image starts, and its arguments. */
export function startOf(
  stages: readonly OldStage[],
  stage: OldStage,
  command: OldCommand | undefined,
  { binaries }: DockerfileSurroundings,
  remark: SayRemark,
): { binary?: string; args: string[]; start?: OldStart } {
  if (!command) {
    remark(
      stage.line,
      'the stage has neither ENTRYPOINT nor CMD, so the program starts without arguments now; say others by `args`',
    );
    return { args: [] };
  }
  const { line, text, without, words: [program, ...args] = [] } = command;
  const binaryOf = (path: string) => binaryAt(stages, stage, path, binaries);
  const binary = program === undefined ? undefined : binaryOf(program);
  if (binary === undefined) {
    // a script, or what only a shell can tell
    const named = roughWords(text)
      .map(binaryOf)
      .find((each) => each !== undefined);
    const only = binaries.length === 1 ? binaries[0] : undefined;
    remark(
      line,
      `${text}: by hand: there is no shell in the image, and the program starts by itself. What ${program === undefined ? 'the shell' : program} did ` +
        'before belongs into the program, or into arguments (`args`) and variables (`env`)',
    );
    return { binary: named ?? only, args: [] };
  }
  if (without.length > 0) {
    remark(
      line,
      `${text}: the program starts without ${without.join(' and ')}, as process 1: docs/running.md has what that means for signals`,
    );
  }
  if (command.hasFixedArgs) {
    remark(
      line,
      `${text}: arguments of \`docker run\` now stand in place of all of \`args\`, those of the old ENTRYPOINT too`,
    );
  }
  const start = { line, program: pathOf(program!, stage), isOfCmd: command.isOfCmd };
  return { binary, args, start };
}

/** Where a program is that is named by itself, in its folder, or in one that is searched. */
function pathOf(program: string, stage: OldStage): string {
  if (program.includes('/')) return posix.resolve(workdirOf(stage), program);
  const places = lineageOf(stage).flatMap(copiesOf).map(placeOf);
  return places.find((place) => posix.basename(place) === program) ?? program;
}
