import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { askGit } from '../git/ask-git';
import { GitRepository } from '../git/git-repository';
import { UserError } from '../messages/user-error';
import { branchOf } from '../workflow/published-branch';

/** What git keeps while something is not finished, and what that is. */
const UNFINISHED: Record<string, string> = {
  MERGE_HEAD: 'merge',
  CHERRY_PICK_HEAD: 'cherry-pick',
  REVERT_HEAD: 'revert',
  'rebase-merge': 'rebase',
  'rebase-apply': 'rebase',
};

/** The repository that is adopted, as git has it. */
export class AdoptedRepository {
  public readonly root: string;
  /** Where git keeps it. */
  public readonly gitFolder: string;
  /** What is committed, or is not ignored; seen from the root. */
  public readonly files: readonly string[];
  private readonly status: readonly string[];

  /** @param folder somewhere in it */
  constructor(folder: string) {
    if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw new UserError(`${folder} is no folder.`);
    const { root, exists } = GitRepository.round(resolve(folder));
    if (askGit(folder, '--version') === undefined) {
      throw new UserError(
        'git is not on PATH: install it. What is adopted is in a git repository, by which all of it can be undone.',
      );
    }
    const gitFolder = exists ? askGit(root, 'rev-parse', '--absolute-git-dir') : undefined;
    if (gitFolder === undefined) {
      throw new UserError(
        `${root} is not in a git repository: run \`git init\`, commit what is there, and adopt again. By git all of it can be undone.`,
      );
    }
    if (askGit(root, 'config', 'core.worktree') !== undefined) {
      throw new UserError(`${root} is a submodule: adopt in a clone of its own, and update the submodule then.`);
    }
    const unfinished = Object.keys(UNFINISHED).find((name) => existsSync(join(gitFolder, name)));
    if (unfinished !== undefined) {
      throw new UserError(
        `a ${UNFINISHED[unfinished]} is not finished here: finish or abort it (\`git status\` says how), and adopt again.`,
      );
    }
    this.root = root;
    this.gitFolder = gitFolder;
    const files = askGit(root, 'ls-files', '-z', '--cached', '--others', '--exclude-standard')?.split('\0') ?? [];
    this.files = [...new Set(files)].filter((path) => path !== '');
    this.status = (
      askGit(root, 'status', '--porcelain', '-z', '--no-renames', '--untracked-files=all')?.split('\0') ?? []
    )
      .filter((line) => line !== '')
      .map((line) => line.slice(3));
  }

  /** Refuses what git could not bring back. */
  public assertClean(): void {
    if (this.status.length === 0) return;
    const [shown, more] = [this.status.slice(0, 10), this.status.length - 10];
    // git stashes nothing before there is a commit
    const hasCommit = askGit(this.root, 'rev-parse', '--verify', '--quiet', 'HEAD') !== undefined;
    throw new UserError(
      'the work tree has changes that are not committed, and nothing could tell them from what is adopted. Commit them, ' +
        `${hasCommit ? 'or put them away by `git stash --include-untracked`' : "as by `git add --all && git commit --message 'Before adopt'`"}, ` +
        `and adopt again. They are in:\n${shown.map((path) => `  ${path}`).join('\n')}` +
        (more > 0 ? `\n  and ${more} more` : ''),
    );
  }

  /** Refuses to change files that git has not. */
  public assertCommitted(paths: readonly string[]): void {
    const ignored = paths.filter((path) => !this.files.includes(path) && existsSync(join(this.root, path)));
    if (ignored.length > 0) {
      throw new UserError(
        `${ignored.join(', ')}: git ignores ${ignored.length === 1 ? 'this file, which' : 'these files, which'} would be replaced and could not be brought back. ` +
          'Commit (`git add --force`) or move what is yours, and adopt again.',
      );
    }
  }

  /** The branch that a new workflow waits for where no option says it, and all that there are, where that is known. */
  public get branches(): { readonly unsaid: string; readonly branches: readonly string[] } {
    const repository = GitRepository.round(this.root);
    return { unsaid: branchOf(repository), branches: repository.allBranches };
  }

  /** `owner/name` of it at GitHub, in lower case, if that is known. */
  public get gitHubName(): string | undefined {
    return GitRepository.round(this.root).origin?.toLowerCase();
  }
}
