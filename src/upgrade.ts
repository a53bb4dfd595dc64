import { Component, github, Project, Task } from 'projen';
import { UserError } from './messages/user-error';
import { Warnings } from './messages/warnings';
import { checked } from './options/checked';
import { PinFile } from './pin-file/pin-file';
import { UpgradeOptions } from './upgrade-options';
import { assertSchedule } from './workflow/cron-schedule';
import { gitHubOf } from './workflow/github-of';
import { installerOf } from './workflow/installer-of';
import { upgradeSteps } from './workflow/upgrade-steps';
import { UpgradeWorkflow } from './workflow/upgrade-workflow';
import { whyNoUpgrade } from './workflow/why-no-upgrade';

const TASK = 'upgrade';

/**
 * Keeps a repository up to date: a task that takes newer releases of projen and of this package, brings
 * `muslrust-chef.pins.json` up to date where there is one, and synthesises; and a workflow that opens one pull request
 * with what that changes.
 *
 * The workflow pushes by the secret `PROJEN_GITHUB_TOKEN` (projen's `projenCredentials`), which may write contents, pull requests and
 * workflows: the token of a run may change no workflow.
 */
export class Upgrade extends Component {
  /** Does it all. */
  public readonly task: Task;

  /** `.github/workflows/upgrade.yml`, if the project has workflows, and a file that says by which releases it is synthesised. */
  public readonly workflow?: github.GithubWorkflow;

  /**
   * @throws where the project is not that of the rc file, or has a task `upgrade`
   */
  constructor(project: Project, options: UpgradeOptions = {}) {
    [project, options] = checked('Upgrade', [project, options], new.target !== Upgrade);
    if (project.root !== project) {
      throw new UserError(
        'Upgrade: one is for all projects of an rc file. Give it the root: new Upgrade(project.root).',
      );
    }
    if (project.tasks.tryFind(TASK)) {
      throw new UserError(
        `Upgrade: the project has a task "${TASK}" already. Of a project of projen's for Node.js that is its own: leave it out by \`depsUpgrade: false\`.`,
      );
    }
    super(project, 'muslrust-chef-upgrade');
    const schedule = assertSchedule('Upgrade: schedule', options.schedule ?? ['0 4 * * 1']);
    const { steps, projen } = upgradeSteps(project);
    this.task = project.addTask(TASK, {
      description: 'Take newer releases of projen, of this package and of what is pinned, and synthesise',
      steps: [
        ...steps,
        // by the new release
        { exec: PinFile.of(project).said ? `${projen} pins:update` : projen },
      ],
    });
    const gitHub = gitHubOf(project, 'Upgrade');
    const installer = installerOf(project);
    const whyNone = whyNoUpgrade(project);
    if (gitHub && installer && whyNone === undefined) {
      const workflow = new UpgradeWorkflow(gitHub, project, installer, `${installer.projen(project)} ${TASK}`);
      workflow.addSchedule(schedule);
      this.workflow = workflow;
    } else if (gitHub) {
      Warnings.of(project).note({
        id: 'generated-files',
        text: `upgrade.yml is not written: ${whyNone}`,
      });
    }
  }
}
