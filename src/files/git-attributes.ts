import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Project } from 'projen';
import { AttributeRules } from './attribute-rules';
import { editContent } from './edit-content';
import { gitText } from './git-text';
import { KeptFile, missing } from './kept-file';
import { GitRepository } from '../git/git-repository';
import { UserError } from '../messages/user-error';
import { foldersOf } from '../paths/folders-of';

const FILE = '.gitattributes';

/** projen's default for all files: whoever did not ask for it has files whose line ends must stay. */
const DEFAULT = '* text=auto eol=lf';

/** By which git has other bytes than the working tree has, beside line ends. (git, convert.c) */
const CONVERSIONS = ['filter', 'ident', 'working-tree-encoding'];

/** `.gitattributes`, in which every line of projen's is for generated files. */
export class GitAttributes extends KeptFile {
  /**
   * @param generated the paths of files that a build reads, on whatever system they were checked out
   * @param isUsersWhereMissing whose the file is where there is none
   * @param others files that another program than projen writes, with the line ends that they have
   */
  constructor(
    private readonly project: Project,
    private readonly generated: string[],
    isUsersWhereMissing: boolean,
    private readonly others: string[] = [],
  ) {
    super(project.gitattributes, isUsersWhereMissing);
    this.assertNoneIsConvertedBelow();
  }

  public take(): void {
    super.take();
    if (!this.isUsers) {
      editContent(this.project.gitattributes, (content) => {
        const rules = this.rulesWith(content);
        return [content, ...this.written.flatMap((path) => lineOf(path, lacks(rules, this.folder + path)))].join('\n');
      });
    }
  }

  protected blocks(own: string) {
    const files = new Set(this.project.files.map(({ path }) => `/${path}`));
    const isOfOneFile = (line: string) => files.has(line.split(' ')[0]);
    const lines = this.lines.filter((line) => line !== DEFAULT);
    const before = missing(
      lines.filter((line) => !isOfOneFile(line)),
      own,
    );
    const rules = this.rulesWith([...before, own].join('\n'));
    return {
      before: { title: 'defaults', comment: 'your own lines come after them, and decide', lines: before },
      after: {
        title: 'generated files',
        comment: 'what is generated has LF, on Windows too',
        lines: [
          ...lines.filter(isOfOneFile),
          ...this.written.flatMap((path) => {
            const conversions = conversionsOf(rules, this.folder + path);
            return lineOf(path, [...(this.others.includes(path) ? [] : ['text eol=lf']), ...conversions]);
          }),
        ],
      },
    };
  }

  /** Every file that a program writes; git's own two are the user's. */
  private get written(): string[] {
    const { gitignore, gitattributes, files } = this.project;
    const others = files.filter((file) => file.committed && file !== gitignore && file !== gitattributes);
    return [...new Set([...this.generated, ...this.others, ...others.map(({ path }) => path)])];
  }

  /** Where the project is in the repository, with a slash at its end. */
  private get folder(): string {
    const { outdir } = this.project;
    return GitRepository.round(outdir)
      .pathOf(outdir)
      .replace(/(?<=.)$/, '/');
  }

  /** What is said with this text in the project's own file. */
  private rulesWith(text: string): AttributeRules {
    const { root } = GitRepository.round(this.project.outdir);
    const { folder } = this;
    const rules = new AttributeRules();
    for (let at = ''; at !== folder; at = folder.slice(0, folder.indexOf('/', at.length) + 1)) {
      rules.add(gitText(join(root, at, FILE)), at);
    }
    return rules.add(text, folder);
  }

  /** A `.gitattributes` in a folder below has the last word, and is nobody's but the user's. */
  private assertNoneIsConvertedBelow(): void {
    const { written, generated, folder } = this;
    const rules = this.rulesWith(written.map((path) => `${quoted(`/${path}`)} text eol=lf`).join('\n'));
    const below = [...new Set(written.flatMap(foldersOf))].sort().filter((at) => {
      const path = join(this.project.outdir, at, FILE);
      return existsSync(path) && !this.project.root.tryFindFile(path);
    });
    below.forEach((at) => rules.add(gitText(join(this.project.outdir, at, FILE)), folder + at));
    for (const at of below.reverse()) {
      const lines = written
        .filter(
          (path) =>
            foldersOf(path)
              .reverse()
              .find((each) => below.includes(each)) === at,
        )
        .flatMap((path) => {
          const lacking = generated.includes(path) ? lacks(rules, folder + path) : conversionsOf(rules, folder + path);
          return lineOf(path.slice(at.length), lacking);
        });
      if (lines.length > 0) {
        throw new UserError(
          `${at}${FILE} changes the bytes or line ends of generated files, so that neither a shell nor a build ` +
            `can read them. Put this at the end of that file:\n${lines.join('\n')}`,
        );
      }
    }
  }
}

/** What a line has to say of a file that a build reads. */
function lacks(rules: AttributeRules, path: string): string[] {
  const values = rules.of(path);
  // without `text` the line ends stay those that are generated
  const isLf = values.get('eol') === 'lf' || (values.get('text') === false && values.get('eol') !== 'crlf');
  return [...(isLf ? [] : ['text eol=lf']), ...conversionsOf(rules, path)];
}

function conversionsOf(rules: AttributeRules, path: string): string[] {
  const values = rules.of(path);
  return CONVERSIONS.filter((name) => (values.get(name) ?? false) !== false).map((name) => `!${name}`);
}

function lineOf(path: string, attributes: string[]): string[] {
  return attributes.length > 0 ? [`${quoted(`/${path}`)} ${attributes.join(' ')}`] : [];
}

/** gitattributes(5): a pattern that has a blank in it is quoted as in C. */
function quoted(pattern: string): string {
  return /[\s"]/.test(pattern) ? JSON.stringify(pattern) : pattern;
}
