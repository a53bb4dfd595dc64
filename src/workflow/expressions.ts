/** Whether a run is for what is not merged yet: a pull request, or a candidate in a merge queue. */
export const NOT_MERGED = "github.event_name == 'pull_request' || github.event_name == 'merge_group'";

/** Whether a run was started by hand for a branch that nothing is published from: there, it tries what is not merged yet. */
export function isManualTrial(branch: string): string {
  return `github.event_name == 'workflow_dispatch' && !(${isBranch(branch)} || github.ref_type == 'tag')`;
}

/** Events that are of a branch or a tag as it is. Whatever else is added to a workflow, publishes nothing. */
const PUBLISHING = ['push', 'release', 'repository_dispatch', 'schedule', 'workflow_dispatch'];

/** Whether a run may publish: what it is for is the branch, or a release. */
export function mayPublish(branch: string): string {
  const events = literal(JSON.stringify(PUBLISHING));
  return `contains(fromJSON(${events}), github.event_name) && (${isBranch(branch)} || github.ref_type == 'tag')`;
}

/** Whether a run is for the branch, not for a tag. */
export function isBranch(branch: string): string {
  return `github.ref == ${literal(`refs/heads/${branch}`)}`;
}

/** A text, which may have expressions in it, where a condition holds; else nothing. */
export function textIf(condition: string, text: string): string {
  const values: string[] = [];
  const format = text.split(/\$\{\{ (.*?) \}\}/).map((part, i) => {
    // every other part is an expression
    if (i % 2 === 0) {
      return part;
    }
    values.push(part);
    return `{${values.length - 1}}`;
  });
  const value = values.length > 0 ? `format(${[literal(format.join('')), ...values].join(', ')})` : literal(text);
  return `\${{ ${condition} && ${value} || '' }}`;
}

/** A text in an expression. */
export function literal(text: string): string {
  return `'${text.replace(/'/g, "''")}'`;
}
