import { github } from 'projen';
import { assertSteps } from './step-checks';
import { UserError } from '../messages/user-error';

/**
 * Refuses a job that GitHub would refuse with the whole workflow, and one that lets all through.
 *
 * @param where what messages call it
 */
export function assertGateJob(where: string, job: github.workflows.Job): void {
  if (job.steps.length === 0) {
    throw new UserError(
      `${where}: steps is empty, and GitHub refuses a job without any. Name one, e.g. { run: "cargo audit" }.`,
    );
  }
  if (!job.runsOn?.length && !job.runsOnGroup) {
    throw new UserError(
      `${where}: runsOn is missing, and GitHub refuses a job without a runner. Name one, e.g. ["ubuntu-24.04"].`,
    );
  }
  assertSteps(`${where}: steps`, job.steps);
  const passes = ({ continueOnError }: { continueOnError?: boolean }) => continueOnError === true;
  if (passes(job) || job.steps.every(passes)) {
    throw new UserError(
      `${where}: ${passes(job) ? 'continueOnError is true' : 'each step has continueOnError'}, so GitHub takes a failure for success, and would publish. Leave it out where nothing may be published then.`,
    );
  }
}
