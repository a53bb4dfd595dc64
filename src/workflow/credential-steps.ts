import { github } from 'projen';
import { lines } from './steps';
import { PrivateSource } from '../image/private-source';

/** What has to run before a build that reads private sources: an ssh agent, where there are any over SSH. */
export function credentialSteps(sources: PrivateSource[]): github.workflows.JobStep[] {
  return sources.filter(({ _isSsh }) => _isSsh).map(({ _variable }) => ({
    id: 'ssh-agent',
    name: 'Start an ssh agent for private git repositories',
    env: { [_variable]: `\${{ secrets.${_variable} }}` },
    run: lines(
      'ssh-agent -a "$RUNNER_TEMP/ssh-agent.sock" > /dev/null',
      'echo "SSH_AUTH_SOCK=$RUNNER_TEMP/ssh-agent.sock" >> "$GITHUB_ENV"',
      `SSH_AUTH_SOCK=$RUNNER_TEMP/ssh-agent.sock ssh-add - <<< "$${_variable}"`,
    ),
  }));
}
