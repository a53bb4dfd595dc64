import { parseToml, TomlValues } from './toml-parse';

/** The keys of a manifest's table that only musl builds read. */
export const PATH = ['target', 'cfg(target_env = "musl")', 'dependencies'];

const KEYS = ['target', `'${PATH[1]}'`, 'dependencies'];

/** The table, as a header names it. */
export const TABLE = KEYS.join('.');

/** What stands before an entry where tables are there by dotted keys: by how many keys of the path its header names. */
export const PREFIXES = [0, 1, 2, 3].map((depth) =>
  KEYS.slice(depth)
    .map((key) => `${key}.`)
    .join(''),
);

/** How many keys of the table's path a header names, however they are quoted and spaced; whether it names others is left to the proof. */
export function depthOf(line: string): number {
  if (!line.trimStart().startsWith('[')) return 0;
  try {
    const header = parseToml(line);
    return PATH.filter((_, index) => valueAt(header, PATH.slice(0, index + 1)) !== undefined).length;
  } catch {
    return 0;
  }
}

/** What the table has for a crate. */
export function dependencyOf(document: TomlValues, crate: string): unknown {
  return valueAt(document, [...PATH, crate]);
}

function valueAt(document: TomlValues, keys: string[]): unknown {
  return keys.reduce<unknown>((values, key) => (values as TomlValues | undefined)?.[key], document);
}
