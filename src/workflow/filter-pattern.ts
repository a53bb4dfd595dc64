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

/** What is wrong with a pattern for paths; undefined for nothing. (The same page; actionlint's glob.go) */
export function pathPatternFault(pattern: string): string | undefined {
  // what is escaped is a character like others
  const path = pattern.replace(/^!/, '').replace(/\\[[\]?*+\\!]/g, 'x');
  if (/\p{Cc}/u.test(path)) {
    return 'it has a control character in it';
  }
  if (/^\.{0,2}\//.test(path)) {
    return 'no path begins so: they are from the root of the repository, as in "crates/**"';
  }
  if (path.endsWith('/')) {
    return `it is held against files, and none ends so: write ${JSON.stringify(`${pattern}**`)}`;
  }
  if (path.includes('\\')) {
    return 'a backslash takes the meaning from one of *?+[!, and folders are parted by "/"';
  }
  const isGood = /^(\*|(\[[^\]]+\]|[^[*?+])[?+]?)+$/su.test(path);
  const ranges = [...path.matchAll(/\[([^\]]+)\]/g)].flatMap(([, inside]) => inside.match(/.-.?/gs) ?? []);
  return isGood && ranges.every((range) => range.length === 3 && range[0] <= range[2])
    ? undefined
    : 'it is no pattern: "[" wants its "]" and ranges from less to more, and "?" and "+" a character before them';
}
