import { github } from 'projen';
import { DIGESTS } from './bake-steps';
import { PublishedImage, PublishPlan } from './publish-plan';
import { RegistryLogins } from './registry-login';
import { actionStep, checkoutStep, inDirectory, lines, repositorySteps } from './steps';
import { Platform } from '../platform';

const { JobPermission } = github.workflows;

/** A file that has the indexes that were made. */
const INDEXES = '"$RUNNER_TEMP/indexes"';

/** The tag that an index has from the beginning. */
const BY_COMMIT = '"sha-$GITHUB_SHA"';

/**
 * Makes one index of an image's platforms, attests it, and moves its tags there when all of that is done for all images.
 *
 * @param publishAfter jobs that it waits for beside the build: unless each of them succeeds, it is skipped
 */
export function publishJob(plan: PublishPlan, publishAfter: string[] = []): github.workflows.Job {
  const { attest, directory, images, name, registries, repository, runners } = plan.options;
  const logins = RegistryLogins.ofPublish(
    registries,
    images.map((image) => image.repository),
  );
  return {
    name: 'publish',
    needs: ['build', ...publishAfter],
    runsOn: runners[Platform.LINUX_AMD64],
    timeoutMinutes: plan.minutes(15, attest ? 0.75 : 0.25),
    permissions: {
      contents: JobPermission.READ,
      ...logins.permissions,
      ...(attest ? { idToken: JobPermission.WRITE, attestations: JobPermission.WRITE } : {}),
    },
    outputs: {
      images: { stepId: 'report', outputName: 'images' },
      digests: { stepId: 'report', outputName: 'digests' },
    },
    ...inDirectory(directory),
    steps: [
      // the scripts
      checkoutStep(),
      ...repositorySteps(repository),
      actionStep('download', 'Fetch the digests', 'actions/download-artifact', {
        path: '${{ runner.temp }}/digests',
        pattern: `${name}-digests-*`,
        'merge-multiple': true,
      }),
      ...logins.steps,
      indexStep(plan),
      ...(attest ? attestSteps(plan) : []),
      {
        id: 'tags',
        name: 'Move the tags',
        // to read the releases of a private repository
        env: { GITHUB_TOKEN: '${{ github.token }}' },
        run: lines(
          `${plan.releaseTags} "$GITHUB_REF" > "$RUNNER_TEMP/tags"`,
          `xargs ${plan.script('publish-images.sh')} tag ${INDEXES} < "$RUNNER_TEMP/tags"`,
        ),
      },
      {
        id: 'report',
        name: 'Say what was published',
        run: `xargs ${plan.script('publish-images.sh')} report ${INDEXES} ${BY_COMMIT} < "$RUNNER_TEMP/tags"`,
      },
    ],
  };
}

function indexStep(plan: PublishPlan): github.workflows.JobStep {
  return {
    id: 'index',
    name: 'Make the index of each image',
    run: lines(
      `${plan.script('publish-images.sh')} index --of ${plan.digestsOfAnImage} --tag ${BY_COMMIT} --out ${INDEXES} \\`,
      [
        `  ${DIGESTS}`,
        ...plan.options.images.map(
          ({ bakeTarget, repository }) => `${bakeTarget}="${repository.behind('$REPOSITORY')}"`,
        ),
      ].join(' \\\n  '),
    ),
  };
}

function attestSteps(plan: PublishPlan): github.workflows.JobStep[] {
  return [
    ...plan.options.images.map(attestStep),
    {
      id: 'attested',
      name: 'See that the attestations are there',
      env: { GH_TOKEN: '${{ github.token }}' },
      run: `${plan.script('publish-images.sh')} attested ${INDEXES}`,
    },
    {
      id: 'unattested',
      name: 'Say where there are attestations',
      // whatever fails later says so itself
      if: "failure() && steps.index.outcome == 'success' && steps.attested.outcome == 'skipped'",
      run: `echo "::error::An image could not be attested, so no tag was moved. GitHub has attestations for public repositories, and for private ones on its Enterprise plan. The option 'attest: false' publishes without."`,
    },
  ];
}

function attestStep({ name, bakeTarget, repository }: PublishedImage): github.workflows.JobStep {
  return actionStep(`attest-${bakeTarget}`, `Attest where ${name} comes from`, 'actions/attest', {
    'subject-name': repository.behind('${{ env.REPOSITORY }}'),
    'subject-digest': `\${{ steps.index.outputs.digest-${bakeTarget} }}`,
    'push-to-registry': true,
    // would need another permission, and knows GHCR only
    'create-storage-record': false,
  });
}
