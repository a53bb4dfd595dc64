import { posix } from 'node:path';
import { lineageOf, OldStage, stageNamed } from './dockerfile-stages';
import { isUnknown } from './dockerfile-words';
import { copiesOf, isMade, OldCopy, placeOf, workdirOf } from './old-copies';
import { DockerfileSurroundings } from './old-image';

/** What is said of what is copied where the program is compiled, unless that lies there as it does in the repository. */
export function broughtRemarks(
  stages: readonly OldStage[],
  building: readonly OldStage[],
  surroundings: DockerfileSurroundings,
): { readonly line: number; readonly text: string }[] {
  return building.flatMap((stage) => {
    const folder = folderOf(stage, building);
    return copiesOf(stage).flatMap((copy) => {
      const { keyword, from, source, target, line } = copy;
      const what =
        from === undefined ? stays(copy, folder, surroundings) : comesFrom(stageNamed(stages, from), building);
      const said = `${keyword} ${from === undefined ? '' : `--from=${from} `}${source} ${target}`;
      return what === undefined ? [] : [{ line, text: `${said}: ${what}` }];
    });
  });
}

/** The folder in which cargo runs; none where commands change it. */
function folderOf(stage: OldStage, building: readonly OldStage[]): string | undefined {
  const compiling = building.find(
    (each) =>
      lineageOf(each).includes(stage) &&
      runs(each).some((text) => /\bcargo\s+(\+\S+\s+)?(build|install|b|rustc|zigbuild)\b/.test(text)),
  );
  if (!compiling || runs(compiling).some((text) => /\bcd\s|--manifest-path|--path\s+[^.\s]/.test(text))) {
    return undefined;
  }
  return workdirOf(compiling);
}

function runs({ instructions }: OldStage): string[] {
  return instructions.filter(({ keyword }) => keyword === 'RUN').map(({ text }) => text);
}

function comesFrom(stage: OldStage | undefined, building: readonly OldStage[]): string | undefined {
  if (stage && building.includes(stage)) return undefined;
  const made = stage ? 'make it in a stage, `dockerfile.addStage(…)`, and bring' : 'bring';
  return `by hand: ${made} it by \`dockerfile.beforeBuild('COPY --from=… …')\`, or beforeCook if a dependency reads it; to a folder like /opt, where the sources look for it: docs/dockerfile.md`;
}

function stays(
  copy: OldCopy,
  folder: string | undefined,
  { find, isElsewhere }: DockerfileSurroundings,
): string | undefined {
  const { source, target } = copy;
  if (isMade(copy)) {
    return "by hand: what ADD downloads or unpacks: `dockerfile.beforeCook('ADD …')`, to a folder like /opt";
  }
  if (/[*?[]/.test(source) || isUnknown(source) || isUnknown(target)) return undefined;
  if (isElsewhere(source)) {
    return 'by hand: it lies outside of the project, and a build has the files of the project only. Put it there, or the project into the folder above';
  }
  const found = find(source);
  if (!found || folder === undefined) return undefined;
  const place = found.kind === 'folder' ? target.replace(/(?<=.)\/$/, '') : placeOf(copy);
  return place === posix.join(folder, found.path)
    ? undefined
    : `by hand: it lay elsewhere than in the repository. If something that is compiled reads it there, \`dockerfile.beforeCook('COPY …')\` to a folder like /opt`;
}
