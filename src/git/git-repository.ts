import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Project } from 'projen';
import { askGit } from './ask-git';
import { settingsOutside } from './settings-outside';
import { relativePath } from '../paths/relative-path';

const PROJEN_LIST = '.projen/files.json';

/** Of a repository at GitHub, with or without a scheme, a user and a port. */
const GITHUB_URL =
  /^([a-z+]+:\/\/)?([^@/]+@)?((ssh|www)\.)?github\.com(:\d+(?=\/))?[:/]+(?<name>[^/]+\/[^/]+?)(\.git)?\/?$/;

/** That of a tree of projects, by its root. */
const OF_PROJECTS = new WeakMap<Project, GitRepository>();

/**
 * The git repository that a folder is in, as far as it can be asked: there may be none yet, and no git. It answers as it
 * was when it was asked first: a question is a process.
 */
export class GitRepository {
  /** The one round the root of a tree of projects: all that a synth wants to know, it asks once. */
  public static of({ root }: Project): GitRepository {
    const repository = OF_PROJECTS.get(root) ?? GitRepository.round(root.outdir);
    OF_PROJECTS.set(root, repository);
    return repository;
  }

  /** The nearest one round a folder; where there is none, the one that the folder may become. */
  public static round(folder: string): GitRepository {
    for (let root = folder; ; root = dirname(root)) {
      // a file in a worktree and in a submodule
      if (existsSync(join(root, '.git'))) {
        return new GitRepository(root, true);
      }
      if (root === dirname(root)) {
        return new GitRepository(folder, false);
      }
    }
  }

  private readonly answers = new Map<string, string | undefined>();
  private knownRefs?: Map<string, string>;

  private constructor(
    public readonly root: string,
    public readonly exists: boolean,
  ) {}

  /** Where a folder is in it, by forward slashes; empty for the root. */
  public pathOf(folder: string): string {
    return relativePath(this.root, folder);
  }

