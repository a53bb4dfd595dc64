import { github, Project, TaskStep } from 'projen';

/** What installs projen and this package in a repository, and runs projen: by files of the repository that say which releases. */
export interface Installer {
  /** The steps by which a runner has the language of the rc file. */
  readonly languageSteps: github.workflows.JobStep[];
  /** The commands that install what is locked, a line each. */
  readonly installation: string;
  /** The files that this reads. */
  readonly files: string[];
  /** How projen is run in a project. */
  projen(project: Project): string;
}

/** How what synthesises is brought up to date. */
export interface UpgradeSteps {
  /** What is done before the synth. */
  readonly steps: TaskStep[];
  /** The command that synthesises, by what these have installed. */
  readonly projen: string;
}
