import { OtherWorkflow } from './awaited-workflows';
import { entriesOf } from '../../syntax/yaml-mapping';
import { triggersOf } from '../old-workflow/old-triggers';
import { OldWorkflow } from '../old-workflow/old-workflow';

/** A workflow that others call, with the events and the conditions of these as if they were its own. */
export function withCallers(workflow: OldWorkflow, all: readonly OtherWorkflow[]): OldWorkflow {
  if (!workflow.triggers.some(({ event }) => event === 'workflow_call')) return workflow;
  const calls = all.flatMap(({ file }) => {
    const jobs = file ? entriesOf(file.content.jobs).filter(([, { uses }]) => uses === `./${workflow.file}`) : [];
    return jobs.map(([id, job]) => ({ file: file!, id, condition: job.if }));
  });
  // two that call it under different conditions are no single one
  const conditions = calls.length === 1 && calls[0].condition !== undefined ? calls : [];
  return {
    ...workflow,
    triggers: [
      ...workflow.triggers.filter(({ event }) => event !== 'workflow_call'),
      ...calls.flatMap(({ file }) => triggersOf(file)),
    ],
    images: workflow.images.map((image) => ({
      ...image,
      builtIf: [
        ...conditions.map(({ file, id, condition }) => ({
          said: condition,
          at: file.at('jobs', id, 'if'),
          scope: { env: [], matrix: {} },
        })),
        ...image.builtIf,
      ],
    })),
  };
}
