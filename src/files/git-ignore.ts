import { existsSync, readFileSync } from 'fs';
import { join } from 'path';
import { Project } from 'projen';
import { editContent } from './edit-content';
import { foldersOf } from './folders-of';
import { IgnoreRules } from './ignore-rules';
import { KeptFile, missing } from './kept-file';
import { BlockedText } from './marked-blocks';
import { assertReadable } from './obstacle';
import { GitRepository } from '../git/git-repository';
import { UserError } from '../user-error';

const FILE = '.gitignore';
/** The pattern of one file that is committed, as projen adds it for each file that it generates: no part is empty, `.` or `..`. */
const COMMITTED = /^!(?!.*\/\.{0,2}(?:\/|$))\/([^*?[\]\\]+)$/;

/** `.gitignore`, in which the generated files are committed whatever the lines above say. */
export class GitIgnore extends KeptFile {
  /**
   * @param generated the paths of files that must be committed even where the rc file leaves their folder out
   * @param isUsersWhereMissing whose the file is where there is none
   */
  constructor(
    private readonly project: Project,
    private readonly generated: string[],
    isUsersWhereMissing: boolean,
  ) {
    super(project.gitignore, isUsersWhereMissing);
    this.assertNoneIsIgnoredBelow();
  }

  public take(): void {
    super.take();
    if (!this.isUsers) {
      const ours = new Set(this.generated.map((path) => `!/${path}`));
      editContent(this.project.gitignore, (content) => {
        const others = content.split('\n').filter((line) => line !== '' && !ours.has(line));
        return [...others, ...this.committed(this.generated, others.join('\n')), ''].join('\n');
      });
    }
  }

  protected blocks(own: string) {
    const before = missing(
      // the one that projen installs its tools into; others may be fixtures
      this.lines
        .filter((line) => !COMMITTED.test(line))
        .map((line) => line.replace(/^node_modules\/$/, '/node_modules/')),
      own,
    );
    return {
      before: { title: 'defaults', comment: 'your own lines come after them, and decide', lines: before },
      after: {
        title: 'generated files',
        comment: 'they are committed, whatever is said above',
        lines: this.committed(this.paths, [...before, own].join('\n')),
      },
    };
  }

  /**
   * The patterns that let the generated files in: git looks into no folder that is left out, so each folder comes in
   * first, and what else was left out with it stays so.
   */
  private committed(paths: string[], above: string): string[] {
    const rules = new IgnoreRules();
    const { outdir } = this.project;
    const repository = GitRepository.round(outdir);
    const folder = repository.pathOf(outdir).replace(/(?<=.)$/, '/');
    for (let at = ''; at !== folder; at = folder.slice(0, folder.indexOf('/', at.length) + 1)) {
      rules.add(new BlockedText(read(join(repository.root, at, FILE)), new Set()).own, at);
    }
    rules.add(above, folder);
    const files = [...paths].sort();
    const folders = [...new Set(files.flatMap(foldersOf))];
    return [
      ...folders.flatMap((path) => [`!/${path}`, ...(rules.excludes(folder + path) ? [`/${path}*`] : [])]),
      ...files.map((path) => `!/${path}`),
    ];
  }

  private get paths(): string[] {
    const included = this.lines.flatMap((line) => COMMITTED.exec(line)?.[1] ?? []);
    return [...new Set([...included, ...this.generated])].sort();
  }

  /** A `.gitignore` in a folder below has the last word, and is nobody's but the user's. */
  private assertNoneIsIgnoredBelow(): void {
    const rules = new IgnoreRules();
    for (const folder of new Set(this.paths.flatMap(foldersOf))) {
      if (!this.project.root.tryFindFile(join(this.project.outdir, folder, FILE))) {
        rules.add(read(join(this.project.outdir, folder, FILE)), folder);
      }
    }
    const ignored = this.paths.filter((path) => rules.excludes(path));
    if (ignored.length > 0) {
      const path = foldersOf(ignored[0])
        .reverse()
        .find((folder) => existsSync(join(this.project.outdir, folder, FILE)))!;
      const lines = ignored.filter((file) => file.startsWith(path)).map((file) => `!/${file.slice(path.length)}`);
      throw new UserError(
        `${path}${FILE} keeps ${ignored.join(', ')} out of git, and a clone would not have it. ` +
          `Put this at the end of that file, a line each: ${lines.join(' ')}`,
      );
    }
  }
}

function read(path: string): string {
  assertReadable(path, path);
  return existsSync(path) ? readFileSync(path, 'latin1') : '';
}
