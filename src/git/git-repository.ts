import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** Of a repository at GitHub, with or without a scheme, a user and a port. */
const GITHUB_URL =
  /^([a-z+]+:\/\/)?([^@/]+@)?((ssh|www)\.)?github\.com(:\d+(?=\/))?[:/]+(?<name>[^/]+\/[^/]+?)(\.git)?\/?$/;

/**
 * The git repository that a folder is in, as far as it can be asked: there may be none yet, and no git.
 */
export class GitRepository {
  /**
   * The one round a folder, if there is one.
   */
  public static round(folder: string): GitRepository | undefined {
    for (let root = folder; ; root = dirname(root)) {
      // a file in a worktree and in a submodule
      if (existsSync(join(root, '.git'))) {
        return new GitRepository(root);
      }
      if (root === dirname(root)) {
        return undefined;
      }
    }
  }

  /** The branch that one will begin with, where this machine's git is told so. */
  public static initialBranch(folder: string): string | undefined {
    return ask(folder, 'config', '--get', 'init.defaultBranch');
  }

  private constructor(public readonly root: string) {}

  /** Where a folder is in it, by forward slashes; empty for the root. */
  public pathOf(folder: string): string {
    return relative(this.root, folder).replace(/\\/g, '/');
  }

  /** The branch that is the default of `origin`. A clone knows it; the checkout of a CI run does not. */
  public get originHead(): string | undefined {
    return this.ask('symbolic-ref', '--quiet', 'refs/remotes/origin/HEAD')?.replace(/^refs\/remotes\/origin\//, '');
  }

  /** `owner/name` of the GitHub repository that it was cloned from. */
  public get origin(): string | undefined {
    return GITHUB_URL.exec(this.originUrl ?? '')?.groups?.name;
  }

  /** Where it was cloned from. */
  public get originUrl(): string | undefined {
    return this.ask('config', '--get', 'remote.origin.url');
  }

  /** Whether there is a branch of that name, here or at `origin`. */
  public hasBranch(name: string): boolean {
    return ['heads', 'remotes/origin'].some(
      (kind) => this.ask('show-ref', '--verify', `refs/${kind}/${name}`) !== undefined,
    );
  }

  /** All branches, here and at `origin`; none where a clone may lack some of those that there are. */
  public get allBranches(): string[] {
    const isShallow = this.ask('rev-parse', '--is-shallow-repository') === 'true';
    const fetched = this.ask('config', '--get-all', 'remote.origin.fetch');
    if (isShallow || (fetched !== undefined && !fetched.includes('refs/heads/*'))) {
      return [];
    }
    const names = this.ask('for-each-ref', '--format=%(refname:lstrip=2)', 'refs/heads') ?? '';
    const remote = this.ask('for-each-ref', '--format=%(refname:lstrip=3)', 'refs/remotes/origin') ?? '';
    return [...new Set(`${names}\n${remote}`.split('\n'))].filter((name) => name !== '' && name !== 'HEAD');
  }

  /** The branch that the first commit will be on, as long as there is no commit at all. */
  public get unbornBranch(): string | undefined {
    const hasCommit = this.ask('rev-parse', '--verify', '--quiet', 'HEAD') ?? this.ask('for-each-ref', '--count=1');
    return hasCommit === undefined ? this.ask('symbolic-ref', '--quiet', '--short', 'HEAD') : undefined;
  }

  /** A file as it was committed last. */
  public committed(path: string): string | undefined {
    return this.ask('show', `HEAD:${path}`);
  }

  private ask(...args: string[]): string | undefined {
    return ask(this.root, ...args);
  }
}

/** What git answers, if it does, and if it is anything. */
function ask(cwd: string, ...args: string[]): string | undefined {
  // in a hook git speaks of the repository of the hook
  const isOfRepository = (name: string) =>
    name.startsWith('GIT_') && !/^GIT_CONFIG_(GLOBAL|SYSTEM|NOSYSTEM)$/.test(name);
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !isOfRepository(name)));
  try {
    const answer = execFileSync('git', args, { cwd, env, encoding: 'utf-8', stdio: ['ignore', 'pipe', 'ignore'] });
    return answer.trimEnd() || undefined;
  } catch {
    return undefined;
  }
}
