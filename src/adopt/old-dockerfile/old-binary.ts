import { posix } from 'node:path';
import { OldStage, stageNamed } from './dockerfile-stages';
import { copiesOf, movesOf, placeOf } from './old-copies';

/**
 * The binary of the workspace that is at a path of a stage: what was copied there is followed back to what cargo wrote.
 */
export function binaryAt(
  stages: readonly OldStage[],
  stage: OldStage,
  path: string,
  binaries: readonly string[],
): string | undefined {
  return trace(stages, stage, path, binaries, new Set()) ?? known(path, binaries);
}

function trace(
  stages: readonly OldStage[],
  stage: OldStage,
  path: string,
  binaries: readonly string[],
  seen: Set<string>,
): string | undefined {
  const key = `${stage.index} ${path}`;
  if (seen.has(key)) return undefined;
  seen.add(key);
  const isPath = (place: string) => place === path || (!path.includes('/') && posix.basename(place) === path);
  for (const copy of copiesOf(stage).reverse()) {
    // compiled elsewhere, and copied as it is
    if (copy.from === undefined && isPath(placeOf(copy)) && known(copy.source, binaries)) {
      return known(copy.source, binaries);
    }
    const from = copy.from === undefined ? undefined : stageNamed(stages, copy.from);
    if (!from) continue;
    const source = isPath(placeOf(copy)) ? copy.source : inFolder(copy.source, copy.target, path);
    if (source === undefined) continue;
    const found = trace(stages, from, source, binaries, seen) ?? known(source, binaries);
    if (found) return found;
  }
  for (const { source, target } of movesOf(stage.instructions).reverse()) {
    const isThere = isPath(target) || posix.basename(target) === posix.basename(path);
    const found =
      isThere && source !== path
        ? (known(source, binaries) ?? trace(stages, stage, source, binaries, seen))
        : undefined;
    if (found) return found;
  }
  return stage.parent ? trace(stages, stage.parent, path, binaries, seen) : undefined;
}

/** Where a file of a copied folder was. */
function inFolder(source: string, target: string, path: string): string | undefined {
  const folder = target.replace(/\/$/, '');
  return posix.dirname(path) === folder && !/[*?[]/.test(posix.basename(source))
    ? posix.join(source, posix.basename(path))
    : undefined;
}

function known(path: string, binaries: readonly string[]): string | undefined {
  const name = posix.basename(path).replace(/\.exe$/, '');
  return binaries.find((binary) => binary === name);
}
