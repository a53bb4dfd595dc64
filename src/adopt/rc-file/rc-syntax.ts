import { isStruct, RcCall, RcMap, RcMember, RcStruct, RcValue } from './rc-value';

/** How a value is written in a language. */
export interface RcSyntax {
  readonly value: (value: RcValue, indent: string) => string;
  /** A call of a function with arguments, of which the last may be options. */
  readonly call: (callee: string, args: readonly (RcValue | RcName)[], indent: string) => string;
  readonly method: (name: string) => string;
}

/** A variable of the program. */
export interface RcName {
  readonly variable: string;
}

const WIDTH = 110;

export const JAVASCRIPT: RcSyntax = {
  value: (value, indent) =>
    written(value, indent, JAVASCRIPT, (struct, inner) => entries(struct.options, inner, key, JAVASCRIPT)),
  call: (callee, args, indent) => `${callee}(${args.map((each) => argument(each, indent, JAVASCRIPT)).join(', ')})`,
  method: (name) => name,
};

export const PYTHON: RcSyntax = {
  value: (value, indent) =>
    written(value, indent, PYTHON, (struct, inner) => PYTHON.call(struct.name, [struct], inner)),
  call: (callee, args, indent) => {
    const last = args.at(-1);
    const options = last !== undefined && !isName(last) && isStruct(last) ? last : undefined;
    const inner = `${indent}    `;
    const positional = (options ? args.slice(0, -1) : args).map((each) => argument(each, indent, PYTHON));
    const named = Object.entries(options?.options ?? {}).map(
      ([name, value]) => `${snake(name)}=${PYTHON.value(value, inner)}`,
    );
    const line = `${callee}(${[...positional, ...named].join(', ')})`;
    if (!line.includes('\n') && indent.length + line.length <= WIDTH) return line;
    return `${callee}(\n${[...positional, ...named].map((each) => `${inner}${each},\n`).join('')}${indent})`;
  },
  method: snake,
};

function written(
  value: RcValue,
  indent: string,
  syntax: RcSyntax,
  struct: (value: RcStruct, indent: string) => string,
): string {
  if (typeof value === 'string') return text(value);
  if (typeof value === 'number') return `${value}`;
  if (typeof value === 'boolean') return syntax === PYTHON ? (value ? 'True' : 'False') : `${value}`;
  if (!('kind' in value)) return list(value, indent, syntax);
  const kind: RcMap | RcStruct | RcCall | RcMember = value;
  switch (kind.kind) {
    case 'map':
      return entries(kind.entries, indent, syntax === PYTHON ? text : key, syntax);
    case 'struct':
      return struct(kind, indent);
    case 'member':
      return `${kind.owner}.${kind.name}`;
    case 'call':
      return syntax.call(`${kind.owner}.${syntax.method(kind.method)}`, kind.args, indent);
  }
}

function entries(
  said: Record<string, RcValue>,
  indent: string,
  keyOf: (name: string) => string,
  syntax: RcSyntax,
): string {
  const inner = indent + (syntax === PYTHON ? '    ' : '  ');
  const all = Object.entries(said).map(([name, value]) => `${keyOf(name)}: ${syntax.value(value, inner)}`);
  if (all.length === 0) return '{}';
  const [open, close] = syntax === PYTHON ? ['{', '}'] : ['{ ', ' }'];
  const line = open + all.join(', ') + close;
  if (!line.includes('\n') && indent.length + line.length <= WIDTH - 30) return line;
  return `{\n${all.map((each) => `${inner}${each},\n`).join('')}${indent}}`;
}

function list(values: readonly RcValue[], indent: string, syntax: RcSyntax): string {
  const inner = indent + (syntax === PYTHON ? '    ' : '  ');
  const all = values.map((each) => syntax.value(each, inner));
  const line = `[${all.join(', ')}]`;
  if (!line.includes('\n') && indent.length + line.length <= WIDTH - 20) return line;
  return `[\n${all.map((each) => `${inner}${each},\n`).join('')}${indent}]`;
}

function argument(value: RcValue | RcName, indent: string, syntax: RcSyntax): string {
  return isName(value) ? value.variable : syntax.value(value, indent);
}

function isName(value: RcValue | RcName): value is RcName {
  return typeof value === 'object' && 'variable' in value;
}

/** In single quotes where both languages take that, else as JSON, which both read. */
function text(value: string): string {
  return /^[^'\\\p{Cc}]*$/u.test(value) ? `'${value}'` : JSON.stringify(value);
}

function key(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : text(name);
}

function snake(name: string): string {
  return name.replace(/[A-Z]+/g, (letters) => `_${letters.toLowerCase()}`);
}
