import { existsSync } from 'fs';
import { join } from 'path';
import { Project } from 'projen';
import { editContent } from './edit-content';
import { gitText } from './git-text';
import { IgnoreRules } from './ignore-rules';
import { KeptFile, missing } from './kept-file';
import { BlockedText } from './marked-blocks';
import { GitRepository } from '../git/git-repository';
import { UserError } from '../messages/user-error';
import { foldersOf } from '../paths/folders-of';

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

  /** The patterns that let the generated files in, and this file, without which a clone would have other rules. */
  private committed(paths: string[], above: string): string[] {
    const rules = new IgnoreRules();
    const { outdir } = this.project;
    const repository = GitRepository.round(outdir);
    const folder = repository.pathOf(outdir).replace(/(?<=.)$/, '/');
    for (let at = ''; at !== folder; at = folder.slice(0, folder.indexOf('/', at.length) + 1)) {
      rules.add(new BlockedText(gitText(join(repository.root, at, FILE)), new Set()).own, at);
    }
    rules.add(above, folder);
    const isLeftOut = (path: string) => rules.excludes(folder + path);
    return letIn([...new Set([...paths, ...(isLeftOut(FILE) ? [FILE] : [])])], isLeftOut);
  }

  private get paths(): string[] {
    const included = this.lines.flatMap((line) => COMMITTED.exec(line)?.[1] ?? []);
    return [...new Set([...included, ...this.generated])].sort();
  }

  /** A `.gitignore` in a folder below has the last word, and is nobody's but the user's. */
  private assertNoneIsIgnoredBelow(): void {
    const { outdir, root } = this.project;
    const isUsers = (folder: string) => {
      const path = join(outdir, folder, FILE);
      return existsSync(path) && !root.tryFindFile(path);
    };
    // an outer folder comes first, since what is in one that is left out is not looked at
    const folders = [...new Set(this.paths.flatMap(foldersOf))].filter(isUsers).sort();
    const texts = new Map(folders.map((folder) => [folder, gitText(join(outdir, folder, FILE))]));
    const rulesUpTo = (last: string) => {
      const rules = new IgnoreRules();
      folders.slice(0, folders.indexOf(last) + 1).forEach((folder) => rules.add(texts.get(folder)!, folder));
      return rules;
    };
    const faults = folders.flatMap((folder) => {
      const [here, all] = [rulesUpTo(folder), rulesUpTo(folders[folders.length - 1])];
      const ignored = this.paths.filter((path) => path.startsWith(folder) && here.excludes(path) && all.excludes(path));
      if (ignored.length === 0) return [];
      const lines = letIn(
        ignored.map((path) => path.slice(folder.length)),
        (path) => here.excludes(folder + path),
      );
      // as it will be when that is done
      texts.set(folder, [texts.get(folder)!, ...lines].join('\n'));
      return [
        `${folder}${FILE} keeps ${ignored.join(', ')} out of git, and a clone would not have it. ` +
          `Put this at the end of that file:\n${lines.join('\n')}`,
      ];
    });
    if (faults.length > 0) throw new UserError(faults.join('\n'));
  }
}

/**
 * The patterns that let files in: git looks into no folder that is left out, so each folder comes in first, and what else
 * was left out with it stays so.
 */
function letIn(paths: string[], isLeftOut: (folder: string) => boolean): string[] {
  const files = [...paths].sort();
  const folders = [...new Set(files.flatMap(foldersOf))];
  return [
    ...folders.flatMap((path) => [`!/${path}`, ...(isLeftOut(path) ? [`/${path}*`] : [])]),
    ...files.map((path) => `!/${path}`),
  ];
}
