import { posix } from 'node:path';
import { commandBuilds } from './command-builds';
import { OtherBuild } from './other-build';
import { folderAt } from '../paths/folder-at';
import { entriesOf, mappingOf, yamlMapping } from '../syntax/yaml-mapping';

/** What is known only when a job runs, or is not in the repository. */
const ELSEWHERE = /\$|:|\{|^\//;

/** The builds of a workflow of GitHub's: those of its commands, and those by docker/build-push-action. */
export function workflowBuilds(text: string): OtherBuild[] {
  const workflow = yamlMapping(text);
  return entriesOf(workflow.jobs).flatMap(([id, job]) => {
    const steps = Array.isArray(job.steps) ? job.steps.map(mappingOf) : [];
    return steps.flatMap((step, i) => {
      const where = `jobs.${id}.steps[${i}]`;
      const folder = [step, ...[job, workflow].map(({ defaults }) => mappingOf(mappingOf(defaults).run))]
        .map((each) => each['working-directory'])
        .find((each) => each !== undefined);
      if (
        typeof step.run === 'string' &&
        (folder === undefined || (typeof folder === 'string' && !ELSEWHERE.test(folder)))
      ) {
        return commandBuilds(step.run, folder ?? '.').map((build) => ({ ...build, where }));
      }
      return /^docker\/build-push-action@/.test(`${step.uses}`) ? ofAction(where, mappingOf(step.with)) : [];
    });
  });
}

/** Its files are seen from the root. (docker/build-push-action, action.yml; docker/buildx, by which it builds) */
function ofAction(where: string, inputs: Record<string, unknown>): OtherBuild[] {
  const { context = '.', file, target } = inputs;
  const said = [context, file ?? '', target ?? ''].map((each) => `${each}`);
  if (said.some((each) => ELSEWHERE.test(each))) return [];
  const [, by, stage] = said;
  const from = folderAt(said[0]);
  const dockerfile = by === '' ? posix.join(from, 'Dockerfile') : posix.join(by);
  return [{ where, context: from, dockerfile, target: stage || undefined }];
}
