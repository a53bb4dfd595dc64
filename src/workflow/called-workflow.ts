import { excessPermission } from './excess-permission';
import { assertMerged } from '../files/unfinished-merge';
import { UserError } from '../messages/user-error';
import { entriesOf, mappingOf, YamlMapping, yamlMapping } from '../syntax/yaml-mapping';

/** The workflow that calls another. */
export interface CallingWorkflow {
  readonly path: string;
  readonly name: string;
  /** Its concurrency group. */
  readonly group: string;
}

/** What a workflow is called with. */
interface Handed {
  readonly by: CallingWorkflow;
  /** What the job is called that calls it. */
  readonly id: string;
  /** Names of secrets. */
  readonly secrets: readonly string[];
  /** By scope, as a workflow has it. */
  readonly permissions: Record<string, string>;
  /** The text of a file of the repository, if it is there. */
  readonly textOf: (path: string) => string | undefined;
}

/**
 * Refuses a workflow for which GitHub would refuse the one that calls it.
 *
 * (https://docs.github.com/en/actions/reference/workflows-and-actions/reusing-workflow-configurations; a secret that it does
 * not declare: actionlint's rule_workflow_call.go)
 */
export function assertCallableWith(path: string, text: string, handed: Handed): void {
  const { by, id, secrets, permissions, textOf } = handed;
  const workflow = parsed(path, text);
  const call = triggerOf(workflow.on);
  const declared = entriesOf(call?.secrets);
  const known = new Set(declared.map(([name]) => name.toUpperCase()));
  const given = new Set(secrets.map((name) => name.toUpperCase()));
  const unknown = secrets.find((name) => !known.has(name.toUpperCase()));
  const lacking = declared.find(([name, { required }]) => required === true && !given.has(name.toUpperCase()));
  const input = entriesOf(call?.inputs).find(([, { required, default: value }]) => required === true && value == null);
  const parts = [workflow, ...entriesOf(workflow.jobs).map(([, job]) => job)];
  const group = parts.flatMap(groupOf).find((each) => valueIn(each, by) === valueIn(by.group, by));
  const excess = excessPermission({ path, workflow, permissions }, (other) => {
    const found = textOf(other);
    return found === undefined ? undefined : parsed(other, found);
  });
  const jobs = parts.slice(1);
  const fault = !call
    ? `${path} can't be called. Add \`workflow_call:\` to its \`on:\``
    : unknown !== undefined
      ? `${path} declares no secret ${unknown}. Add \`${unknown}: { required: false }\` to \`on.workflow_call.secrets\` there, or don't hand it on`
      : lacking
        ? `${path} requires the secret ${lacking[0]}. Name it in \`secrets\`, as in PublishGate.workflow(${JSON.stringify(path)}, { secrets: [${JSON.stringify(lacking[0])}] })`
        : input
          ? `${path} requires the input ${input[0]}, and is called without inputs. Give it a \`default\` at \`on.workflow_call.inputs\``
          : excess
            ? `${excess.path} asks for the permission \`${excess.permission}\`, which it is not given. Add it to \`permissions\` of ${excess.by === undefined ? 'PublishGate.workflow' : `the job of ${excess.by} that calls it`}`
            : jobs.length > 0 && jobs.every((job) => job['continue-on-error'] === true)
              ? `each job of ${path} has \`continue-on-error: true\`, so GitHub takes its failure for success, and would publish. Take it out of one`
              : group !== undefined
                ? `the concurrency group of ${path} is that of the workflow that calls it, ${by.path}, where \`github.workflow\` is ${JSON.stringify(by.name)} for both, and ` +
                  `GitHub ends what waits for itself. Begin the group with a name of its own, e.g. \`group: ${id}-\${{ github.workflow }}-\${{ github.ref }}\``
                : undefined;
  if (fault) throw new UserError(`publishAfter: ${fault}.`);
}

function parsed(path: string, text: string): YamlMapping {
  try {
    return yamlMapping(text);
  } catch (error) {
    assertMerged(path, text);
    const [reason] = (error as Error).message.split('\n');
    throw new UserError(`publishAfter: ${path} is not YAML: ${reason.replace(/:$/, '')}. Correct it.`);
  }
}

/** The concurrency group of a workflow or a job, in its short form too. */
function groupOf({ concurrency }: YamlMapping): string[] {
  const group = typeof concurrency === 'string' ? concurrency : mappingOf(concurrency).group;
  return typeof group === 'string' ? [group] : [];
}

/**
 * A group as it will be, as far as that is known. GitHub compares groups without regard to case, and so are names in
 * expressions. (https://docs.github.com/en/actions/how-tos/write-workflows/choose-when-workflows-run/control-workflow-concurrency)
 */
function valueIn(group: string, { name }: CallingWorkflow): string {
  return group
    .trim()
    .toLowerCase()
    .replace(/\$\{\{\s*(.*?)\s*\}\}/gs, (_, expression: string) =>
      expression === 'github.workflow' ? name.toLowerCase() : `\${{${expression}}}`,
    );
}

/** What is said of the trigger; nothing where there is none. */
function triggerOf(on: unknown): YamlMapping | undefined {
  const names = typeof on === 'string' ? [on] : Array.isArray(on) ? on : Object.keys(mappingOf(on));
  return names.includes('workflow_call') ? mappingOf(mappingOf(on).workflow_call) : undefined;
}
