import { newWorkflow } from './adopted-options';
import { Findings } from '../findings';
import { ReplacedWorkflow } from '../readers/workflow-readers';
import { Remark } from '../remark';

/** Which old workflows go: those that do nothing but build images that are built otherwise from now on. */
export function replacedWorkflows(all: readonly Findings[]): {
  readonly files: string[];
  readonly remarks: readonly Remark[];
} {
  const dockerfiles = new Set(all.flatMap((findings) => findings.dockerfiles.map(({ path }) => path)));
  const workflows = new Map(all.flatMap((findings) => findings.workflows.map((each) => [each.file, each])));
  const files: string[] = [];
  const remarks: Remark[] = [];
  for (const { file, isForImagesOnly, images, remarks: own } of workflows.values()) {
    remarks.push(...own);
    if (!isForImagesOnly) continue;
    const other = images.find(({ dockerfile }) => !dockerfiles.has(dockerfile));
    if (!other) {
      files.push(file);
    } else {
      remarks.push({
        file,
        line: other.at.line,
        text: 'it builds images of other Dockerfiles too, so it stays: by hand: take out what the new workflow builds',
      });
    }
  }
  return { files, remarks };
}

/** A workflow that goes, with those that are generated for what it built. */
export function replacedBy(file: string, all: readonly Findings[]): ReplacedWorkflow {
  const of = all.filter(({ workflows }) => workflows.some((each) => each.file === file));
  const { name } = of[0].workflows.find((each) => each.file === file)!;
  return { old: { file, name }, now: of.map(({ folder }) => newWorkflow(folder)) };
}
