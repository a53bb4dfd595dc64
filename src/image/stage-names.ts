import { UserError } from '../user-error';

/**
 * Refuses images of the user's that FROM would not pull, since a stage of the Dockerfile, or what a build puts in its place,
 * is called so.
 *
 * @param lines the Dockerfile
 * @param references by what messages call the option
 */
export function assertNoneIsAStage(lines: string[], references: Record<string, string | undefined>): void {
  const stages = lines.map((line) => /^FROM .* AS (\S+)$/.exec(line)?.[1]);
  for (const [option, reference] of Object.entries(references)) {
    if (reference !== undefined && stages.includes(reference)) {
      throw new UserError(
        `${option}: a stage of the generated Dockerfile is called "${reference}", and FROM would take that one. ` +
          `Write "docker.io/library/${reference}" if you mean the image.`,
      );
    }
  }
}
