import { github } from 'projen';
import { CheckoutInputs } from './checkout-inputs';
import { PrivateSource } from '../image/private-source';
import { PinnedAction } from '../pins';
import { ProjectRepository } from '../registry/project-repository';

/** A step that uses an action; at which commit, is the workflow's to say. */
export function actionStep(
  id: string,
  name: string,
  uses: PinnedAction,
  inputs: Record<string, unknown>,
): github.workflows.JobStep {
  return { id, name, uses, with: inputs };
}

/** Checks the repository out, and leaves no credentials for later steps. */
export function checkoutStep(inputs: CheckoutInputs = {}): github.workflows.JobStep {
  return actionStep('checkout', 'Checkout', 'actions/checkout', { 'persist-credentials': false, ...inputs });
}

/** Sets Node.js up, in the release that is kept up for long. */
export function nodeStep(): github.workflows.JobStep {
  return actionStep('node', 'Set up Node.js', 'actions/setup-node', {
    'node-version': 'lts/*',
    'package-manager-cache': false,
  });
}

/**
 * Tells what repositories keep in one place of a registry apart. A name has characters that no tag has, and may be another
 * one tomorrow.
 */
export const THIS_REPOSITORY = '${{ github.repository_id }}';

/** A text of several lines; those that are not there are left out. */
export function lines(...values: (string | undefined)[]): string {
  return values.filter((value) => value !== undefined).join('\n');
}

/** Tells later steps what the images' repository is called. */
export function repositorySteps({ script }: ProjectRepository): github.workflows.JobStep[] {
  return script ? [{ id: 'repository', name: 'Image repository', run: script }] : [];
}

/** What git says of the commit, for build arguments. */
export function describeSteps(commands: Record<string, string> = {}): github.workflows.JobStep[] {
  const script = Object.entries(commands).map(([name, command]) => `echo "${name}=$(${command})" >> "$GITHUB_OUTPUT"`);
  return script.length > 0 ? [{ id: 'build-args', name: 'Build arguments', run: lines(...script) }] : [];
}

/** Where the scripts of a job run. */
export function inDirectory(directory: string): Pick<github.workflows.Job, 'defaults'> {
  return directory ? { defaults: { run: { workingDirectory: directory } } } : {};
}

/** Starts an ssh agent with the key in the secret `SSH_PRIVATE_KEY`, which later steps find; where it is needed. */
export function sshAgentSteps(privateSources: PrivateSource[]): github.workflows.JobStep[] {
  return PrivateSource._needAgent(privateSources)
    ? [
        {
          id: 'ssh-agent',
          name: 'Start an ssh agent for private git repositories',
          env: { SSH_PRIVATE_KEY: '${{ secrets.SSH_PRIVATE_KEY }}' },
          run: lines(
            ...refusal('SSH_PRIVATE_KEY'),
            'ssh-agent -a "$RUNNER_TEMP/ssh-agent.sock" > /dev/null',
            'echo "SSH_AUTH_SOCK=$RUNNER_TEMP/ssh-agent.sock" >> "$GITHUB_ENV"',
            'SSH_AUTH_SOCK=$RUNNER_TEMP/ssh-agent.sock ssh-add - <<< "$SSH_PRIVATE_KEY"',
          ),
        },
      ]
    : [];
}

/** Fails where a token for private sources is not there, before cargo does so in words of its own. */
export function tokenSteps(privateSources: PrivateSource[]): github.workflows.JobStep[] {
  const tokens = PrivateSource._tokens(privateSources);
  return tokens.length > 0
    ? [
        {
          id: 'tokens',
          name: 'See that the tokens for private sources are there',
          env: Object.fromEntries(tokens.map((token) => [token, `\${{ secrets.${token} }}`])),
          run: lines(...tokens.flatMap(refusal)),
        },
      ]
    : [];
}

/**
 * Bash that fails where a secret is empty, which is how GitHub hands on one that is not there. Inline: rust.yml has these steps
 * too, in a repository that may have none of our scripts.
 */
function refusal(secret: string): string[] {
  return [
    `if [ -z "$${secret}" ]; then`,
    `  echo "::error::the secret ${secret} is not there. GitHub gives no secrets to pull requests from forks and of Dependabot: push the branch to this repository to build it"`,
    '  exit 1',
    'fi',
  ];
}
