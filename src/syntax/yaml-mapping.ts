import { createRequire } from 'node:module';

/** A mapping of YAML. */
export type YamlMapping = Record<string, unknown>;

/**
 * A YAML document, as a mapping; an empty one where it is none.
 *
 * @throws what the parser does where it is no YAML
 */
export function yamlMapping(text: string): YamlMapping {
  // projen has one in itself: it writes workflows by it
  const { parse } = createRequire(require.resolve('projen/package.json'))('yaml') as { parse(yaml: string): unknown };
  return mappingOf(parse(text));
}

/** A value if it is a mapping, else an empty one. */
export function mappingOf(value: unknown): YamlMapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as YamlMapping) : {};
}

/** What is in a value that is a mapping of mappings. */
export function entriesOf(value: unknown): [string, YamlMapping][] {
  return Object.entries(mappingOf(value)).map(([name, each]) => [name, mappingOf(each)]);
}
