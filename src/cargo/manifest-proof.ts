import { isDeepStrictEqual } from 'node:util';
import { dependencyOf, PATH } from './musl-table';
import { parseToml, TomlValues } from './toml-parse';

/** Whether `after` says what `before` says and has the dependency besides, with any value where none is given. */
export function isProven(before: string, after: string, crate: string, value?: TomlValues): boolean {
  return saysTheSame(before, after, crate, value, parseToml);
}

/** The same by a reader that may accept more than the standard. */
export function saysTheSame(
  before: string,
  after: string,
  crate: string,
  value: TomlValues | undefined,
  parse: (text: string) => TomlValues,
): boolean {
  try {
    const [expected, edited] = [parse(before), parse(after)];
    if (dependencyOf(expected, crate) !== undefined) return false;
    let table = expected;
    for (const key of PATH) table = (table[key] ??= {}) as TomlValues;
    table[crate] = value ?? dependencyOf(edited, crate);
    return isDeepStrictEqual(edited, expected);
  } catch {
    return false;
  }
}
