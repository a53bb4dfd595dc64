import { Assembly } from './assembly';
import { ClassType, TypeReference } from './assembly-types';
import { enumOf } from './enums';

const PRIMITIVES: Record<string, string> = {
  boolean: 'true or false',
  date: 'a Date',
  number: 'a number',
  string: 'a string',
};
const LONGEST = 60;

/** What a value of a type is, as a message says it: "a string", "one of …". */
export function expected(type: TypeReference): string {
  if (type.union) return type.union.types.map(expected).join(' or ');
  if (type.collection) return type.collection.kind === 'array' ? 'a list' : 'an object of names and values';
  if (type.fqn === undefined) return PRIMITIVES[type.primitive!] ?? 'a value';
  const named = Assembly.typeOf(type.fqn);
  switch (named.kind) {
    case 'enum':
      return oneOf(named.members.map(({ name }) => member(named.fqn, named.name, name)));
    case 'class': {
      const ways = waysToMake(named);
      return ways.length > 0 ? oneOf(ways) : article(named.name);
    }
    default:
      return named.datatype ? `an object of ${named.name}` : article(named.name);
  }
}

/** A value, in one line. */
export function shown(value: unknown): string {
  if (typeof value === 'function') return `the function ${value.name || 'without a name'}`;
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    const name = (Object.getPrototypeOf(value) as object | null)?.constructor?.name;
    if (name && name !== 'Object') return article(name);
  }
  const text = asJson(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

function asJson(value: unknown): string {
  try {
    // for JSON, NaN is null
    return typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? String(value));
  } catch {
    return typeof value === 'bigint' ? String(value) : 'an object';
  }
}

function member(fqn: string, type: string, name: string): string {
  const value = enumOf(fqn)?.[name];
  return `${type}.${name}${value === undefined ? '' : ` (${JSON.stringify(value)})`}`;
}

/** The statics of an enum-like class, which has no constructor for others. */
function waysToMake({ fqn, name, initializer, methods = [], properties = [] }: ClassType): string[] {
  if (initializer) return [];
  return [
    ...properties.filter((property) => property.static && property.type.fqn === fqn).map((each) => each.name),
    ...methods
      .filter((method) => method.static && method.returns?.type.fqn === fqn && !method.returns.optional)
      .map((each) => `${each.name}()`),
  ].map((each) => `${name}.${each}`);
}

function oneOf(all: string[]): string {
  return all.length > 1 ? `one of ${all.join(', ')}` : all.join();
}

function article(name: string): string {
  return `${/^[AEIOU]/.test(name) ? 'an' : 'a'} ${name}`;
}
