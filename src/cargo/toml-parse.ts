import * as TOML from '@iarna/toml';
import { asToml10 } from './toml-fold';

/** The values of a TOML table. */
export type TomlValues = Record<string, unknown>;

/** Parses TOML 1.0 into plain values, which compare by what they say. */
export function parseToml(text: string): TomlValues {
  // the parser takes a carriage return for a stray control character
  return plain(TOML.parse(text.replace(/\r\n/g, '\n'))) as TomlValues;
}

/** Parses what cargo accepts beyond TOML 1.0 as well. The error's position is that of the text as it stands. */
export function readToml(text: string): TomlValues {
  try {
    return parseToml(text);
  } catch (error) {
    try {
      return parseToml(asToml10(text.replace(/\r\n/g, '\n')));
    } catch {
      throw error;
    }
  }
}

/** Whether a TOML value is a table, inline or not. */
export function isTable(value: unknown): value is TomlValues {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

/** The parser's tables carry the notes it made, and two of its dates may differ in kind alone. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (value instanceof Date) return `${value.constructor.name} ${value.toISOString()}`;
  if (!isTable(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
}
