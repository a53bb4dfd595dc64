/**
 * A branch or a path as a workflow's filter writes it, where it means nothing but itself.
 *
 * (https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#filter-pattern-cheat-sheet: `*`,
 * `?`, `+`, `[` and a leading `!` are patterns, and a backslash takes that from them)
 */
export function filterPattern(name: string): string {
  return name.replace(/[*?+[\\]|^!/g, '\\$&');
}

/** What a filter that holds one such name means; undefined for a pattern. */
export function nameOfPattern(pattern: string): string | undefined {
  return /^(?:[^*?+[\\!]|\\[*?+[\\!]|(?<!^)!)+$/.test(pattern) ? pattern.replace(/\\(.)/g, '$1') : undefined;
}
