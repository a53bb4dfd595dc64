import { github, Project } from 'projen';
import { whyNoWorkflow } from './why-no-workflow';
import { WorkflowsBelowRoot } from './workflows-below-root';
import { GitRepository } from '../git/git-repository';
import { UserError } from '../messages/user-error';

/**
 * The GitHub component that a project's workflows go to: that of the root project, since GitHub reads workflows at the
 * root of the repository only. One that has none gets one, for workflows only.
 *
 * None where workflows are not wanted, or where the rc file is not at the root of the repository; synth says so then.
 *
 * @param className what of this package wants to write a workflow
 * @throws where generated files are not to be committed
 */
export function gitHubOf(project: Project, className: string): github.GitHub | undefined {
  const { root } = project;
  if (whyNoWorkflow(project) !== undefined) {
    return undefined;
  }
  const repository = GitRepository.of(root);
  if (repository.root !== root.outdir) {
    WorkflowsBelowRoot.of(root, repository).add(project, className);
    return undefined;
  }
  if (!project.commitGenerated || !root.commitGenerated) {
    const option = className === 'RustProject' ? 'rustWorkflow' : 'workflow';
    throw new UserError(
      'commitGenerated: false keeps generated files out of git, and GitHub takes workflows, and what they build by, from there. ' +
        `Leave it out, or have no workflow, by \`${option}: false\` of ${className}.`,
    );
  }
  return github.GitHub.of(root) ?? new github.GitHub(root, { mergify: false, pullRequestLint: false });
}
