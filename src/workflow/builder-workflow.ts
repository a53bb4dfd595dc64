import { github, Project } from 'projen';
import { PublishOptions, PublishWorkflow } from './publish-workflow';

/**
 * `.github/workflows/muslrust-chef.yml`: publishes the builder image on a tag `muslrust-chef-v1.2.3`, and tries it on
 * pull requests that change it.
 */
export class BuilderWorkflow extends PublishWorkflow {
  constructor(gitHub: github.GitHub, project: Project, options: Omit<PublishOptions, 'tags'>) {
    const { outdir } = project.root;
    const folder = [...project.outdir === outdir ? [] : [project.outdir.slice(outdir.length + 1)], options.directory].join('/');
    super(gitHub, 'muslrust-chef', {
      ...options,
      directory: folder.replace(/\\/g, '/'),
      // 1.2.3, 1.2 and, with the action's own rule for matches, latest
      tags: ['type=match,pattern=muslrust-chef-v(\\d+\\.\\d+\\.\\d+),group=1', 'type=match,pattern=muslrust-chef-v(\\d+\\.\\d+),group=1'],
    });
    this.on({
      // no pre-releases: they would move the tags of the release that they precede
      push: { tags: ['muslrust-chef-v[0-9]+.[0-9]+.[0-9]+'] },
      pullRequest: { branches: [options.branch], paths: [`${folder}/**`, this.file!.path] },
    });
  }
}
