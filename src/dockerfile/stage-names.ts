import { UserError } from '../messages/user-error';
import { DockerfileStage } from '../syntax/dockerfile-stage';

/**
 * Refuses images of the user's that FROM would not pull, since a stage of the Dockerfile, or what a build puts in its place,
 * is called so.
 *
 * @param references by what messages call the option
 */
export function assertNoneIsAStage(stages: DockerfileStage[], references: Record<string, string | undefined>): void {
  for (const [option, reference] of Object.entries(references)) {
    if (stages.some(({ name }) => name === reference)) {
      throw new UserError(
        `${option}: a stage of the generated Dockerfile is called "${reference}", and FROM would take that one. ` +
          `Write "docker.io/library/${reference}" if you mean the image.`,
      );
    }
  }
}
