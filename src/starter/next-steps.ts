import { Component, InitProject, Project } from 'projen';

/** What `projen new` ends with: how to go on. */
export class NextSteps extends Component {
  /**
   * @param rcFile what defines the project, if that is known
   */
  constructor(
    project: Project,
    private readonly rcFile: string | undefined,
    private readonly hasImages: boolean,
  ) {
    super(project, 'muslrust-chef-next-steps');
  }

  /** After everything else, once in the life of a project. */
  public postProjectCreation(_: InitProject): void {
    const { name, logger } = this.project;
    const steps = [
      ['npx projen build', 'compile and test; needs Rust (https://rustup.rs)'],
      ...(this.hasImages
        ? [
            ['npx projen image:build', 'build the container image; needs Docker with buildx'],
            ['npx projen image:run', 'run it'],
            ['git push', 'CI tests, and publishes the image from the branch and from tags like v1.2.3'],
          ]
        : [['git push', 'CI tests']]),
    ];
    logger.info(`${name} is there. Next:`);
    for (const [command, what] of steps) logger.info(`  ${command.padEnd(24)}${what}`);
    if (this.rcFile) logger.info(`What you want otherwise, say in ${this.rcFile}; then run npx projen.`);
  }
}
