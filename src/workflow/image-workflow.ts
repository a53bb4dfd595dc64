import { github, Project } from 'projen';
import { checkoutInputs } from './checkout-inputs';
import { assertNotOfBranch, isReserved, tagOfBranch } from './extra-tags';
import { filterPattern } from './filter-pattern';
import { folderInWorkflow } from './folder-in-workflow';
import { mergeGroup } from './merge-group';
import { PublishWorkflow, PublishWorkflowOptions } from './publish-workflow';
import { publishedBranch } from './published-branch';
import { Publishing } from './publishing-options';
import { SyncWorkflow } from './sync-workflow';
import { UpgradeWorkflow } from './upgrade-workflow';
import { workflowName } from './workflow-name';
import { CacheScope } from '../dockerfile/cache-scope';
import { BuildArg } from '../image/build-arg';
import { UserError } from '../messages/user-error';
import { Platform } from '../platform';

export type ImageWorkflowOptions = Omit<
  PublishWorkflowOptions,
  'branch' | 'checkout' | 'described' | 'directory' | 'scripts' | 'tagPrefix' | 'variables'
> &
  Publishing & {
    readonly buildArgs: Record<string, BuildArg>;
    /** The references of what images are made of. */
    readonly bases: readonly string[];
  };

/**
 * `.github/workflows/image.yml`: publishes the images of a project on a push to a branch and on release tags, and tries
 * them on pull requests.
 */
export class ImageWorkflow extends PublishWorkflow {
  /** The tag that each push to the branch moves. */
  public readonly branchTag: string;

  /** Times at which a run would build the same again, since newer bases come by a commit. */
  private readonly idle: readonly string[];

  constructor(gitHub: github.GitHub, project: Project, options: ImageWorkflowOptions) {
    const directory = folderInWorkflow(project);
    const name = workflowName('image', directory);
    const file = `.github/workflows/${name}.yml`;
    const branch = publishedBranch(project, file, options.branch);
    assertHasTag(branch);
    assertNotOfBranch(branch, options.branchTags, options.releaseTags);
    const commands = Object.entries(options.buildArgs).filter(([_, { _command }]) => _command !== undefined);
    const described = Object.fromEntries(
      commands.filter(([_, { _readsHistory }]) => _readsHistory).map(([arg, { _command }]) => [arg, _command!]),
    );
    super(gitHub, name, {
      ...options,
      directory,
      branch,
      checkout: {
        ...checkoutInputs(project),
        ...(Object.keys(described).length > 0 ? { 'fetch-depth': 0 as const } : {}),
      },
      described,
      scripts: 'docker',
      tagPrefix: 'v',
      // what a builder keeps is for this project alone
      variables: {
        [CacheScope.VARIABLE]: `\${{ github.repository }}${directory && `:${directory}`}`,
        ...Object.fromEntries(
          commands.map(([arg, { _readsHistory }]) => [
            arg,
            _readsHistory ? `\${{ steps.build-args.outputs.${arg} }}` : '${{ github.sha }}',
          ]),
        ),
      },
    });
    this.branchTag = tagOfBranch(branch);
    this.idle = options.bases.every((base) => base.includes('@') || base === 'scratch') ? options.schedule : [];
    this.header = 'Publishes images: the branch by its name, a tag v1.2.3 as "1.2.3", each commit as "sha-<commit>".';
    // one of many is not built for what changes in the others; tags are not held against paths
    const files = [file, ...options.publishAfter.flatMap(({ _file }) => _file ?? [])].map(filterPattern);
    const paths = options.paths ?? (directory ? [`${filterPattern(directory)}/**`, ...files] : undefined);
    const when = { branches: [filterPattern(branch)], ...(paths ? { paths } : {}) };
    this.on({ push: { ...when, tags: ['v*'] }, pullRequest: when, ...mergeGroup(when), ...this.extraEvents });
    if (!SyncWorkflow.ensure(gitHub, project, branch, options.runners[Platform.LINUX_AMD64])) {
      this.header += ' Nothing checks that generated files are in sync: CI needs a lock file to install projen.';
    }
  }

  /** Where the bases are pinned by digest, what runs by the clock is what looks for newer ones, if there is such. */
  public preSynthesize(): void {
    super.preSynthesize();
    const upgrade = UpgradeWorkflow.of(this.project);
    if (!upgrade || this.idle.length === 0) return;
    this.on({ schedule: undefined });
    upgrade.addSchedule(this.idle);
  }
}

/** Refuses what `release-tags.sh` would: an image's tag of that name is a release's, or a commit's. */
function assertHasTag(branch: string): void {
  const tag = tagOfBranch(branch);
  if (tag === '' || isReserved(tag)) {
    throw new UserError(
      `branch: ${JSON.stringify(branch)} can't give its images a tag of its name: ` +
        `${tag === '' ? 'nothing of it can be in one' : 'that is one of a release or a commit'}. ` +
        'Publish from a branch of another name, e.g. "main".',
    );
  }
}
