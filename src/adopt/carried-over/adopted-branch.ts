import { PublishingEvents } from './adopted-tags';
import { nameOfPattern } from '../../workflow/filter-pattern';
import { listOf } from '../old-workflow/old-triggers';
import { OldWorkflow } from '../old-workflow/old-workflow';
import { anyDoneOn } from '../old-workflow/published-events';
import { WorkflowEvent } from '../old-workflow/workflow-event';

/** The branch that images are published from, and the events by which that was done. */
export interface AdoptedBranch {
  readonly branch: string;
  readonly events: PublishingEvents;
  /** Further branches that were published. */
  readonly others: readonly string[];
  /** Whether any branch was. */
  readonly isAny: boolean;
}

/**
 * The default branch, as far as that is known: what a new workflow takes for it, unless there is no such branch.
 *
 * @param there the branches of the repository; none where a clone may lack some
 */
export function mainBranch(workflows: readonly OldWorkflow[], unsaid: string, there: readonly string[]): string {
  if (there.length === 0 || there.includes(unsaid)) return unsaid;
  const [named] = there.length === 1 ? there : workflows.flatMap(branchesOf).filter((name) => there.includes(name));
  return named ?? unsaid;
}

export function adoptedBranch(workflows: readonly OldWorkflow[], main: string): AdoptedBranch {
  const firstPushed = (events: WorkflowEvent[]) => events.find((event) => anyDoneOn(workflows, event, 'pushed'));
  const ofBranch = (ref: string) =>
    firstPushed(['push', 'workflow_run'].map((name) => eventOf(name, 'branch', ref, main)));
  const names = [...new Set([main, ...workflows.flatMap(branchesOf)])].filter((name) => ofBranch(name));
  const branch = names[0] ?? main;
  return {
    branch,
    events: {
      branch: ofBranch(branch),
      release: firstPushed([
        ...['v1.2.3', '1.2.3'].map((ref) => eventOf('push', 'tag', ref, main)),
        eventOf('release', 'tag', 'v1.2.3', main),
      ]),
      schedule: firstPushed([eventOf('schedule', 'branch', main, main)]),
    },
    others: names.slice(1),
    isAny: ['some', 'some/other'].some((name) => ofBranch(name)),
  };
}

export function eventOf(name: string, kind: WorkflowEvent['kind'], ref: string, defaultBranch: string): WorkflowEvent {
  return { name, kind, ref, defaultBranch };
}

/** The branches that a workflow names, by its triggers and in conditions. */
function branchesOf({ triggers, images }: OldWorkflow): string[] {
  const ofTriggers = triggers
    .filter(({ event }) => event === 'push' || event === 'workflow_run')
    .flatMap((trigger) => listOf(trigger, 'branches') ?? [])
    .flatMap((pattern) => nameOfPattern(pattern) ?? []);
  const ofConditions = images
    .flatMap(({ builtIf, pushedIf = [] }) => [...builtIf, ...pushedIf])
    .flatMap(({ said }) => [
      ...`${said as string}`.matchAll(/(?:'refs\/heads\/|(?:ref_name|head_branch)\s*==\s*')([^']+)'/g),
    ])
    .map(([, name]) => name);
  return [...ofTriggers, ...ofConditions];
}
