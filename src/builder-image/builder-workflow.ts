import { github, Project } from 'projen';
import { Platform } from '../platform';
import { checkoutInputs } from '../workflow/checkout-inputs';
import { filterPattern } from '../workflow/filter-pattern';
import { folderInWorkflow } from '../workflow/folder-in-workflow';
import { PublishWorkflow, PublishWorkflowOptions } from '../workflow/publish-workflow';
import { publishedBranch } from '../workflow/published-branch';
import { Publishing } from '../workflow/publishing-options';
import { SyncWorkflow } from '../workflow/sync-workflow';
import { workflowName } from '../workflow/workflow-name';

/** What the tags of its releases begin with. */
const TAG_PREFIX = 'muslrust-chef-v';

export type BuilderWorkflowOptions = Omit<
  PublishWorkflowOptions,
  'branch' | 'checkout' | 'scripts' | 'tagPrefix' | 'variables'
> &
  Publishing;

/**
 * `.github/workflows/muslrust-chef.yml`: publishes the builder image on a tag `muslrust-chef-v1.2.3`, and tries it on
 * pull requests that change it.
 */
export class BuilderWorkflow extends PublishWorkflow {
  constructor(gitHub: github.GitHub, project: Project, options: BuilderWorkflowOptions) {
    const directory = folderInWorkflow(project, options.directory);
    const name = workflowName('muslrust-chef', folderInWorkflow(project));
    const file = `.github/workflows/${name}.yml`;
    const branch = publishedBranch(project, file, options.branch);
    super(gitHub, name, {
      ...options,
      directory,
      branch,
      checkout: checkoutInputs(project),
      scripts: '.',
      tagPrefix: TAG_PREFIX,
      variables: {},
    });
    this.header = `Publishes the builder image: a tag ${TAG_PREFIX}1.2.3 as "1.2.3".`;
    this.on({
      push: { tags: [`${TAG_PREFIX}*`] },
      pullRequest: {
        branches: [filterPattern(branch)],
        paths: options.paths ?? [`${filterPattern(directory)}/**`, filterPattern(file)],
      },
      ...this.extraEvents,
    });
    SyncWorkflow.ensure(gitHub, project, branch, options.runners[Platform.LINUX_AMD64]);
  }
}
