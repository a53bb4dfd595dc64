/** A value of the rc file, in no language yet. */
export type RcValue = string | number | boolean | readonly RcValue[] | RcMap | RcStruct | RcCall | RcMember;

/** Entries by keys of the user's: paths, variables. */
export interface RcMap {
  readonly kind: 'map';
  readonly entries: Record<string, RcValue>;
}

/** Options: their names are ours. */
export interface RcStruct {
  readonly kind: 'struct';
  /** The class that they are in languages that have no literal for them. */
  readonly name: string;
  readonly options: Record<string, RcValue>;
}

/** A call of a static method, e.g. `RuntimeBase.scratch()`. */
export interface RcCall {
  readonly kind: 'call';
  readonly owner: string;
  readonly method: string;
  readonly args: readonly RcValue[];
}

/** A constant, e.g. `Platform.LINUX_AMD64`. */
export interface RcMember {
  readonly kind: 'member';
  readonly owner: string;
  readonly name: string;
}

export function map(entries: Record<string, RcValue>): RcMap {
  return { kind: 'map', entries };
}

/** Without the options of which nothing is said. */
export function struct(name: string, options: Record<string, RcValue | undefined>): RcStruct {
  const said = Object.entries(options).filter((entry): entry is [string, RcValue] => isSaid(entry[1]));
  return { kind: 'struct', name, options: Object.fromEntries(said) };
}

export function call(owner: string, method: string, ...args: RcValue[]): RcCall {
  return { kind: 'call', owner, method, args };
}

function isSaid(value: RcValue | undefined): boolean {
  if (value === undefined) return false;
  if (Array.isArray(value)) return value.length > 0;
  return !(
    typeof value === 'object' &&
    'kind' in value &&
    value.kind === 'map' &&
    Object.keys(value.entries).length === 0
  );
}

/** The classes that a value names. */
export function classesIn(value: RcValue, withStructs: boolean): string[] {
  if (typeof value !== 'object') return [];
  if (!('kind' in value)) return value.flatMap((each) => classesIn(each, withStructs));
  switch (value.kind) {
    case 'map':
      return Object.values(value.entries).flatMap((each) => classesIn(each, withStructs));
    case 'struct':
      return [
        ...(withStructs ? [value.name] : []),
        ...Object.values(value.options).flatMap((each) => classesIn(each, withStructs)),
      ];
    case 'call':
      // in Python a struct that is the last argument is said by keywords
      return [value.owner, ...value.args.flatMap((each) => classesIn(each, withStructs && !isStruct(each)))];
    default:
      return [value.owner];
  }
}

export function isStruct(value: RcValue | undefined): value is RcStruct {
  return typeof value === 'object' && 'kind' in value && value.kind === 'struct';
}