  /** The branch that is the default of `origin`. A clone knows it; the checkout of a CI run does not. */
  public get originHead(): string | undefined {
    return this.refs.get('refs/remotes/origin/HEAD')?.replace(/^refs\/remotes\/origin\//, '') || undefined;
  }

  /** `owner/name` of the GitHub repository that it was cloned from. */
  public get origin(): string | undefined {
    return GITHUB_URL.exec(this.originUrl ?? '')?.groups?.name;
  }

  /** `owner/name` of each GitHub repository that it knows, that of `origin` among them. */
  public get gitHubNames(): string[] {
    const urls = this.exists ? this.entries.filter(([name]) => /^remote\..*\.url$/.test(name)) : [];
    return urls.flatMap(([, url]) => GITHUB_URL.exec(url)?.groups?.name ?? []);
  }

  /** Where it was cloned from. */
  public get originUrl(): string | undefined {
    return this.exists ? this.setting('remote.origin.url') : undefined;
  }

  /** Whether there is a branch of that name, here or at `origin`. */
  public hasBranch(name: string): boolean {
    return ['heads', 'remotes/origin'].some((kind) => this.refs.has(`refs/${kind}/${name}`));
  }

  /** All branches, here and at `origin`; none where a clone may lack some of those that there are. */
  public get allBranches(): string[] {
    const kinds = /^refs\/(heads|remotes\/origin)\/(?!HEAD$)/;
    const names = [...this.refs.keys()].filter((ref) => kinds.test(ref)).map((ref) => ref.replace(kinds, ''));
    return names.length > 0 && this.hasAllBranches ? [...new Set(names)] : [];
  }

  /** The branch that the first commit will be on, as long as there is no commit at all. */
  public get unbornBranch(): string | undefined {
    if (!this.exists) {
      // as `projen new` will begin it, when all is synthesised
      return this.setting('init.defaultbranch');
    }
    return this.refs.size === 0 ? this.ask('symbolic-ref', '--quiet', '--short', 'HEAD') : undefined;
  }

  /** Where its submodules are. */
  public get submodules(): string[] {
    // most have none: that needs no process
    if (!existsSync(join(this.root, '.gitmodules'))) {
      return [];
    }
    const settings = this.ask('config', '--file', '.gitmodules', '--null', '--get-regexp', '^submodule\\..*\\.path$');
    return (settings?.split('\0') ?? []).filter((setting) => setting !== '').map((setting) => setting.split('\n')[1]);
  }

  /** Every `.gitattributes` in its folders that is committed, or is going to be. */
  public get attributesFiles(): string[] {
    return this.filesCalled('.gitattributes') ?? ['.gitattributes'].filter((path) => existsSync(join(this.root, path)));
  }

  /** Every list in its folders of what projen generated there, likewise; none where git can't say. */
  public get projenLists(): string[] {
    return this.filesCalled(PROJEN_LIST) ?? [];
  }

  /** A file as it was committed last. */
  public committed(path: string): string | undefined {
    return this.exists ? this.ask('show', `HEAD:${path}`) : undefined;
  }

  /** Those of some files of a folder that it has, and that are not there any more. */
  public deletedIn(folder: string, names: string[]): string[] {
    const pathOf = (name: string) => this.pathOf(join(folder, name));
    const args = ['--literal-pathspecs', 'ls-files', '-z', '--deleted', '--', ...names.map(pathOf)];
    const deleted = this.exists ? this.ask(...args)?.split('\0') : undefined;
    return names.filter((name) => deleted?.includes(pathOf(name)));
  }

  /** The files that patterns of git's match, and that are committed or are going to be; nothing where there are none, or git can't say. */
  public filesLike(globs: string[]): string[] | undefined {
    const pathspecs = globs.map((glob) => `:(glob)${glob}`);
    const args = ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--', ...pathspecs];
    const files = this.exists ? this.ask(...args)?.split('\0') : undefined;
    // one that is deleted is listed until that is committed
    return files && [...new Set(files)].filter((path) => path !== '' && existsSync(join(this.root, path)));
  }

  private filesCalled(name: string): string[] | undefined {
    // of all such names at once: git looks through the folders each time
    const files = this.filesLike(['.gitattributes', PROJEN_LIST].map((each) => `**/${each}`));
    return files?.filter((path) => `/${path}`.endsWith(`/${name}`));
  }

  private get hasAllBranches(): boolean {
    const fetched = this.settings('remote.origin.fetch');
    return (
      (fetched.length === 0 || fetched.some((refs) => refs.includes('refs/heads/*'))) &&
      this.ask('rev-parse', '--is-shallow-repository') !== 'true'
    );
  }

  /** Every branch and tag, by its full name; of one that stands for another, that one's. */
  private get refs(): Map<string, string> {
    this.knownRefs ??= this.askRefs();
    return this.knownRefs;
  }

  private askRefs(): Map<string, string> {
    const answer = this.exists ? this.ask('for-each-ref', '--format=%(refname) %(symref)') : undefined;
    const lines = answer?.split('\n') ?? [];
    return new Map(lines.map((line) => line.split(' ')).map(([name, target = '']) => [name, target]));
  }

  private setting(name: string): string | undefined {
    return this.settings(name).at(-1) || undefined;
  }

  /** What git is told by a name, on this machine, by this user and here; the last counts. */
  private settings(name: string): string[] {
    return this.entries.flatMap(([other, value]) => (other === name ? [value] : []));
  }

  /** All that git is told; what has no value is not there. */
  private get entries(): [name: string, value: string][] {
    const answer = this.exists ? this.ask('config', '--null', '--list') : settingsOutside(this.root);
    const entries = answer?.split('\0') ?? [];
    return entries.flatMap((entry) => {
      const end = entry.indexOf('\n');
      return end < 0 ? [] : [[entry.slice(0, end), entry.slice(end + 1)] as [string, string]];
    });
  }

  private ask(...args: string[]): string | undefined {
    const question = args.join(' ');
    if (!this.answers.has(question)) {
      this.answers.set(question, askGit(this.root, ...args));
    }
    return this.answers.get(question);
  }
}
