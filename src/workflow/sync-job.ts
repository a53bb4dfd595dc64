import { github, Project } from 'projen';
import { inlineScript } from './inline-script';
import { installSteps } from './install-steps';
import { installerOf } from './installer-of';

const { JobPermission } = github.workflows;

/**
 * Fails where a generated file is not what synth makes of the rc file. There is none where no file says by which
 * releases it is synthesised.
 */
export function syncJob(root: Project, runsOn: string[]): github.workflows.Job | undefined {
  const installer = installerOf(root);
  if (!installer) {
    return undefined;
  }
  const command = installer.projen(root);
  return {
    name: 'generated files are in sync',
    runsOn,
    timeoutMinutes: 10,
    permissions: { contents: JobPermission.READ },
    steps: [
      ...installSteps(root, installer),
      { id: 'synth', name: 'Synthesise', run: command },
      // inline: the root of a repository need not have any of our scripts
      {
        id: 'diff',
        name: 'Compare',
        env: { COMMAND: command },
        run: inlineScript('name-differences.sh'),
      },
    ],
  };
}
