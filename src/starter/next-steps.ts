import { Component, InitProject, Project } from 'projen';
import { GitRepository } from '../git/git-repository';

/** What a project has, of which its user is told. */
export interface NextStepsOptions {
  /** What defines the project, if that is known. */
  readonly rcFile?: string;
  /** The command that installs what that needs, where `projen new` does not. */
  readonly install?: string;
  /** Whether that is into a `package.json` of the user's, which projen has had committed by then. */
  readonly isOwnPackage: boolean;
  /** The command that runs projen. */
  readonly projen: string;
  readonly hasImages: boolean;
  /** Whether there are workflows: one that tests, and one that publishes. */
  readonly isTested: boolean;
  readonly isPublished: boolean;
}

/** What `projen new` ends with: how to go on. */
export class NextSteps extends Component {
  constructor(
    project: Project,
    private readonly options: NextStepsOptions,
  ) {
    super(project, 'muslrust-chef-next-steps');
  }

  /** Once in the life of a project. */
  public postProjectCreation(_: InitProject): void {
    // at the very end: projen has git commit all files yet, which names each
    process.once('exit', () => this.say());
  }

  private say(): void {
    const { name, logger, outdir } = this.project;
    const { rcFile, install, isOwnPackage, projen, hasImages, isTested, isPublished } = this.options;
    // projen has begun a repository by now, or was told not to: that has no remote, and `git push` would fail
    const isAtGitHub = GitRepository.round(outdir).origin !== undefined;
    const tests = isAtGitHub ? 'tests' : 'tests it';
    const ci = [...(isTested ? [tests] : []), ...(isPublished ? ['publishes the image'] : [])].join(', and ');
    const steps = [
      ...(install ? [[install, isOwnPackage ? 'for clones and CI; then commit' : '']] : []),
      [`${projen} build`, 'compile and test; needs Rust (https://rustup.rs)'],
      ...(hasImages
        ? [
            [`${projen} image:build`, 'build the image; needs Docker with buildx'],
            [`${projen} image:run`, 'run it'],
          ]
        : []),
      ...(ci !== '' && isAtGitHub ? [['git push', `to GitHub, which ${ci}`]] : []),
    ];
    logger.info(`${name} is there. Next:`);
    for (const [command, what] of steps) logger.info(`  ${command.padEnd(22)}  ${what}`.trimEnd());
    if (ci !== '' && !isAtGitHub) logger.info(`A push to GitHub ${ci}.`);
    if (rcFile) logger.info(`To change something, edit ${rcFile} and run ${projen}.`);
  }
}
