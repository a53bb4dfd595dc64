import { github, Project } from 'projen';
import { submodulesInput } from './checkout-inputs';
import { PackageManager } from './package-manager';
import { actionStep, checkoutStep, lines } from './steps';

/** The steps after which a job can synthesise: the repository, Node.js, and the packages by the lock file. */
export function installSteps(
  root: Project,
  { traits: { setUp, install } }: PackageManager,
): github.workflows.JobStep[] {
  return [
    checkoutStep(submodulesInput(root)),
    actionStep('node', 'Set up Node.js', 'actions/setup-node', {
      'node-version': 'lts/*',
      'package-manager-cache': false,
    }),
    { id: 'install', name: 'Install', run: lines(setUp, install) },
  ];
}
