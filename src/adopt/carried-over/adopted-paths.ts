import { pathPatternFault } from '../../workflow/filter-pattern';
import { listOf, OldTrigger } from '../old-workflow/old-triggers';
import { Remark } from '../remark';

/** The files of a project's workflow, before and from now on. */
export interface WorkflowFiles {
  readonly old: readonly string[];
  readonly new: string;
  /** What the new one looks at where nothing is said; nothing for all. */
  readonly byDefault?: readonly string[];
}

/** The option for the paths that a push and a pull request had to change. */
export function adoptedPaths(
  triggers: readonly OldTrigger[],
  files: WorkflowFiles,
): { readonly paths?: string[]; readonly remarks: Remark[] } {
  const filtered = triggers
    .filter(({ event }) => event === 'push' || event === 'pull_request')
    .map((trigger) => ({ trigger, paths: pathsOf(trigger, files) }));
  // a release is held against no paths
  const ofBranches = filtered.filter(
    ({ trigger }) => trigger.event !== 'push' || !listOf(trigger, 'tags') || listOf(trigger, 'branches'),
  );
  const texts = new Set(ofBranches.map(({ paths }) => JSON.stringify(paths)));
  const first = ofBranches.find(({ paths }) => paths !== undefined);
  if (!first) return { remarks: [] };
  const isDefault = [...(files.byDefault ?? [])].sort().join() === [...first.paths!].sort().join();
  if (texts.size === 1 && first.paths!.every((path) => pathPatternFault(path) === undefined)) {
    return { paths: isDefault ? undefined : first.paths, remarks: [] };
  }
  return {
    remarks: [
      {
        ...first.trigger.at,
        text: `${first.trigger.event}: paths: by hand: \`paths\` are those of pushes to the branch and of pull requests, which had others: ${files.byDefault ? `without it they are ${files.byDefault.join(', ')}` : 'without it all count'}`,
      },
    ],
  };
}

/** As the option has them. */
function pathsOf(trigger: OldTrigger, { old, new: file }: WorkflowFiles): string[] | undefined {
  const ignored = listOf(trigger, 'paths-ignore')?.map((path) => `!${path}`);
  const paths = listOf(trigger, 'paths') ?? (ignored && ['**', ...ignored]);
  return paths && [...new Set(paths.map((path) => (old.includes(path) ? file : path)))];
}
