import { posix } from 'node:path';
import { OldInstruction, OldStage } from './dockerfile-stages';
import { jsonList, unquoted, words } from './dockerfile-words';

/** A `COPY` or an `ADD`, source by source. */
export interface OldCopy {
  readonly line: number;
  readonly keyword: string;
  /** The stage or the image that it is from; none where it is from the build context. */
  readonly from?: string;
  readonly source: string;
  /** Absolute; with a slash at its end where it is said to be a folder. */
  readonly target: string;
  readonly chown?: string;
  /** What is not copied, by patterns. */
  readonly exclude: readonly string[];
}

/** What a stage copies, without that of its parents. */
export function copiesOf(stage: OldStage): OldCopy[] {
  let folder = stage.parent ? workdirOf(stage.parent) : '/';
  return stage.instructions.flatMap((instruction) => {
    const { keyword, text, line, flags } = instruction;
    folder = folderAfter(folder, instruction);
    if (keyword !== 'COPY' && keyword !== 'ADD') return [];
    const all = jsonList(text) ?? words(text.split('\n')[0]);
    const last = all.at(-1) ?? '';
    const sources = all.slice(0, -1);
    const isFolder = /(^|\/)\.{0,2}$/.test(last) || sources.length > 1;
    const target = joined(folder, last).replace(/(?<=.)\/$/, '') + (isFolder ? '/' : '');
    const flag = (name: string) => flags.find((each) => each.name === name)?.value;
    return sources.map((source) => ({
      line,
      keyword,
      from: flag('from'),
      source,
      target: target.replace(/^\/\/$/, '/'),
      chown: flag('chown'),
      exclude: flags.filter(({ name }) => name === 'exclude').map(({ value }) => value),
    }));
  });
}

/** The folder that the last instruction of a stage leaves. */
export function workdirOf(stage: OldStage): string {
  const from = stage.parent ? workdirOf(stage.parent) : '/';
  return stage.instructions.reduce(folderAfter, from);
}

function folderAfter(folder: string, { keyword, text }: OldInstruction): string {
  return keyword === 'WORKDIR' ? joined(folder, unquoted(text.trim())) : folder;
}

function joined(folder: string, path: string): string {
  return posix.resolve(folder, path) + (path.endsWith('/') && path !== '/' ? '/' : '');
}

/** Whether what comes to lie there is no file of the build context: a download, or what is in an archive. */
export function isMade({ keyword, source }: OldCopy): boolean {
  return keyword === 'ADD' && /^[a-z+]+:|\.(tar|tgz|txz|tbz)(\.\w+)?$|\.(gz|xz|bz2)$/.test(source);
}

/** Where in a stage a copied source comes to lie. */
export function placeOf({ source, target }: OldCopy): string {
  return target.endsWith('/') ? posix.join(target, posix.basename(source)) : target;
}

/** What the commands of a stage do with files: `cp`, `mv`, `install`, `ln` of one. */
export function movesOf(
  instructions: readonly OldInstruction[],
): { readonly source: string; readonly target: string }[] {
  return instructions
    .filter(({ keyword }) => keyword === 'RUN')
    .flatMap(({ text }) => [...text.matchAll(/(?:^|[\s;&|])(?:cp|mv|install|ln)\s+([^;&|\n]+)/g)])
    .flatMap(([, said]) => {
      const paths = words(said).filter((word) => !word.startsWith('-'));
      const target = paths.at(-1) ?? '';
      return paths.slice(0, -1).map((source) => ({
        source,
        target: /\/$|^\.$/.test(target) ? posix.join(target, posix.basename(source)) : target,
      }));
    });
}
