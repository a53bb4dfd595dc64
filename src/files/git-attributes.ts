import { Project } from 'projen';
import { KeptFile, missing } from './kept-file';

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
}

/** gitattributes(5): a pattern that has a blank in it is quoted as in C. */
function quoted(pattern: string): string {
  return /[\s"]/.test(pattern) ? JSON.stringify(pattern) : pattern;
}
