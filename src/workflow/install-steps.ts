import { github, Project } from 'projen';
import { submodulesInput } from './checkout-inputs';
import { Installer } from './installer';
import { checkoutStep } from './steps';

/** The steps after which a job can synthesise: the repository, the languages, and the packages that are locked. */
export function installSteps(root: Project, { languageSteps, installation }: Installer): github.workflows.JobStep[] {
  return [checkoutStep(submodulesInput(root)), ...languageSteps, { id: 'install', name: 'Install', run: installation }];
}
