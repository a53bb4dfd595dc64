import { github } from 'projen';
import { editContent } from '../files/edit-content';
import { PINS, PinnedAction } from '../pins';
import { UserError } from '../user-error';

/**
 * One run at a time for a branch, a tag or a pull request. A newer push to a pull request makes an older run
 * pointless; elsewhere a late run is better than a half-done one.
 */
const PER_REF: github.ConcurrencyOptions = {
  group: '${{ github.workflow }}-${{ github.ref }}',
  // GitHub takes an expression here; projen's type does not know
  cancelInProgress: "${{ github.event_name == 'pull_request' }}" as unknown as boolean,
};

/** What the file says of a job. */
interface JobComments {
  readonly comment: string;
  /** What its permissions are for, by `scope: access`. */
  readonly permissions?: Record<string, string>;
}

/**
 * A workflow whose file says, in comments, which release a pinned commit is and what a permission is for.
 *
 * The model stays projen's own, and so does the file: jobs can be updated, the file overridden and patched, and
 * actions replaced by `github.actions.set()`. Comments are put in last, where what they comment on is still there.
 */
export class CommentedWorkflow extends github.GithubWorkflow {
  /** What the file begins with. */
  protected header?: string;

  /** What is said of a job, and of its permissions by `scope: access`. */
  private readonly comments = new Map<string, JobComments>();

  constructor(gitHub: github.GitHub, name: string, options: github.GithubWorkflowOptions = {}) {
    super(gitHub, free(gitHub, name), {
      limitConcurrency: true,
      concurrencyOptions: PER_REF,
      fileName: `${name}.yml`,
      ...options,
    });
    if (this.file) {
      editContent(this.file, (yaml) => this.comment(yaml));
    }
  }

  /**
   * Add a job, and say what it is there for.
   */
  public addCommentedJob(id: string, job: github.workflows.Job, comments: JobComments) {
    this.addJob(id, job);
    this.comments.set(id, comments);
  }

  private comment(yaml: string): string {
    const hasPermissions = /^permissions:/m.test(yaml);
    /** The keys round the line, by indentation. */
    let parents: Array<{ readonly indent: number; readonly key: string }> = [];
    return yaml
      .split('\n')
      .flatMap((line, i, lines) => {
        // keys and values of one line are all that there is to find, in what projen has rendered: no parser is needed for that
        const [, before, key, value = ''] = /^([ -]*)([\w-]+):(?: (.*))?$/.exec(line) ?? [];
        const indent = before?.length;
        if (indent === undefined || parents.some((parent) => parent.key === TEXT && parent.indent < indent)) {
          return line;
        }
        parents = [
          ...parents.filter((parent) => parent.indent < indent),
          { indent, key: /^[|>]/.test(value) ? TEXT : key },
        ];
        const path = parents.map((parent) => parent.key);

        if (path.length === 1 && key === 'name' && this.header) {
          return [`# ${this.header}`, '', line];
        }
        // each part of the workflow, and each job, stands by itself
        if (path.length === 1 && key !== 'name') {
          // projen's model has no permissions for a whole workflow: none, so that a job gets what it asks for and no more
          return key === 'jobs' && !hasPermissions ? ['', 'permissions: {}', '', line] : ['', line];
        }
        if (path.length === 2 && path[0] === 'jobs') {
          const comment = this.comments.get(key)?.comment;
          return [...(lines[i - 1] === 'jobs:' ? [] : ['']), ...(comment ? [`  # ${comment}`] : []), line];
        }
        const comment = this.commentOn(path, value);
        return comment ? `${line} # ${comment}` : line;
      })
      .join('\n');
  }

  private commentOn(path: string[], value: string): string | undefined {
    const [, job, parent] = path;
    const key = path[path.length - 1];
    if (key === 'uses') {
      const [action, commit] = value.split('@');
      // an action of the repository itself, or an image, is none of them and has no commit
      const [release, pinned] = PINS.actions[action as PinnedAction] ?? [];
      return commit === pinned ? release : undefined;
    }
    if (parent === 'permissions') {
      return this.comments.get(job)?.permissions?.[`${key}: ${value}`];
    }
    return /^\$\{\{ secrets\.(?!GITHUB_TOKEN )/.test(value)
      ? 'zizmor: ignore[secrets-outside-env] where they are kept is for the owner to choose'
      : undefined;
  }
}

/** Refuses the name of a workflow that there is. */
function free(gitHub: github.GitHub, name: string): string {
  if (gitHub.tryFindWorkflow(name)) {
    throw new UserError(
      `.github/workflows/${name}.yml: the project has a workflow "${name}" already. ` +
        'Give that one another name, or leave this one out by `workflow: false` (in RustProject `rustWorkflow: false`).',
    );
  }
  return name;
}

/** Stands for a key whose text has lines of its own. */
const TEXT = '|';
