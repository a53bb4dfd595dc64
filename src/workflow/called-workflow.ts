import { createRequire } from 'node:module';
import { UserError } from '../messages/user-error';

/** What a workflow is called with. */
interface Handed {
  /** Names of secrets. */
  readonly secrets: readonly string[];
  /** By scope, as a workflow has it. */
  readonly permissions: Record<string, string>;
}

type Mapping = Record<string, unknown>;

const LEVELS = ['none', 'read', 'write'];

/**
 * Refuses a workflow for which GitHub would refuse the one that calls it.
 *
 * (https://docs.github.com/en/actions/reference/workflows-and-actions/reusing-workflow-configurations; a secret that it does
 * not declare: actionlint's rule_workflow_call.go)
 */
export function assertCallableWith(path: string, text: string, { secrets, permissions }: Handed): void {
  const workflow = parsed(path, text);
  const call = triggerOf(workflow.on);
  const declared = entriesOf(call?.secrets);
  const known = new Set(declared.map(([name]) => name.toUpperCase()));
  const given = new Set(secrets.map((name) => name.toUpperCase()));
  const unknown = secrets.find((name) => !known.has(name.toUpperCase()));
  const lacking = declared.find(([name, { required }]) => required === true && !given.has(name.toUpperCase()));
  const input = entriesOf(call?.inputs).find(([, { required, default: value }]) => required === true && value == null);
  const excess = [workflow, ...entriesOf(workflow.jobs).map(([, job]) => job)]
    .flatMap((part) => wanted(part.permissions))
    .find(([scope, level]) => LEVELS.indexOf(level) > LEVELS.indexOf(permissions[scope] ?? 'none'));
  const fault = !call
    ? `${path} can't be called. Add \`workflow_call:\` to its \`on:\``
    : unknown !== undefined
      ? `${path} declares no secret ${unknown}. Add \`${unknown}: { required: false }\` to \`on.workflow_call.secrets\` there, or don't hand it on`
      : lacking
        ? `${path} requires the secret ${lacking[0]}. Name it in \`secrets\`, as in PublishGate.workflow(${JSON.stringify(path)}, { secrets: [${JSON.stringify(lacking[0])}] })`
        : input
          ? `${path} requires the input ${input[0]}, and is called without inputs. Give it a \`default\` at \`on.workflow_call.inputs\``
          : excess
            ? `${path} asks for the permission \`${excess.join(': ')}\`, which it is not given. Add it to \`permissions\` of PublishGate.workflow`
            : undefined;
  if (fault) throw new UserError(`publishAfter: ${fault}.`);
}

function parsed(path: string, text: string): Mapping {
  // projen has one in itself: it writes workflows by it
  const { parse } = createRequire(require.resolve('projen/package.json'))('yaml') as { parse(yaml: string): unknown };
  try {
    return mappingOf(parse(text));
  } catch (error) {
    const [reason] = (error as Error).message.split('\n');
    throw new UserError(`publishAfter: ${path} is not YAML: ${reason.replace(/:$/, '')}. Correct it.`);
  }
}

/** What is said of the trigger; nothing where there is none. */
function triggerOf(on: unknown): Mapping | undefined {
  const names = typeof on === 'string' ? [on] : Array.isArray(on) ? on : Object.keys(mappingOf(on));
  return names.includes('workflow_call') ? mappingOf(mappingOf(on).workflow_call) : undefined;
}

/** What a workflow or a job wants to be permitted; `read-all` and `write-all` are all that there is. */
function wanted(permissions: unknown): [string, string][] {
  const [, all] = typeof permissions === 'string' ? (/^(read|write)-all$/.exec(permissions) ?? []) : [];
  return all
    ? [
        ['contents', all],
        ['packages', all],
      ]
    : Object.entries(mappingOf(permissions)).map(([scope, level]) => [scope, `${level}`]);
}

function entriesOf(value: unknown): [string, Mapping][] {
  return Object.entries(mappingOf(value)).map(([name, each]) => [name, mappingOf(each)]);
}

function mappingOf(value: unknown): Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Mapping) : {};
}
