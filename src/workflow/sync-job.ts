import { github, javascript, Project } from 'projen';
import { submodulesInput } from './checkout-inputs';
import { actionStep, checkoutStep, lines } from './steps';

const { JobPermission } = github.workflows;

/**
 * Fails where a generated file is not what synth makes of the rc file. There is none where npm does not install projen,
 * or where the project has been ejected from it.
 */
export function syncJob(root: Project, runsOn: string[]): github.workflows.Job | undefined {
  const nodePackage = javascript.NodePackage.of(root);
  if (root.ejected || nodePackage?.packageManager !== javascript.NodePackageManager.NPM) {
    return undefined;
  }
  return {
    name: 'generated files are in sync',
    runsOn,
    timeoutMinutes: 10,
    permissions: { contents: JobPermission.READ },
    steps: [
      checkoutStep(submodulesInput(root)),
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
          // a commit made on Windows has no modes
          'if ! git -c core.fileMode=false diff --exit-code; then',
          `  echo "::error::generated files differ; run '${root.projenCommand}' and commit what it changes"`,
          '  exit 1',
          'fi',
        ),
      },
    ],
  };
}
