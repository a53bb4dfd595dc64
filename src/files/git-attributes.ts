import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Project } from 'projen';
import { foldersOf } from './folders-of';
import { IgnoreRules } from './ignore-rules';
import { KeptFile, missing } from './kept-file';
import { UserError } from '../user-error';

const FILE = '.gitattributes';

/** projen's default for all files: whoever did not ask for it has files whose line ends must stay. */
const DEFAULT = '* text=auto eol=lf';

/** `.gitattributes`, in which every line of projen's is for generated files. */
export class GitAttributes extends KeptFile {
  /**
   * @param generated the paths of files that a build reads, on whatever system they were checked out
   * @param isUsersWhereMissing whose the file is where there is none
   */
  constructor(
    private readonly project: Project,
    private readonly generated: string[],
    isUsersWhereMissing: boolean,
  ) {
    super(project.gitattributes, isUsersWhereMissing);
    this.assertLineEndsBelow();
  }

  protected blocks(own: string) {
    const files = new Set(this.project.files.map(({ path }) => `/${path}`));
    const isOfOneFile = (line: string) => files.has(line.split(' ')[0]);
    const lines = this.lines.filter((line) => line !== DEFAULT);
    return {
      before: {
        title: 'defaults',
        comment: 'your own lines come after them, and decide',
        lines: missing(
          lines.filter((line) => !isOfOneFile(line)),
          own,
        ),
      },
      after: {
        title: 'generated files',
        comment: 'shells and Docker want LF, on Windows too',
        lines: [...lines.filter(isOfOneFile), ...this.generated.map((path) => `${quoted(`/${path}`)} text eol=lf`)],
      },
    };
  }

  /** One in a folder below has the last word. */
  private assertLineEndsBelow(): void {
    const folders = this.generated.map((path) => folderOfCrlf(this.project.outdir, path));
    const folder = folders.find((found) => found !== undefined);
    if (folder !== undefined) {
      const paths = this.generated.filter((_, i) => folders[i] === folder);
      throw new UserError(
        `${folder}${FILE} gives ${paths.join(', ')} line ends of Windows, by which neither a shell nor a build can read them. ` +
          `Put this at the end of that file:\n${paths.map((path) => `/${path.slice(folder.length)} text eol=lf`).join('\n')}`,
      );
    }
  }
}

/** The folder whose attributes give a file CRLF; that of the project has none that do, for generated files. */
function folderOfCrlf(root: string, path: string): string | undefined {
  let found: string | undefined;
  for (const folder of foldersOf(path)) {
    for (const line of read(join(root, folder, FILE)).split('\n')) {
      const [pattern, ...attributes] = line.trim().split(/\s+/);
      const eol = attributes.filter((attribute) => /^[-!]?eol\b/.test(attribute)).at(-1);
      // patterns are those of .gitignore, but that none is for what is in a folder
      if (eol !== undefined && !pattern.endsWith('/') && new IgnoreRules().add(pattern, folder).excludes(path)) {
        found = eol === 'eol=crlf' ? folder : undefined;
      }
    }
  }
  return found;
}

function read(path: string): string {
  return existsSync(path) ? readFileSync(path, 'latin1') : '';
}

/** gitattributes(5): a pattern that has a blank in it is quoted as in C. */
function quoted(pattern: string): string {
  return /[\s"]/.test(pattern) ? JSON.stringify(pattern) : pattern;
}
