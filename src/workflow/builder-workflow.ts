import { github, Project } from 'projen';
import { filterPattern } from './filter-pattern';
import { folderInWorkflow } from './folder-in-workflow';
import { PublishOptions, PublishWorkflow } from './publish-workflow';
import { publishedBranch } from './published-branch';
import { Publishing } from './publishing-options';
import { workflowName } from './workflow-name';

export type BuilderWorkflowOptions = Omit<PublishOptions, 'branch' | 'tags'> & Publishing;

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
      // 1.2.3, 1.2 and, with the action's own rule for matches, latest
      tags: [
        'type=match,pattern=muslrust-chef-v(\\d+\\.\\d+\\.\\d+),group=1',
        'type=match,pattern=muslrust-chef-v(\\d+\\.\\d+),group=1',
      ],
    });
    this.on({
      // no pre-releases: they would move the tags of the release that they precede
      push: { tags: ['muslrust-chef-v[0-9]+.[0-9]+.[0-9]+'] },
      pullRequest: {
        branches: [filterPattern(branch)],
        paths: [`${filterPattern(directory)}/**`, filterPattern(file)],
      },
    });
  }
}
