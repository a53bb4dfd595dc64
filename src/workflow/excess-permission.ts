import { entriesOf, mappingOf, YamlMapping } from '../syntax/yaml-mapping';

const LEVELS = ['none', 'read', 'write'];

/** A workflow that is called, and what it may be permitted, as a workflow says it. */
export interface Permitted {
  readonly path: string;
  readonly workflow: YamlMapping;
  readonly permissions: unknown;
  /** The workflow that says these permissions; nothing where the one that publishes does. */
  readonly by?: string;
}

/** What a workflow asks for, and is not given. */
export interface ExcessPermission extends Permitted {
  readonly permission: string;
}

/**
 * What a workflow that is called asks for beyond what it is permitted, or one that it calls itself, however far down. GitHub
 * looks at all of them before it runs the first.
 *
 * (https://docs.github.com/en/actions/reference/workflows-and-actions/reusing-workflow-configurations)
 *
 * @param read the workflow at a path, if there is one
 */
export function excessPermission(
  called: Permitted,
  read: (path: string) => YamlMapping | undefined,
  above: readonly string[] = [],
): ExcessPermission | undefined {
  const { path, workflow, permissions, by } = called;
  const jobs = entriesOf(workflow.jobs).map(([, job]) => job);
  const excess = [workflow, ...jobs]
    .flatMap((part) => wanted(part.permissions))
    .find(([scope, level]) => LEVELS.indexOf(level) > LEVELS.indexOf(levelIn(permissions, scope)));
  if (excess) return { ...called, permission: excess.join(': ') };
  for (const { uses, permissions: ofJob = workflow.permissions } of jobs) {
    const nested = typeof uses === 'string' && uses.startsWith('./') ? uses.slice(2) : undefined;
    // what calls itself is refused by GitHub as it is
    const text = nested === undefined || [...above, path].includes(nested) ? undefined : read(nested);
    if (nested === undefined || !text) continue;
    const given = ofJob === undefined ? { permissions, by } : { permissions: ofJob, by: path };
    const found = excessPermission({ path: nested, workflow: text, ...given }, read, [...above, path]);
    if (found) return found;
  }
  return undefined;
}

function levelIn(permissions: unknown, scope: string): string {
  const level = mappingOf(permissions)[scope];
  return allOf(permissions) ?? (typeof level === 'string' ? level : 'none');
}

/** What a workflow or a job wants to be permitted. */
function wanted(permissions: unknown): [string, string][] {
  const all = allOf(permissions);
  return all
    ? [
        ['contents', all],
        ['packages', all],
      ]
    : Object.entries(mappingOf(permissions)).map(([scope, level]) => [scope, `${level}`]);
}

/** The level of `read-all` and `write-all`, which are all that there is. */
function allOf(permissions: unknown): string | undefined {
  return typeof permissions === 'string' ? /^(read|write)-all$/.exec(permissions)?.[1] : undefined;
}
