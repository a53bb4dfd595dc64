import { posix } from 'node:path';
import { lineageOf, OldStage, stageNamed } from './dockerfile-stages';
import { isUnknown } from './dockerfile-words';
import { copiesOf, isMade, OldCopy, workdirOf } from './old-copies';
import { DockerfileSurroundings } from './old-image';

/** What an image has beside its program. */
export interface OldFiles {
  /** Of the project, and where each is. */
  readonly files: Record<string, string>;
  readonly timeZones: boolean;
  readonly tmp: boolean;
  readonly remarks: { readonly line: number; readonly text: string }[];
}

/** What the bases of this package have anyway. */
const OF_BASE =
  /^\/etc\/(ssl|passwd|group|ca-certificates|pki|nsswitch\.conf|mime\.types)(\/|$)|^\/usr\/share\/ca-certificates/;
const TIME_ZONES = /zoneinfo|localtime/;

/**
 * @param stage with what its parents copy
 * @param isProgram whether a place is that of the program
 */
export function filesOf(
  stages: readonly OldStage[],
  stage: OldStage,
  surroundings: DockerfileSurroundings,
  isProgram: (copy: OldCopy) => boolean,
): OldFiles {
  const found: OldFiles = { files: {}, timeZones: false, tmp: false, remarks: [] };
  let { timeZones, tmp } = found;
  const copies = lineageOf(stage).flatMap(copiesOf);
  for (const copy of copies) {
    const { from, source, target, line, keyword } = copy;
    if (isProgram(copy)) continue;
    if (
      from !== undefined &&
      (TIME_ZONES.test(source) || OF_BASE.test(source) || OF_BASE.test(target) || source === '/tmp')
    ) {
      timeZones ||= TIME_ZONES.test(source);
      tmp ||= source === '/tmp';
      continue;
    }
    const remark = (what: string) =>
      found.remarks.push({ line, text: `${keyword} ${from === undefined ? '' : `--from=${from} `}${source}: ${what}` });
    const path = from === undefined ? source : contextPath(stages, from, source);
    if (isMade(copy)) {
      remark(
        'by hand: what ADD downloads or unpacks. Put the files into the repository and name them in `files`, or add a stage by `dockerfile.addStage`',
      );
      continue;
    }
    if (path === undefined) {
      remark(
        `by hand: it is made while the image is built. Make it in a stage of your own, \`dockerfile.addStage(…)\`, and copy it by \`dockerfile.runtime(['COPY --from=… ${source} ${target}'])\``,
      );
      continue;
    }
    if (isUnknown(path) || isUnknown(target)) {
      remark(`by hand: a variable in it is known to the build alone. Name the file and its place in \`files\``);
      continue;
    }
    if (copy.exclude.length > 0) {
      remark(
        `by hand: without ${copy.exclude.join(' and ')}, which \`files\` can't say: \`dockerfile.runtime(['COPY --exclude=… …'])\` can`,
      );
      continue;
    }
    const sources = globbed(path, surroundings.list);
    const there = sources.flatMap((each) => surroundings.find(each) ?? []);
    if (there.some((each) => each.path === '.')) {
      remark('by hand: the whole project. Name in `files` what the program reads');
    } else if (there.length === 0) {
      remark(
        `by hand: there is no such file in the project${from === undefined ? '' : ', so it is made while the image is built: make it in a stage of your own (`dockerfile.addStage`)'}. Name what the program reads in \`files\``,
      );
    }
    for (const { path: place, kind } of there) {
      if (place === '.') continue;
      // the last one stays, as in the old image
      for (const [other, at] of Object.entries(found.files)) {
        if (kind === 'file' && other !== place && fileAt(other, at) === fileAt(place, target)) {
          delete found.files[other];
        }
      }
      // the contents of a folder, but a file under its own name
      const [key, to] = kind === 'folder' ? [`${place}/`, target.replace(/(?<=.)\/$/, '')] : [place, target];
      const first = (found.files[key] ??= to);
      if (first !== to) {
        const copied = JSON.stringify([place, target]);
        remark(
          `by hand: ${place} goes to ${first} already, and \`files\` has one place for each. Copy it once more by \`dockerfile.runtime(['COPY ${copied}'])\``,
        );
      }
    }
  }
  return { ...found, timeZones, tmp };
}

/** Where a file comes to lie; nothing for a folder. */
function fileAt(source: string, target: string): string | undefined {
  if (source.endsWith('/')) return undefined;
  return target.endsWith('/') ? posix.join(target, posix.basename(source)) : target;
}

/** What a path of another stage was in the build context, if it was copied from there as it is. */
function contextPath(stages: readonly OldStage[], name: string, path: string): string | undefined {
  const stage = stageNamed(stages, name);
  if (!stage) return undefined;
  const absolute = posix.resolve(workdirOf(stage), path);
  for (const each of lineageOf(stage).reverse()) {
    for (const copy of copiesOf(each).reverse()) {
      const below = posix.relative(copy.target.replace(/(?<=.)\/$/, ''), absolute);
      if (below.startsWith('..')) continue;
      if (copy.from !== undefined) return contextPath(stages, copy.from, posix.join(copy.source, below));
      const isFile = /\.\w+$/.test(posix.basename(copy.source));
      if (isFile && posix.basename(copy.source) !== below && below !== '') continue;
      return isFile ? copy.source : posix.join(copy.source, below);
    }
  }
  return undefined;
}

/** The names that a pattern in the last part of a path stands for. (Go's `filepath.Match`) */
function globbed(path: string, list: (folder: string) => readonly string[]): string[] {
  const name = posix.basename(path);
  if (!/[*?[]/.test(name)) return [path];
  const source = name
    .replace(/[.+(){}|^$\\]/g, '\\$&')
    .replace(/\*/g, '.*')
    .replace(/\?/g, '.');
  const folder = posix.dirname(path);
  return list(folder)
    .filter((each) => new RegExp(`^${source}$`).test(each))
    .map((each) => posix.join(folder, each));
}
