import { github } from 'projen';
import { BakeSteps } from './bake-steps';
import { buildxSteps } from './buildx-steps';
import { isManualTrial, NOT_MERGED } from './expressions';
import { PublishPlan } from './publish-plan';
import { RegistryLogins } from './registry-login';
import { runnersOf } from './runners';
import { SeedSteps } from './seed-steps';
import { checkoutStep, describeSteps, inDirectory, repositorySteps, sshAgentSteps, tokenSteps } from './steps';
import { verifyStep } from './verify-step';
import { CacheScope } from '../dockerfile/cache-scope';
import { BuildxBuilder } from '../toolchain/buildx-builder';

const { JobPermission } = github.workflows;

/**
 * Builds all images and tries them; pushes nothing and writes no cache. Whoever wrote the pull request may have changed any
 * file, this job's too, so it is given no more than it reads by, and a persistent builder is not there for it.
 */
export function pullRequestJob(plan: PublishPlan, stepsBeforeBuild: github.workflows.JobStep[]): github.workflows.Job {
  const { branch, buildxBuilder, directory, manualStart, privateSources, registries, repository, variables } =
    plan.options;
  const runners = runnersOf(plan, 'pull request');
  const logins = RegistryLogins.ofPullRequest(registries);
  const isTrusted = buildxBuilder._isForPullRequests;
  // what that builder keeps for others is not for them, even so; no other scope has a colon before its first slash
  const scope = variables[CacheScope.VARIABLE];
  const bake = new BakeSteps(plan, runners, {
    ...variables,
    ...(buildxBuilder._isPersistent && isTrusted && scope
      ? { [CacheScope.VARIABLE]: `pull-request-\${{ github.event.pull_request.number || github.sha }}:${scope}` }
      : {}),
  });
  return {
    ...runners.job,
    if: manualStart ? `${NOT_MERGED} || (${isManualTrial(branch)})` : NOT_MERGED,
    timeoutMinutes: plan.minutesToBuild,
    permissions: { contents: JobPermission.READ, ...logins.permissions },
    ...(Object.keys(logins.env).length > 0 ? { env: logins.env } : {}),
    ...inDirectory(directory),
    steps: [
      checkoutStep(plan.options.checkout),
      ...repositorySteps(repository),
      ...describeSteps(plan.options.described),
      ...tokenSteps(privateSources),
      ...sshAgentSteps(privateSources),
      ...(isTrusted ? stepsBeforeBuild : []),
      ...buildxSteps(plan, isTrusted ? buildxBuilder : BuildxBuilder.container()),
      ...logins.steps,
      ...new SeedSteps(plan, runners).find,
      // one platform at a time: the engine of a runner holds one of an image
      ...runners.platforms.flatMap((platform) => [
        bake.load(platform),
        ...verifyStep(plan, runners, platform, (image) => `"${image}"`),
      ]),
    ],
  };
}
