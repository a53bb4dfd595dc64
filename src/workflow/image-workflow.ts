import { github, javascript, Project } from 'projen';
import { filterPattern } from './filter-pattern';
import { folderInWorkflow } from './folder-in-workflow';
import { PublishOptions, PublishWorkflow } from './publish-workflow';
import { publishedBranch } from './published-branch';
import { Publishing } from './publishing-options';
import { actionStep, checkoutStep, lines } from './steps';
import { workflowName } from './workflow-name';
import { CacheScope } from '../image/cache-scope';

const { JobPermission } = github.workflows;

/** What synth reads at the root: what it makes of it has to be in sync in each folder. */
const SYNTH_INPUTS = ['.projenrc.*', 'package.json', 'package-lock.json'];

export type ImageWorkflowOptions = Omit<PublishOptions, 'branch' | 'directory' | 'variables' | 'tags'> & Publishing;

/**
 * `.github/workflows/image.yml`: publishes the images of a project on a push to a branch and on release tags, and tries
 * them on pull requests.
 */
export class ImageWorkflow extends PublishWorkflow {
  constructor(gitHub: github.GitHub, project: Project, options: ImageWorkflowOptions) {
    const directory = folderInWorkflow(project);
    const name = workflowName('image', directory);
    const file = `.github/workflows/${name}.yml`;
    const branch = publishedBranch(project, file, options.branch);
    super(gitHub, name, {
      ...options,
      directory,
      branch,
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
    // one of many is not built for what changes in the others; tags are not held against paths
    const paths = directory ? { paths: [`${filterPattern(directory)}/**`, ...SYNTH_INPUTS, filterPattern(file)] } : {};
    this.on({
      push: { branches: [filterPattern(branch)], tags: ['v*'], ...paths },
      pullRequest: { branches: [filterPattern(branch)], ...paths },
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
