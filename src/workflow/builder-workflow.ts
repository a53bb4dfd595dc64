import { github, Project } from 'projen';
import { PublishOptions, PublishWorkflow } from './publish-workflow';
import { folderInRepository } from '../git/folder-in-repository';

/**
 * `.github/workflows/muslrust-chef.yml`: publishes the builder image on a tag `muslrust-chef-v1.2.3`, and tries it on
 * pull requests that change it.
 */
export class BuilderWorkflow extends PublishWorkflow {
  constructor(gitHub: github.GitHub, project: Project, options: Omit<PublishOptions, 'tags'>) {
    const directory = folderInRepository(project, options.directory);
    super(gitHub, 'muslrust-chef', {
      ...options,
      directory,
      // 1.2.3, 1.2 and, with the action's own rule for matches, latest
      tags: [
        'type=match,pattern=muslrust-chef-v(\\d+\\.\\d+\\.\\d+),group=1',
        'type=match,pattern=muslrust-chef-v(\\d+\\.\\d+),group=1',
      ],
    });
    this.on({
      // no pre-releases: they would move the tags of the release that they precede
      push: { tags: ['muslrust-chef-v[0-9]+.[0-9]+.[0-9]+'] },
      pullRequest: { branches: [options.branch], paths: [`${directory}/**`, this.file!.path] },
    });
  }
}
