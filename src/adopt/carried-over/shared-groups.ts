import { OtherWorkflow } from './awaited-workflows';
import { entriesOf, mappingOf, YamlMapping } from '../../syntax/yaml-mapping';
import { WorkflowFile } from '../old-workflow/workflow-file';
import { Remark } from '../remark';

/** Workflows that never ran together with one that goes, since they are in one group. */
export function sharedGroups(all: readonly OtherWorkflow[], gone: readonly string[]): Remark[] {
  const files = all.flatMap(({ file }) => file ?? []);
  const [removed, others] = [true, false].map((isGone) => files.filter(({ file }) => gone.includes(file) === isGone));
  return removed.flatMap((old) =>
    groupsOf(old)
      // each workflow's own
      .filter(({ group }) => !/github\.workflow\b/.test(group))
      .flatMap(({ group, place }) =>
        others
          .filter((other) => groupsOf(other).some((each) => each.group === group))
          .map(({ file }) => ({
            ...place,
            text: `concurrency ${group}: ${file} never ran at the same time: by hand: \`MuslRustChef.of(project).workflow?.file?.addOverride('concurrency.group', ${JSON.stringify(group)})\` puts the new workflow in that group`,
          })),
      ),
  );
}

function groupsOf(file: WorkflowFile): { readonly group: string; readonly place: ReturnType<WorkflowFile['at']> }[] {
  const parts: [string[], YamlMapping][] = [
    [[], file.content],
    ...entriesOf(file.content.jobs).map(([id, job]): [string[], YamlMapping] => [['jobs', id], job]),
  ];
  return parts.flatMap(([path, { concurrency }]) => {
    const group = typeof concurrency === 'string' ? concurrency : mappingOf(concurrency).group;
    return typeof group === 'string' ? [{ group, place: file.at(...path, 'concurrency') }] : [];
  });
}
