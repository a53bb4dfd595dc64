import { github, Project } from 'projen';

/** Why a project has no workflows, where it was told to have none. */
export function whyNoWorkflow({ root }: Project): string | undefined {
  if (root instanceof github.GitHubProject && !root.github) return '`github` of the project is false';
  return github.GitHub.of(root)?.workflowsEnabled === false
    ? "the project's GitHub component has no workflows (`workflows: false`)"
    : undefined;
}
