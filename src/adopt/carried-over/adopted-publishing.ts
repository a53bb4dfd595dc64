import { adoptedBranch, mainBranch } from './adopted-branch';
import { adoptedPaths, WorkflowFiles } from './adopted-paths';
import { adoptedRunners } from './adopted-runners';
import { adoptedTags } from './adopted-tags';
import { awaitedWorkflows, OtherWorkflow } from './awaited-workflows';
import { withCallers } from './called-workflows';
import { OldWorkflow } from '../old-workflow/old-workflow';
import { RcValue } from '../rc-file/rc-value';
import { Remark } from '../remark';
import { triggerRemarks } from './trigger-remarks';

/** What the workflows of a project are read beside. */
export interface PublishingSurroundings {
  /** The branch of a new workflow where no option says it, and all that there are, where that is known. */
  readonly unsaid: string;
  readonly branches: readonly string[];
  readonly files: Omit<WorkflowFiles, 'old'>;
  /** All workflows of the repository. */
  readonly all: readonly OtherWorkflow[];
}

/** The options that say when, from where and on what the old workflows published. */
export function adoptedPublishing(
  found: readonly OldWorkflow[],
  platforms: readonly string[],
  { unsaid, branches, files, all }: PublishingSurroundings,
): { readonly options: Record<string, RcValue | undefined>; readonly remarks: Remark[] } {
  // one that tries images and does more goes on as it is
  const ofImages = found.filter(({ isForImagesOnly, isPushing }) => isForImagesOnly || isPushing);
  const workflows = (ofImages.length > 0 ? ofImages : found).map((workflow) => withCallers(workflow, all));
  const main = mainBranch(workflows, unsaid, branches);
  if (workflows.length === 0) return { options: { branch: main === unsaid ? undefined : main }, remarks: [] };
  const triggers = workflows.flatMap((workflow) => workflow.triggers);
  const adopted = adoptedBranch(workflows, main);
  const tags = adoptedTags(
    workflows.flatMap((workflow) => workflow.tags),
    adopted.events,
    adopted.branch,
  );
  const runners = adoptedRunners(
    workflows.flatMap(({ images }) => images),
    platforms,
  );
  const paths = adoptedPaths(triggers, { ...files, old: workflows.map(({ file }) => file) });
  const awaited = awaitedWorkflows(triggers, all, files.new);
  return {
    options: {
      branch: adopted.branch === unsaid ? undefined : adopted.branch,
      publishAfter: awaited.publishAfter,
      schedule: [...new Set(workflows.flatMap(({ on }) => on.schedule))],
      manualStart: workflows.some(({ on }) => on.manualStart) || undefined,
      paths: paths.paths,
      branchTags: tags.branchTags,
      releaseTags: tags.releaseTags,
      runners: runners.runners,
    },
    remarks: [
      ...triggerRemarks(workflows, adopted, main),
      ...[awaited, paths, tags, runners].flatMap(({ remarks }) => remarks),
    ],
  };
}
