/**
 * What is wrong with the id of a job or of a step; undefined for nothing.
 *
 * (github.com/actions/runner, src/Sdk/DTObjectTemplating/ObjectTemplating: IdBuilder.cs, which knows no difference of case)
 */
export function identifierFault(id: string): string | undefined {
  if (!/^[A-Za-z_][\w-]*$/.test(id)) return 'Begin with a letter, and use letters, digits, "-" and "_" only';
  if (id.startsWith('__')) return 'Those that begin with "__" are the runner\'s own';
  return id.length < 100 ? undefined : 'Use fewer than 100 characters';
}

/** The first that is there twice. */
export function twice(ids: readonly string[]): string | undefined {
  const known = ids.map((id) => id.toLowerCase());
  return ids.find((_, i) => known.indexOf(known[i]) < i);
}
