import { loginsOf, OldLogins } from './old-logins';
import { WorkflowFile } from './workflow-file';
import { choicesOf, WorkflowScope } from './workflow-value';
import { entriesOf, mappingOf, YamlMapping } from '../../syntax/yaml-mapping';

/** A job of an old workflow. */
export interface OldJob {
  readonly id: string;
  readonly content: YamlMapping;
  readonly steps: readonly YamlMapping[];
  /** The jobs that it waits for, and those that these wait for. */
  readonly needs: readonly string[];
  readonly logins: OldLogins['logins'];
  /** What is known in it, for each choice of its matrix. */
  readonly scopes: readonly WorkflowScope[];
  /** Where the commands of a step are run, seen from the root of the repository. */
  readonly folderOf: (step: YamlMapping) => string;
}

export function jobsOf({ content: workflow }: WorkflowFile): OldJob[] {
  const jobs = entriesOf(workflow.jobs);
  const needsOf = (id: string, seen: readonly string[] = []): string[] => {
    const { needs = [] } = mappingOf(mappingOf(workflow.jobs)[id]);
    const direct = [needs].flat().map(String);
    return direct.flatMap((each) => (seen.includes(each) ? [] : [each, ...needsOf(each, [...seen, each])]));
  };
  return jobs.map(([id, job]) => {
    const steps = Array.isArray(job.steps) ? job.steps.map(mappingOf) : [];
    const env = [workflow.env, job.env].map(mappingOf);
    const choices = choicesOf(job);
    const { logins, outputs } = loginsOf(steps, { matrix: choices[0] ?? {}, env });
    const folders = [job, workflow].map(({ defaults }) => mappingOf(mappingOf(defaults).run)['working-directory']);
    return {
      id,
      content: job,
      steps,
      needs: [...new Set(needsOf(id))],
      logins,
      scopes: choices.map((matrix) => ({ matrix, outputs, env })),
      folderOf: (step) => {
        const said = [step['working-directory'], ...folders].find((each) => each !== undefined);
        return typeof said === 'string' && !said.includes('$') ? said : '.';
      },
    };
  });
}

/** What is known in a step. */
export function scopeIn(scope: WorkflowScope, step: YamlMapping): WorkflowScope {
  return { ...scope, env: [...scope.env, mappingOf(step.env)] };
}
