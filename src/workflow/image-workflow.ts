import { github, javascript, Project } from 'projen';
import { PublishOptions, PublishWorkflow } from './publish-workflow';
import { actionStep, checkoutStep, lines } from './steps';
import { folderInRepository } from '../git/folder-in-repository';
import { CacheScope } from '../image/cache-scope';

const { JobPermission } = github.workflows;

export type ImageWorkflowOptions = Omit<PublishOptions, 'directory' | 'variables' | 'tags'>;

/**
 * `.github/workflows/image.yml`: publishes the images of a project on a push to a branch and on release tags, and tries
 * them on pull requests.
 */
export class ImageWorkflow extends PublishWorkflow {
  constructor(gitHub: github.GitHub, project: Project, options: ImageWorkflowOptions) {
    const directory = folderInRepository(project);
    super(gitHub, directory ? `image-${directory.replace(/\//g, '-')}` : 'image', {
      ...options,
      directory,
      // what is kept on a builder is for this project alone
      variables: { [CacheScope.VARIABLE]: `\${{ github.repository }}${directory && `:${directory}`}` },
      // the branch's name for its newest commit, one for each commit; 1.2.3, 1.2 and latest for the tag v1.2.3
      tags: [
        'type=ref,event=branch',
        'type=sha',
        'type=semver,pattern={{version}}',
        'type=semver,pattern={{major}}.{{minor}}',
      ],
    });
    this.on({
      push: { branches: [options.branch], tags: ['v*'] },
      pullRequest: { branches: [options.branch] },
    });
    const nodePackage = javascript.NodePackage.of(project.root);
    if (nodePackage?.packageManager === javascript.NodePackageManager.NPM) {
      this.addJob('sync', syncJob(project.root));
    }
  }
}

/** Fails where a generated file is not what synth makes of the rc file. */
function syncJob(root: Project): github.workflows.Job {
  return {
    name: 'generated files are in sync',
    runsOn: ['ubuntu-24.04'],
    timeoutMinutes: 10,
    permissions: { contents: JobPermission.READ },
    steps: [
      checkoutStep(),
      actionStep('node', 'Set up Node.js', 'actions/setup-node', {
        'node-version': 'lts/*',
        'package-manager-cache': false,
      }),
      { id: 'install', name: 'Install', run: 'npm ci' },
      { id: 'synth', name: 'Synthesise', run: root.projenCommand },
      {
        id: 'diff',
        name: 'Compare',
        run: lines(
          'git add --intent-to-add .',
          'if ! git diff --exit-code; then',
          `  echo "::error::generated files differ; run '${root.projenCommand}' and commit what it changes"`,
          '  exit 1',
          'fi',
        ),
      },
    ],
  };
}
