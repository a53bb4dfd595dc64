import { github } from 'projen';
import { PinnedAction, pinnedAction } from '../pins';

/** A step that uses an action, at the commit that is pinned. */
export function actionStep(
  id: string,
  name: string,
  uses: PinnedAction,
  inputs: Record<string, unknown>,
): github.workflows.JobStep {
  return { id, name, uses: pinnedAction(uses), with: inputs };
}

/** Checks the repository out, and leaves no credentials for later steps. */
export function checkoutStep(): github.workflows.JobStep {
  return actionStep('checkout', 'Checkout', 'actions/checkout', { 'persist-credentials': false });
}

/** A text of several lines; those that are not there are left out. */
export function lines(...values: (string | undefined)[]): string {
  return values.filter((value) => value !== undefined).join('\n');
}

/** Starts an ssh agent with the key in the secret `SSH_PRIVATE_KEY`, which later steps find. */
export function sshAgentStep(): github.workflows.JobStep {
  return {
    id: 'ssh-agent',
    name: 'Start an ssh agent for private git repositories',
    env: { SSH_PRIVATE_KEY: '${{ secrets.SSH_PRIVATE_KEY }}' },
    run: lines(
      'ssh-agent -a "$RUNNER_TEMP/ssh-agent.sock" > /dev/null',
      'echo "SSH_AUTH_SOCK=$RUNNER_TEMP/ssh-agent.sock" >> "$GITHUB_ENV"',
      'SSH_AUTH_SOCK=$RUNNER_TEMP/ssh-agent.sock ssh-add - <<< "$SSH_PRIVATE_KEY"',
    ),
  };
}
