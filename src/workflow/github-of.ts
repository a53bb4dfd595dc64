import { github, Project } from 'projen';

/** The GitHub component of a project; one that has none gets one, for workflows only. */
export function gitHubOf(project: Project): github.GitHub {
  return github.GitHub.of(project) ?? new github.GitHub(project, { mergify: false, pullRequestLint: false });
}
