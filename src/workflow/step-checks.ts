import { github } from 'projen';
import { identifierFault, twice } from './identifier';
import { UserError } from '../messages/user-error';

/**
 * Refuses steps that GitHub, or projen, would refuse with the whole workflow.
 *
 * @param where the option that has them
 */
export function assertSteps(where: string, steps: github.workflows.JobStep[]): void {
  for (const [index, { id, uses, run }] of steps.entries()) {
    if ((uses === undefined) === (run === undefined)) {
      throw new UserError(
        `${where}[${index}] has ${uses === undefined ? 'neither `uses` nor `run`' : 'both `uses` and `run`'}, and GitHub refuses the workflow. ` +
          'Give each step one of the two.',
      );
    }
    const fault = id === undefined ? undefined : identifierFault(id);
    if (fault) throw new UserError(`${where}[${index}]: ${JSON.stringify(id)} is not the id of a step. ${fault}.`);
  }
  assertNoneTwice(where, steps);
}

/**
 * Refuses a step of the id of another one in its job.
 *
 * @param steps all steps of the job
 */
export function assertNoneTwice(where: string, steps: github.workflows.JobStep[]): void {
  const id = twice(steps.flatMap((step) => step.id ?? []));
  if (id !== undefined) {
    throw new UserError(
      `${where}: two steps of the job have the id ${JSON.stringify(id)}. Give yours another, or none: projen makes one.`,
    );
  }
}
