import { isForImages, isOfRegistry } from './image-steps';
import { OldTrigger } from './old-triggers';
import { Remark } from '../remark';
import { WorkflowFile, WorkflowPath } from './workflow-file';
import { OldJob } from './workflow-jobs';

/** Events by which images are built; one that is started by others is called by somebody. */
const KNOWN =
  /^(push|pull_request|merge_group|schedule|workflow_dispatch|workflow_run|release|repository_dispatch|create)$/;

/** What a workflow does beside building and pushing images. */
export interface OtherWork {
  readonly parts: readonly WorkflowPath[];
  /** Those of them that come before images are built. */
  readonly before: readonly WorkflowPath[];
}

/** All that is not known to be for images is something else. */
export function otherWork(triggers: readonly OldTrigger[], jobs: readonly OldJob[]): OtherWork {
  const building = jobs.filter(({ steps }) => steps.some(isOfRegistry));
  const awaited = new Set(building.flatMap(({ needs }) => needs));
  const ofJobs = jobs.map((job) => ({ job, parts: partsOf(job, building.includes(job), awaited.has(job.id)) }));
  const before = ofJobs.flatMap(({ job, parts }) => {
    const first = job.steps.findIndex(isOfRegistry);
    return awaited.has(job.id) ? parts : parts.filter(([, , kind, i]) => kind === 'steps' && (i as number) < first);
  });
  const events = triggers.filter(({ event }) => !KNOWN.test(event)).map(({ event }) => ['on', event]);
  return { parts: [...events, ...ofJobs.flatMap(({ parts }) => parts)], before };
}

function partsOf({ id, content, steps }: OldJob, isBuilding: boolean, isAwaited: boolean): WorkflowPath[] {
  const whole = ['jobs', id];
  const around = ['services', 'container'].filter((key) => content[key] !== undefined).map((key) => [...whole, key]);
  const others = steps.flatMap((step, i) => (isForImages(step) ? [] : [[...whole, 'steps', i]]));
  if (isBuilding) return [...around, ...others];
  return isAwaited && steps.length > 0 && others.length === 0 ? around : [whole];
}

/** That a workflow stays for it. */
export function stayingRemark(file: WorkflowFile, { parts, before }: OtherWork, isPushing: boolean): Remark {
  const named = parts.map((path) => ({ ...file.at(...path), name: nameOf(path) }));
  const list = named.map(({ name, line }, i) => (i === 0 ? name : `${name} in line ${line}`));
  const what = isPushing
    ? 'take out what builds and pushes images, or they are published twice'
    : 'take out what builds images, which the new workflow does too';
  const awaited = before.length === 0 ? '' : `. What has to pass before images are published is \`publishAfter\``;
  return {
    file: file.file,
    line: named[0].line,
    text: `it builds images, and does more (${list.join(', ')}), so it stays: by hand: ${what}${awaited}`,
  };
}

function nameOf(path: WorkflowPath): string {
  return path.map((key, i) => (typeof key === 'number' ? `[${key}]` : i === 0 ? key : `.${key}`)).join('');
}
