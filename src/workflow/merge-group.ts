import { github } from 'projen';

/**
 * The event of a merge queue's candidate, for a workflow that runs for each pull request: the queue waits for what is required,
 * whether it is run or not.
 *
 * None for one with a filter of paths. GitHub has none for this event, and leaves the check of a pull request pending that the
 * filter leaves out, so such a workflow can't be required.
 * (https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/configuring-pull-request-merges/managing-a-merge-queue;
 * https://github.blog/changelog/2022-08-18-merge-group-webhook-event-and-github-actions-workflow-trigger/)
 */
export function mergeGroup({ branches, paths }: github.workflows.PushOptions): github.workflows.Triggers {
  return paths ? {} : { mergeGroup: { branches } };
}
