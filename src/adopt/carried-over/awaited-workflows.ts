import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BUILD_FILES } from '../../dockerfile/build-files';
import { assertCallableWith } from '../../workflow/called-workflow';
import { PER_REF } from '../../workflow/commented-workflow';
import { PublishGate } from '../../workflow/publish-gate';
import { AdoptedRepository } from '../adopted-repository';
import { listOf, OldTrigger } from '../old-workflow/old-triggers';
import { WorkflowFile } from '../old-workflow/workflow-file';
import { call, RcValue } from '../rc-file/rc-value';
import { Remark } from '../remark';

/** A workflow of the repository, as others name it. */
export interface OtherWorkflow {
  readonly path: string;
  readonly name: string;
  readonly text: string;
  /** Nothing where it is no YAML. */
  readonly file?: WorkflowFile;
}

/** Those of a repository. */
export function otherWorkflows({ root, files }: AdoptedRepository): OtherWorkflow[] {
  return files
    .filter((path) => BUILD_FILES.workflow.test(path) && existsSync(join(root, path)))
    .map((path) => {
      const text = readFileSync(join(root, path), 'utf8');
      const file = WorkflowFile.parse(path, text);
      const { name = path } = file?.content ?? {};
      return { path, name: `${name as string}`, text, file };
    });
}

/** The workflows that had to end before images were published. */
export function awaitedWorkflows(
  triggers: readonly OldTrigger[],
  all: readonly OtherWorkflow[],
  newFile: string,
): { readonly publishAfter: RcValue[]; readonly remarks: Remark[] } {
  const publishAfter: RcValue[] = [];
  const remarks: Remark[] = [];
  for (const trigger of triggers.filter(({ event }) => event === 'workflow_run')) {
    for (const name of listOf(trigger, 'workflows') ?? []) {
      const workflow = all.find((each) => each.name === name);
      const fault = workflow === undefined ? 'there is no such workflow here' : faultOf(workflow, all, newFile);
      if (workflow !== undefined && fault === undefined) {
        publishAfter.push(call('PublishGate', 'workflow', workflow.path));
        continue;
      }
      remarks.push({
        ...trigger.at,
        text: `workflow_run of ${name}: by hand: \`publishAfter: [PublishGate.workflow('${workflow?.path ?? '.github/workflows/….yml'}')]\` lets that pass before images are published: ${fault}`,
      });
    }
  }
  return { publishAfter, remarks };
}

/** Why the new workflow can't call it. */
function faultOf({ path, text }: OtherWorkflow, all: readonly OtherWorkflow[], newFile: string): string | undefined {
  const name = newFile.replace(/^.*\/|\.yml$/g, '');
  try {
    const { _id: id } = PublishGate.workflow(path);
    const by = { path: newFile, name, group: PER_REF.group! };
    const textOf = (called: string) => all.find((each) => each.path === called)?.text;
    assertCallableWith(path, text, { by, id, secrets: [], permissions: { contents: 'read' }, textOf });
    return undefined;
  } catch (error) {
    return (error as Error).message.replace(/^publishAfter: /, '').replace(/\.$/, '');
  }
}
