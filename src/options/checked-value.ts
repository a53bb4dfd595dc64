import { Assembly } from './assembly';
import { InterfaceType, Property, TypeReference } from './assembly-types';
import { expected, shown } from './describe';
import { enumOf } from './enums';
import { optionsBelow } from './options-below';
import { Place } from './place';
import { propertiesOf } from './properties-of';
import { REPLACED } from './replaced';
import { meant } from '../messages/nearest';
import { UserError } from '../messages/user-error';

/** What `projen new` adds to the options of a project (projen's lib/javascript/render-options.js). */
const PROJEN_NEW = '__new__';

/**
 * A value of a type, without the options in it that are not given; any other is refused.
 *
 * @param isOpen whether a struct may have other properties than its own
 */
export function checkedValue(place: Place, value: unknown, type: TypeReference, isOpen = false): unknown {
  const { collection, union, fqn } = type;
  if (union) {
    return firstOf(union.types, (each) => checkedValue(place, value, each)) ?? refuse(place, value, type);
  }
  if (collection?.kind === 'array') {
    if (!Array.isArray(value)) return refuse(place, value, type);
    // not `map`, which passes over what a list has no value for
    return Array.from(value, (each, index) => checkedValue(place.element(index), each, collection.elementtype));
  }
  if (collection) {
    if (!isObject(value)) return refuse(place, value, type);
    return mapValues(value, (each, name) => checkedValue(place.property(name), each, collection.elementtype));
  }
  if (fqn === undefined) {
    return isPrimitive(value, type.primitive) ? value : refuse(place, value, type);
  }
  // before projen's assembly is read, which is large
  if (isInstance(value, fqn.split('.').at(-1)!)) return value;
  const named = Assembly.typeOf(fqn);
  if (named.kind === 'interface' && named.datatype) {
    return isObject(value) ? checkedStruct(place, value, named, isOpen) : refuse(place, value, type);
  }
  const isValue = {
    // of an enum that is not known here, nothing can be said
    enum: () => Object.values(enumOf(fqn) ?? [value]).includes(value),
    interface: () => typeof value === 'object' && value !== null,
    class: () => false,
  }[named.kind];
  return isValue() ? value : refuse(place, value, type);
}

function checkedStruct(place: Place, value: object, struct: InterfaceType, isOpen: boolean): object {
  const known = propertiesOf(struct);
  const given: Record<string, unknown> = {};
  for (const [name, each] of Object.entries(value)) {
    if (known.has(name)) continue;
    if (!isOpen && name !== PROJEN_NEW) {
      throw new UserError(`${place.property(name)} is no option; ${alternatives(place, name, struct, known)}`);
    }
    given[name] = each;
  }
  for (const { name, type, optional } of known.values()) {
    const option = (value as Record<string, unknown>)[name] ?? undefined;
    if (option !== undefined) {
      given[name] = checkedValue(place.property(name), option, type);
    } else if (!optional) {
      throw new UserError(`${place.property(name)} is missing: it must be ${expected(type)}`);
    }
  }
  return given;
}

function alternatives(place: Place, name: string, struct: InterfaceType, known: Map<string, Property>): string {
  if (Object.hasOwn(REPLACED, name)) return `write ${REPLACED[name]}`;
  const names = [...known.keys()].sort();
  const below = optionsBelow(struct);
  // a name of theirs is more than one that is only near to another
  const best = below.has(name) ? undefined : meant(name, names);
  if (best) return `did you mean ${best}?`;
  const paths = below.get(below.has(name) ? name : (meant(name, [...below.keys()]) ?? ''));
  return paths
    ? `did you mean ${paths.map((path) => place.pathOf(path)).join(' or ')}?`
    : `${struct.name} has ${names.join(', ')}`;
}

function refuse(place: Place, value: unknown, type: TypeReference): never {
  throw new UserError(`${place} must be ${expected(type)}, not ${shown(value)}`);
}

function isPrimitive(value: unknown, primitive?: string): boolean {
  switch (primitive) {
    case 'number':
      return Number.isFinite(value);
    case 'string':
    case 'boolean':
      return typeof value === primitive;
    case 'date':
      return Object.prototype.toString.call(value) === '[object Date]';
    default:
      return true;
  }
}

/** By its tag, which is the same in every realm: `projen new` runs the rc file in one of its own. */
function isObject(value: unknown): value is object {
  return Object.prototype.toString.call(value) === '[object Object]';
}

/** By name: a package may be there twice, and then so are its classes. */
function isInstance(value: unknown, name: string): boolean {
  for (let at: any = isObject(value) ? Object.getPrototypeOf(value) : null; at; at = Object.getPrototypeOf(at)) {
    if (at.constructor?.name === name) return true;
  }
  return false;
}

function mapValues(value: object, checkedOne: (value: unknown, name: string) => unknown): object {
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, checkedOne(each, name)]));
}

/** What the first gives that does not refuse. */
function firstOf(types: TypeReference[], attempt: (type: TypeReference) => unknown): unknown {
  for (const type of types) {
    try {
      return attempt(type);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
    }
  }
  return undefined;
}
