/** Whether a run is for a pull request. */
export const A_PULL_REQUEST = "github.event_name == 'pull_request'";

/** Whether it may publish: a push to the branch, or a release. */
export const NOT_A_PULL_REQUEST = "github.event_name != 'pull_request'";

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
