import { PlacedPublishing } from './old-publishings';
import { startsOn } from './old-starts';
import { OldWorkflow } from './old-workflow';
import { holdsOn } from './workflow-condition';
import { WorkflowEvent } from './workflow-event';

/** Whether an image of a workflow is built on an event, or pushed; as if what a run alone knows held. */
export function isDoneOn(
  { triggers }: OldWorkflow,
  { builtIf, pushedIf }: PlacedPublishing,
  event: WorkflowEvent,
  what: 'built' | 'pushed',
): boolean {
  if (what === 'pushed' && pushedIf === undefined) return false;
  const conditions = [...builtIf, ...(what === 'pushed' ? pushedIf! : [])];
  return (
    triggers.some((trigger) => startsOn(trigger, event)) &&
    conditions.every((condition) => holdsOn(condition.said, event, condition.scope) !== false)
  );
}

/** Whether any of the workflows does it. */
export function anyDoneOn(workflows: readonly OldWorkflow[], event: WorkflowEvent, what: 'built' | 'pushed'): boolean {
  return workflows.some((workflow) => workflow.images.some((image) => isDoneOn(workflow, image, event, what)));
}
