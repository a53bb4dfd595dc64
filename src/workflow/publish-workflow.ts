import { github } from 'projen';
import { buildJob } from './build-job';
import { CommentedWorkflow, PER_REF } from './commented-workflow';
import { mayPublish } from './expressions';
import { PublishGate } from './publish-gate';
import { publishJob } from './publish-job';
import { PublishedImage, PublishPlan, PublishPlanOptions } from './publish-plan';
import { pullRequestJob } from './pull-request-job';
import { assertNoneTwice } from './step-checks';
import { UserError } from '../messages/user-error';

export interface PublishWorkflowOptions extends Omit<PublishPlanOptions, 'name' | 'attest'> {
  /** Whether to attest; as it is possible where nothing is said. */
  readonly attest?: boolean;
  /** Steps before the builder is set up. */
  readonly stepsBeforeBuild: github.workflows.JobStep[];
  /** When it runs by itself. */
  readonly schedule: string[];
  /** What must pass before anything is published. */
  readonly publishAfter: PublishGate[];
}

/** What the permissions of the jobs are for. */
const PERMISSIONS = {
  'packages: read': 'pull images',
  'packages: write': 'push images',
  'attestations: write': 'store attestations',
};

/**
 * A workflow that builds images for every platform, pushes them by digest and tries them; only when all have passed are
 * they merged to one index each, attested, and their tags moved.
 */
export class PublishWorkflow extends CommentedWorkflow {
  /** Whether it attests the images. */
  public readonly attests: boolean;

  constructor(
    gitHub: github.GitHub,
    name: string,
    private readonly options: PublishWorkflowOptions,
  ) {
    const attest = attests(options.attest, options.images);
    const plan = new PublishPlan({ ...options, name, attest });
    const { literal } = options.repository;
    super(gitHub, name, { env: literal ? { REPOSITORY: literal } : undefined });
    this.attests = attest;
    const { buildxBuilder, stepsBeforeBuild, publishAfter } = options;
    const pullRequest = pullRequestJob(plan, stepsBeforeBuild);
    const build = buildJob(plan, stepsBeforeBuild);
    [pullRequest, build].forEach(({ steps }) => assertNoneTwice('stepsBeforeBuild', steps));
    this.addCommentedJob('pull-request', pullRequest, {
      comment: [
        `Builds a pull request, ${options.manualStart ? '' : 'or '}a candidate of a merge queue${options.manualStart ? ', or a branch by hand' : ''}, on every platform and tries it; pushes nothing and writes no cache. One from a fork has no secrets.`,
        ...(buildxBuilder._isPersistent
          ? [`The persistent builder is ${buildxBuilder._isForPullRequests ? '' : 'not '}there for it.`]
          : []),
      ].join(' '),
      permissions: { ...PERMISSIONS, 'id-token: write': 'log in to registries' },
    });
    this.addCommentedJob('build', build, {
      comment: 'Builds all images, pushes them by digest, which moves no tag, and tries what was pushed.',
      permissions: { ...PERMISSIONS, 'id-token: write': 'log in to registries' },
    });
    for (const { _job } of publishAfter) {
      const { id, job, comment } = _job(mayPublish(options.branch));
      if (comment) {
        this.addCommentedJob(id, job, { comment });
      } else {
        this.addJob(id, job);
      }
    }
    const gates = publishAfter.map(({ _id }) => _id);
    this.addCommentedJob('publish', publishJob(plan, gates), {
      comment: `When every platform${gates.length > 0 ? ` and ${gates.join(', ')}` : ''} has passed: one index for each image, ${attest ? 'attested, ' : ''}and then the tags.`,
      permissions: {
        ...PERMISSIONS,
        'id-token: write': attest ? 'sign attestations as this workflow' : 'log in to registries',
      },
    });
  }

  /**
   * The events that options ask for, beside those of git. A run of the same commit finds newer bases by itself: BuildKit asks
   * the registry for a tag in each build (its util/resolver/pool.go: only `local` as the mode looks at what is there first).
   */
  protected get extraEvents(): github.workflows.Triggers {
    const { schedule, manualStart } = this.options;
    return {
      ...(schedule.length > 0 ? { schedule: schedule.map((cron) => ({ cron })) } : {}),
      ...(manualStart ? { workflowDispatch: {} } : {}),
    };
  }

  /** When all files are known. */
  public preSynthesize(): void {
    super.preSynthesize();
    const by = { path: this.file!.path, name: this.name, group: PER_REF.group! };
    this.options.publishAfter.forEach((gate) => gate._assertCallable(this.project, by));
  }
}

/** `actions/attest` pushes the attestation beside the image, and knows no registry without credentials. */
function attests(said: boolean | undefined, images: PublishedImage[]): boolean {
  const without = images.find(({ repository }) => !repository.registry._login);
  if (said && without) {
    throw new UserError(
      `attest: GitHub pushes attestations with the credentials of the registry, and ${without.repository.registry.host}, ` +
        `where image ${JSON.stringify(without.name)} is, has none. Leave \`attest\` out, or name a registry with a login, ` +
        'e.g. ContainerRegistry.withSecrets({ host }).',
    );
  }
  return said ?? !without;
}
