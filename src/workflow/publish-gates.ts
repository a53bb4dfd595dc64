import { twice } from './identifier';
import { PublishGate } from './publish-gate';
import { UserError } from '../messages/user-error';

/** Refuses jobs that can't be in one workflow. */
export function assertGates(gates: PublishGate[]): void {
  const ids = gates.map(({ _id }) => _id);
  const double = twice(ids);
  if (double !== undefined) {
    throw new UserError(
      `publishAfter: two have the id ${JSON.stringify(double)}. Give each job an id of its own; that of a workflow is \`id\` of PublishGate.workflow.`,
    );
  }
  for (const { _id, _needs } of gates) {
    const other = _needs.find((id) => !ids.includes(id) && id !== 'build');
    if (other !== undefined) {
      const reason = {
        publish: 'which waits for it',
        'pull-request': 'which is skipped where something is published, and it would be skipped, too',
      }[other];
      throw new UserError(
        `publishAfter: the job ${JSON.stringify(_id)} needs ${JSON.stringify(other)}, ${reason ?? 'and there is no such job'}. ` +
          `It may wait for ${['build', ...ids.filter((id) => id !== _id)].join(', ')}.`,
      );
    }
  }
  // what waits for none that is left can go, until nothing can
  let left = gates;
  for (let before = -1; left.length !== before;) {
    before = left.length;
    const waiting = new Set(left.map(({ _id }) => _id));
    left = left.filter(({ _needs }) => _needs.some((id) => waiting.has(id)));
  }
  if (left.length > 0) {
    throw new UserError(
      `publishAfter: ${left.map(({ _id }) => _id).join(', ')} wait for each other by \`needs\`, so none would begin. Take one of these out.`,
    );
  }
}
