import { Remark } from '../remark';
import { escaped, linesWith, TextFile } from './text-files';
import { isWithin } from '../../paths/is-within';

/**
 * Of the Dockerfiles that lie outside of a project, those that compile it and nothing else.
 *
 * @param projects the folders of all Cargo projects
 */
export function outsideDockerfiles(
  dockerfiles: readonly TextFile[],
  folder: string,
  projects: readonly string[],
): { readonly ofOurs: string[]; readonly remarks: Remark[] } {
  const compiling = dockerfiles
    .filter(({ text }) => /\bcargo\b/.test(text))
    // one in another project is of that
    .filter(({ path }) => !projects.some((each) => isWithin(path, each)));
  const ofOurs: string[] = [];
  const remarks: Remark[] = [];
  for (const { path, text } of compiling) {
    const named = projects.filter((each) => linesWith(text, namingOf(each)).length > 0);
    if (named.length === 1 && named[0] === folder) {
      ofOurs.push(path);
    } else if (named.includes(folder) || named.length === 0) {
      const [line = 1] = linesWith(text, named.length === 0 ? /\bcargo\b/ : namingOf(folder));
      remarks.push({
        file: path,
        line,
        text: `nothing was read from it: ${named.length === 0 ? 'it does not name the folder that it compiles' : `it compiles ${named.join(', ')}`}: by hand: say its ports, files and variables in \`images\` of the project`,
      });
    }
  }
  return { ofOurs, remarks };
}

/** An instruction that copies a folder, or works in it. */
function namingOf(folder: string): RegExp {
  return new RegExp(`^\\s*(?:(?:COPY|ADD|RUN|WORKDIR)\\b|&&).*[\\s"'/=]${escaped(folder)}(?=[\\s"'/,]|$)`, 'i');
}
