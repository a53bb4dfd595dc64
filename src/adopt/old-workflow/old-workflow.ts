import { OldLogin } from './old-logins';
import { PlacedPublishing, publishingsOf } from './old-publishings';
import { settingRemarks } from './old-settings';
import { OldTag, tagsOf } from './old-tags';
import { OldTrigger, triggersOf } from './old-triggers';
import { otherWork, stayingRemark } from './other-work';
import { Place, Remark } from '../remark';
import { WorkflowFile } from './workflow-file';
import { jobsOf } from './workflow-jobs';
import { mappingOf } from '../../syntax/yaml-mapping';

export interface OldWorkflow {
  readonly file: string;
  readonly name: string;
  readonly triggers: readonly OldTrigger[];
  readonly on: { readonly schedule: readonly string[]; readonly manualStart: boolean };
  readonly images: readonly PlacedPublishing[];
  /** Whether any of them is pushed. */
  readonly isPushing: boolean;
  readonly tags: readonly OldTag[];
  readonly logins: readonly (OldLogin & { readonly at: Place })[];
  /** Whether it does nothing else. */
  readonly isForImagesOnly: boolean;
  readonly remarks: readonly Remark[];
}

/** A workflow, if it builds images. */
export function readWorkflow(path: string, text: string): OldWorkflow | undefined {
  const file = WorkflowFile.parse(path, text);
  if (!file) return undefined;
  const jobs = jobsOf(file);
  const images = jobs.flatMap((job) => publishingsOf(file, job, jobs));
  if (images.length === 0) return undefined;
  const triggers = triggersOf(file);
  const other = otherWork(triggers, jobs);
  const isPushing = images.some(({ pushedIf }) => pushedIf !== undefined);
  const { name = path } = file.content;
  return {
    file: path,
    name: `${name as string}`,
    triggers,
    on: {
      schedule: triggers.flatMap(({ event, said }) => (event === 'schedule' ? cronsOf(said.times) : [])),
      manualStart: triggers.some(({ event }) => event === 'workflow_dispatch'),
    },
    images,
    isPushing,
    tags: jobs.flatMap((job) => tagsOf(file, job)),
    logins: jobs.flatMap(({ id, logins }) =>
      logins.map(({ step, ...login }) => ({ ...login, at: file.at('jobs', id, 'steps', step) })),
    ),
    isForImagesOnly: other.parts.length === 0,
    remarks: [
      ...(other.parts.length === 0 ? [] : [stayingRemark(file, other, isPushing)]),
      ...jobs.flatMap((job) => settingRemarks(file, job)),
    ],
  };
}

function cronsOf(times: unknown): string[] {
  return (Array.isArray(times) ? times : []).map((each) => `${mappingOf(each).cron as string}`);
}
