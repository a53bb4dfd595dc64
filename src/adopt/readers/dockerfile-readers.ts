import { posix } from 'node:path';
import { Findings } from '../findings';
import { Remark } from '../remark';
import { escaped, linesWith, TextFile } from './text-files';
import { buildsIn, mayBuild } from '../../dockerfile/builds-in';
import { folderAt } from '../../paths/folder-at';

/** That an old Dockerfile in no place of a generated one may go, and what has to be changed before: what reads it. */
export function leftDockerfiles(
  { folder, left }: Pick<Findings, 'folder' | 'left'>,
  texts: readonly TextFile[],
): Remark[] {
  return left.map((dockerfile) => {
    const readers = texts
      .filter(({ path }) => path !== dockerfile && !/ignore$/.test(path))
      .flatMap((text) => readerOf(text, dockerfile, folder));
    const [context, generated] = [folderAt(folder), posix.join(folder, 'Dockerfile')];
    return {
      file: dockerfile,
      line: 1,
      text:
        readers.length === 0
          ? 'nothing reads it any more: remove it once the new images are in use'
          : `the images are made by ${generated} now, and ${readers.join(', ')} ${readers.length === 1 ? 'reads' : 'read'} this one: ` +
            `by hand: name ${generated} there, with the context ${JSON.stringify(context)}, and remove this one then`,
    };
  });
}

function readerOf({ path, text }: TextFile, dockerfile: string, folder: string): string[] {
  const builds = mayBuild(path) ? buildsIn(path, text, folder).filter((build) => build.dockerfile === dockerfile) : [];
  if (builds.length > 0) return [`${path} (${[...new Set(builds.map(({ where }) => where))].join(', ')})`];
  // by its path, as seen from the root
  const [line] = linesWith(text, new RegExp(`(^|[\\s"'\`=:(\\[,])(\\./)?${escaped(dockerfile)}(?![\\w./-])`));
  return line === undefined ? [] : [`${path} (line ${line})`];
}
