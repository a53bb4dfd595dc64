import { github, Project } from 'projen';
import { CommentedWorkflow } from './commented-workflow';
import { inlineScript } from './inline-script';
import { installSteps } from './install-steps';
import { Installer } from './installer';
import { HOSTED_RUNNERS } from './runner-labels';
import { actionStep, checkoutStep, lines } from './steps';
import { HandWrittenFiles } from '../files/hand-written-files';
import { Platform } from '../platform';

const { JobPermission } = github.workflows;

const NAME = 'upgrade';

/** Where the changes are on a runner, and between the two. */
const FOLDER = '${{ runner.temp }}/upgrade';

/**
 * `.github/workflows/upgrade.yml`: runs the task `upgrade`, and opens one pull request with what that changes. What is installed
 * anew runs in a job that may write nothing; the one with the token runs nothing of it.
 */
export class UpgradeWorkflow extends CommentedWorkflow {
  public static of({ root }: Project): UpgradeWorkflow | undefined {
    return root.components.find((component): component is UpgradeWorkflow => component instanceof UpgradeWorkflow);
  }

  private readonly schedule = new Set<string>();

  /**
   * @param command what upgrades
   */
  constructor(gitHub: github.GitHub, root: Project, installer: Installer, command: string) {
    super(gitHub, NAME, { limitConcurrency: true, concurrencyOptions: { group: NAME, cancelInProgress: false } });
    this.header = 'Opens a pull request with newer releases of what synthesises and of what is pinned.';
    const runsOn = HOSTED_RUNNERS[Platform.LINUX_AMD64];
    this.addCommentedJob(
      'upgrade',
      {
        name: 'look for newer releases',
        runsOn,
        timeoutMinutes: 20,
        permissions: { contents: JobPermission.READ },
        outputs: { changed: { stepId: 'changes', outputName: 'changed' } },
        steps: [
          ...installSteps(root, installer),
          {
            id: 'upgrade',
            name: 'Upgrade',
            // its questions are counted by the repository, not by the address of the runner
            env: { GITHUB_TOKEN: '${{ github.token }}', LOG: '${{ runner.temp }}/upgrade.log' },
            run: lines('set -o pipefail', `${command} 2>&1 | tee "$LOG"`),
          },
          {
            id: 'changes',
            name: 'Explain what has changed',
            env: { UPGRADE: FOLDER, LOG: '${{ runner.temp }}/upgrade.log' },
            run: inlineScript('explain-upgrade.sh'),
          },
          {
            ...actionStep('upload', 'Upload the changes', 'actions/upload-artifact', { name: NAME, path: FOLDER }),
            if: "steps.changes.outputs.changed == 'true'",
          },
        ],
      },
      { comment: 'Installs and synthesises what is newest; may write nothing.' },
    );
    const credentials = gitHub.projenCredentials;
    this.addCommentedJob(
      'pull-request',
      {
        name: 'open a pull request',
        runsOn,
        needs: ['upgrade'],
        if: "needs.upgrade.outputs.changed == 'true'",
        timeoutMinutes: 10,
        permissions: { contents: JobPermission.READ },
        steps: [
          ...credentials.setupSteps,
          checkoutStep(),
          actionStep('download', 'Download the changes', 'actions/download-artifact', { name: NAME, path: FOLDER }),
          {
            id: 'open',
            name: 'Open a pull request, or bring it up to date',
            env: {
              UPGRADE: FOLDER,
              BASE: '${{ github.ref_name }}',
              BRANCH: 'muslrust-chef/upgrade',
              TITLE: 'Upgrade what is generated and pinned',
              GH_TOKEN: credentials.tokenRef,
            },
            run: inlineScript('open-pull-request.sh'),
          },
        ],
      },
      { comment: 'Runs nothing of what was installed, since it has the token that opens pull requests.' },
    );
    new HandWrittenFiles(gitHub.project, NAME, [this.file!], 'give that one another name');
  }

  /** Further times at which it runs. */
  public addSchedule(schedule: readonly string[]): void {
    schedule.forEach((cron) => this.schedule.add(cron));
    this.on({ schedule: [...this.schedule].map((cron) => ({ cron })), workflowDispatch: {} });
  }
}
