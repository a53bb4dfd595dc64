import { github } from 'projen';
import { LINE_COMMENTS, STEP_COMMENTS } from './comments';
import { editContent } from '../files/edit-content';
import { madeBy } from '../generator';
import { UserError } from '../messages/user-error';
import { PinFile } from '../pin-file/pin-file';
import { PinnedAction, Pins } from '../pins';

/**
 * One run at a time for a branch, a tag or a pull request. A newer push to a pull request makes an older run
 * pointless; elsewhere a late run is better than a half-done one.
 */
export const PER_REF: github.ConcurrencyOptions = {
  group: '${{ github.workflow }}-${{ github.ref }}',
  // GitHub takes an expression here; projen's type does not know
  cancelInProgress: "${{ github.event_name == 'pull_request' }}" as unknown as boolean,
};

/** What the file says of its parts. */
const PART_COMMENTS: Record<string, string> = {
  concurrency: 'One run at a time for each branch and tag. A newer push ends the run of a pull request, and no other.',
  permissions: 'None, but for what a job names.',
};

/** What the file says of a job. */
interface JobComments {
  /** The job that it is said of: another of its id is the user's own. */
  readonly job: github.workflows.Job | github.workflows.JobCallingReusableWorkflow | undefined;
  readonly comment?: string;
  /** What its permissions are for, by `scope: access`. */
  readonly permissions?: Record<string, string>;
}

/**
 * A workflow whose file explains itself in comments: what a job and a permission are for, why a step is as it is, which
 * release a pinned commit is.
 *
 * The model stays projen's own, and so does the file: jobs can be updated, the file overridden and patched, and
 * actions replaced by `github.actions.set()`. Comments are put in last, where what they comment on is still there.
 */
export class CommentedWorkflow extends github.GithubWorkflow {
  /** What the file begins with. */
  protected header?: string;

  /** The releases of actions that hold in the repository. */
  private readonly pins: Pins;

  /** What is said of a job, and of its permissions by `scope: access`. */
  private readonly comments = new Map<string, JobComments>();

  constructor(gitHub: github.GitHub, name: string, options: github.GithubWorkflowOptions = {}) {
    super(gitHub, free(gitHub, name), {
      limitConcurrency: true,
      concurrencyOptions: PER_REF,
      fileName: `${name}.yml`,
      ...options,
    });
    this.pins = PinFile.of(gitHub.project).pins;
    if (this.file) {
      editContent(this.file, (yaml) => this.commented(yaml));
    }
  }

  /**
   * Add a job whose steps name actions that are pinned, and say what it is there for.
   */
  public addCommentedJob(
    id: string,
    job: github.workflows.Job | github.workflows.JobCallingReusableWorkflow,
    comments: Omit<JobComments, 'job'> = {},
  ) {
    this.addJob(id, 'steps' in job ? { ...job, steps: job.steps.map((step) => this.pinned(step)) } : job);
    this.comments.set(id, { ...comments, job: this.getJob(id) });
  }

  /** A step with the commit of an action that it names without one. */
  private pinned(step: github.workflows.JobStep): github.workflows.JobStep {
    const [, commit] = this.pins.actions[step.uses as PinnedAction] ?? [];
    return commit === undefined ? step : { ...step, uses: `${step.uses}@${commit}` };
  }

  /** What is said of a job, as long as it is ours. */
  private commentsOf(id: string): JobComments | undefined {
    const comments = this.comments.get(id);
    return comments?.job === this.getJob(id) ? comments : undefined;
  }

  private commented(yaml: string): string {
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

        if (path.length === 1) {
          if (key === 'name') {
            const from = this.file?.marker ? [`# ${madeBy()}`] : [];
            const header = [...from, ...comment(this.header)];
            return header.length > 0 ? [...header, '', line] : line;
          }
          // each part of the workflow stands by itself
          const part = ['', ...comment(PART_COMMENTS[key]), line];
          // projen's model has no permissions for a whole workflow: none, so that a job gets what it asks for and no more
          return key === 'jobs' && !hasPermissions
            ? ['', ...comment(PART_COMMENTS.permissions), 'permissions: {}', ...part]
            : part;
        }
        if (path[0] === 'jobs' && path.length === 2) {
          return [...(lines[i - 1] === 'jobs:' ? [] : ['']), ...comment(this.commentsOf(key)?.comment, '  '), line];
        }
        const said = this.commentOn(path, value);
        return [
          ...(path[2] === 'steps' && before.endsWith('- ') && this.commentsOf(path[1])
            ? comment(STEP_COMMENTS[idOf(lines, i)], ' '.repeat(indent - 2))
            : []),
          said ? `${line} # ${said}` : line,
        ];
      })
      .join('\n');
  }

  private commentOn(path: string[], value: string): string | undefined {
    const [part, job, parent] = path;
    const key = path[path.length - 1];
    const comments = part === 'jobs' ? this.commentsOf(job) : undefined;
    if (key === 'uses' && path.length === 3) {
      // GitHub's servers for enterprises, and actionlint, do not know `$/`
      return comments && value.startsWith('./')
        ? 'zizmor: ignore[self-repository] not every GitHub knows $/'
        : undefined;
    }
    if (key === 'uses') {
      const [action, commit] = value.split('@');
      // an action of the repository itself, or an image, is none of them and has no commit
      const [release, pinned] = this.pins.actions[action as PinnedAction] ?? [];
      return commit === pinned ? release : undefined;
    }
    if (parent === 'permissions') {
      return comments?.permissions?.[`${key}: ${value}`];
    }
    return /^\$\{\{ secrets\.(?!GITHUB_TOKEN )/.test(value)
      ? 'zizmor: ignore[secrets-outside-env] where they are kept is for the owner to choose'
      : comments && LINE_COMMENTS[`${key}: ${value}`];
  }
}

/** A comment of one line or more, none longer than can be read in one go. */
function comment(text: string | undefined, indent = ''): string[] {
  const lines = text?.match(new RegExp(`\\S.{0,${WIDTH}}(?=\\s|$)`, 'g')) ?? [];
  return lines.map((line) => `${indent}# ${line}`);
}

/** The id of the step that begins with a line; projen writes it in the first or the second of a step. */
function idOf(lines: string[], first: number): string {
  const [, id = ''] = /^ +(?:- )?id: (.*)$/m.exec(lines.slice(first, first + 2).join('\n')) ?? [];
  return id;
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

/** Characters in a line of a comment. */
const WIDTH = 100;

/** Stands for a key whose text has lines of its own. */
const TEXT = '|';
