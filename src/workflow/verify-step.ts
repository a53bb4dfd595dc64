import { github } from 'projen';
import { PublishPlan } from './publish-plan';
import { Runners } from './runners';
import { lines } from './steps';
import { archOf, Platform } from '../platform';

/**
 * Tries all images on one platform.
 *
 * @param reference the word for an image, in Bash, by its repository
 * @param setup lines before
 */
export function verifyStep(
  { options: { images } }: PublishPlan,
  runners: Runners,
  platform: string,
  reference: (repository: string) => string,
  setup: string[] = [],
): github.workflows.JobStep[] {
  const several = runners.platforms.length > 1;
  const commands = images.flatMap((image) =>
    image.verifyCommand
      ? [image.verifyCommand(['--platform "$PLATFORM"', reference(image.repository.behind('$REPOSITORY'))])]
      : [],
  );
  return commands.length > 0
    ? [
        {
          id: `verify${several ? `-${archOf(platform as Platform)}` : ''}`,
          name: `Verify the images${several ? ` for ${platform}` : ''}`,
          env: { PLATFORM: platform },
          run: lines(...setup, ...commands),
        },
      ]
    : [];
}
