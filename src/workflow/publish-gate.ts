import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { github, Project } from 'projen';
import { assertCallableWith, CallingWorkflow } from './called-workflow';
import { assertGateJob } from './gate-job';
import { identifierFault } from './identifier';
import { contentOf } from '../files/content-of';
import { UserError } from '../messages/user-error';
import { checked } from '../options/checked';
import { assertMadeByStatics } from '../options/made-by-statics';

/** Of what a workflow of the repository is called with. */
export interface CalledWorkflowOptions {
  /**
   * The id of the job that calls it: neither `build` nor `publish` nor `pull-request`, which there are.
   *
   * @default - the name of the file, e.g. "test" for "test.yml"
   */
  readonly id?: string;

  /**
   * The names of the secrets that it is handed, under the same names; it has to declare them at `on.workflow_call.secrets`.
   *
   * @default []
   */
  readonly secrets?: string[];

  /**
   * What its jobs may be permitted at most.
   *
   * @default - to read the contents of the repository
   */
  readonly permissions?: github.workflows.JobPermissions;
}

/** A job that is added to the workflow. */
export interface GateJob {
  readonly id: string;
  readonly job: github.workflows.Job | github.workflows.JobCallingReusableWorkflow;
  /** What the workflow says of it, where it is not the user's own. */
  readonly comment?: string;
}

/** Ids of the workflow's own jobs. */
const TAKEN = ['pull-request', 'build', 'publish'];

/**
 * What must pass before images are published: it runs beside the build, and no tag is moved unless it succeeds. Where it
 * fails or is skipped nothing is published.
 */
export class PublishGate {
  /**
   * A job of your own, which is added to the workflow as it is. Without an `if` it runs on every event of the workflow,
   * for pull requests too. Its failure has to count, so `continueOnError` is refused.
   *
   * @param id what the job is called in the workflow
   * @param job the job
   */
  public static job(id: string, job: github.workflows.Job): PublishGate {
    [id, job] = checked('PublishGate.job', [id, job]);
    assertId(id);
    assertGateJob(`PublishGate.job(${JSON.stringify(id)})`, job);
    return new PublishGate(id, () => ({ id, job }), job.needs);
  }

  /**
   * A workflow of the repository that has the trigger `workflow_call`. It is called for what is published; for pull requests
   * it has its own trigger. If it has a `concurrency` group, that begins with a name of its own: `github.workflow` is there
   * the name of the workflow that calls it, and GitHub ends two that wait for each other.
   *
   * @param path e.g. `.github/workflows/test.yml`
   */
  public static workflow(path: string, options: CalledWorkflowOptions = {}): PublishGate {
    [path, options] = checked('PublishGate.workflow', [path, options]);
    const file = path.replace(/^\.\//, '');
    if (!/^\.github\/workflows\/[\w.-]+\.ya?ml$/.test(file)) {
      throw new UserError(
        `PublishGate.workflow: ${JSON.stringify(path)} is not the path of a workflow of this repository. ` +
          'Name one, e.g. ".github/workflows/test.yml".',
      );
    }
    const badSecret = options.secrets?.find((secret) => !/^(?!GITHUB_)[A-Za-z_]\w*$/i.test(secret));
    if (badSecret !== undefined) {
      throw new UserError(
        `PublishGate.workflow: ${JSON.stringify(badSecret)} is not the name of a secret. Name one, e.g. "CARGO_REGISTRIES_ACME_TOKEN".`,
      );
    }
    const ofFile = basename(file).replace(/\.ya?ml$/, '');
    const id = assertId(
      options.id ?? ofFile,
      options.id === undefined
        ? `Say one by \`id\`, as in PublishGate.workflow(${JSON.stringify(path)}, { id: "tests" }).`
        : undefined,
    );
    const { secrets: names = [], permissions = { contents: github.workflows.JobPermission.READ } } = options;
    const secrets = Object.fromEntries(names.map((name) => [name, `\${{ secrets.${name} }}`]));
    return new PublishGate(
      id,
      (condition) => ({
        id,
        comment: 'Must pass before anything is published.',
        job: {
          uses: `./${file}`,
          if: condition,
          permissions,
          ...(names.length > 0 ? { secrets } : {}),
        },
      }),
      [],
      file,
      (text, by, textOf) =>
        assertCallableWith(file, text, { by, id, secrets: names, permissions: kebab({ ...permissions }), textOf }),
    );
  }

  private constructor(
    /** @internal */
    public readonly _id: string,
    /**
     * @param condition under which a run may publish
     * @internal
     */
    public readonly _job: (condition: string) => GateJob,
    /** @internal Jobs that it waits for. */
    public readonly _needs: readonly string[] = [],
    /** @internal */
    public readonly _file?: string,
    /** Refuses the text of the file. */
    private readonly assertText?: (
      text: string,
      by: CallingWorkflow,
      textOf: (path: string) => string | undefined,
    ) => void,
  ) {
    assertMadeByStatics('PublishGate', typeof _job === 'function');
  }

  /**
   * Refuses a workflow that could not be called: GitHub would refuse the one that calls it.
   *
   * @internal
   */
  public _assertCallable({ root }: Project, by: CallingWorkflow): void {
    const path = this._file;
    if (path === undefined) return;
    if (path === by.path) {
      throw new UserError(`publishAfter: ${path} is the workflow that publishes, and would call itself. Name another.`);
    }
    const textOf = (other: string) => {
      const generated = root.tryFindFile(other);
      const file = join(root.outdir, other);
      return generated ? contentOf(generated) : existsSync(file) ? readFileSync(file, 'utf8') : undefined;
    };
    const text = textOf(path);
    if (text === undefined) {
      throw new UserError(`publishAfter: there is no ${path}. Name a workflow of this repository.`);
    }
    this.assertText?.(text, by, textOf);
  }
}

/** As a workflow writes them; projen's names have no hyphens. */
function kebab(permissions: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(permissions).map(([scope, level]) => [
      scope.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
      level,
    ]),
  );
}

/** @param remedy what to do where the user did not say it */
function assertId(id: string, remedy?: string): string {
  const fault = identifierFault(id);
  if (fault) {
    throw new UserError(`publishAfter: ${JSON.stringify(id)} is not the id of a job. ${remedy ?? `${fault}.`}`);
  }
  if (TAKEN.includes(id.toLowerCase())) {
    throw new UserError(
      `publishAfter: the workflow has a job "${id}" already. ${remedy ?? 'Give that of yours another id.'}`,
    );
  }
  return id;
}
