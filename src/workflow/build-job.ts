import { github } from 'projen';
import { BakeSteps, DIGESTS } from './bake-steps';
import { buildxSteps } from './buildx-steps';
import { mayPublish } from './expressions';
import { PublishPlan } from './publish-plan';
import { RegistryLogins } from './registry-login';
import { Runners, runnersOf } from './runners';
import { SeedSteps } from './seed-steps';
import {
  actionStep,
  checkoutStep,
  describeSteps,
  inDirectory,
  repositorySteps,
  sshAgentSteps,
  tokenSteps,
} from './steps';
import { verifyStep } from './verify-step';

const { JobPermission } = github.workflows;

/** Builds all images, pushes them by digest, without a tag, and tries what was pushed. */
export function buildJob(plan: PublishPlan, stepsBeforeBuild: github.workflows.JobStep[]): github.workflows.Job {
  const { branch, buildxBuilder, directory, privateSources, registries, repository, seed, variables } = plan.options;
  const runners = runnersOf(plan, 'build');
  const logins = RegistryLogins.ofBuild(registries);
  const bake = new BakeSteps(plan, runners, variables);
  return {
    ...runners.job,
    if: mayPublish(branch),
    timeoutMinutes: plan.minutesToBuild,
    permissions: { contents: JobPermission.READ, ...logins.permissions },
    ...inDirectory(directory),
    steps: [
      checkoutStep(plan.options.checkout),
      releaseStep(plan),
      ...repositorySteps(repository),
      ...describeSteps(plan.options.described),
      ...tokenSteps(privateSources),
      ...sshAgentSteps(privateSources),
      ...stepsBeforeBuild,
      ...buildxSteps(plan, buildxBuilder),
      ...logins.steps,
      ...new SeedSteps(plan, runners).find,
      ...bake.push,
      ...runners.platforms.flatMap((platform) =>
        verifyStep(plan, runners, platform, (image) => `"$(pushed "${image}")"`, [
          `pushed() { ${plan.script('publish-images.sh')} pushed "$1" ${DIGESTS}/*; }`,
        ]),
      ),
      ...(seed ? bake.pushSeed : []),
      uploadStep(plan, runners),
    ],
  };
}

/** Fails before anything is built where nothing could be published. */
function releaseStep(plan: PublishPlan): github.workflows.JobStep {
  return {
    id: 'release',
    name: 'See that there is a tag for it',
    run: `${plan.releaseTags} --check "$GITHUB_REF"`,
  };
}

function uploadStep({ options: { name } }: PublishPlan, { scope }: Runners): github.workflows.JobStep {
  return actionStep('upload', 'Hand the digests to the job that publishes', 'actions/upload-artifact', {
    name: `${name}-digests-${scope}`,
    path: '${{ runner.temp }}/digests',
    'if-no-files-found': 'error',
    // a job that is repeated has one already
    overwrite: true,
    // for as long as GitHub lets a job be repeated
    'retention-days': 30,
  });
}
