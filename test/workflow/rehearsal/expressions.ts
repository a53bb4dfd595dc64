// GitHub's expressions, as far as the workflows have them; whatever else comes is an error, not a guess.
// The rules are those of actions/runner, src/Sdk/DTExpressions2/Expressions2: an index of what is not there is null
// (Operators/Index.cs), `&&` and `||` return an operand (Operators/And.cs, Or.cs), texts are compared without case
// (EvaluationResult.cs, AbstractEqual).

/** What expressions can name. */
export interface Contexts {
  readonly values: Record<string, unknown>;
  readonly functions: Record<string, (...args: unknown[]) => unknown>;
}

/** The text with each `${{ … }}` in it evaluated. */
export function interpolate(text: string, contexts: Contexts): string {
  return text.replace(/\$\{\{(.*?)\}\}/gs, (_, expression: string) => toText(evaluate(expression, contexts)));
}

/** The value of an expression. */
export function evaluate(expression: string, contexts: Contexts): unknown {
  const tokens = tokenise(expression);
  let position = 0;
  const peek = () => tokens[position];
  const take = (expected?: string) => {
    const token = tokens[position++];
    if (token === undefined || (expected !== undefined && token !== expected)) {
      throw new Error(`expected ${expected ?? 'more'} in the expression ${expression}`);
    }
    return token;
  };

  const or = (): unknown => {
    let value = and();
    while (peek() === '||') {
      take();
      const right = and();
      value = isTrue(value) ? value : right;
    }
    return value;
  };
  const and = (): unknown => {
    let value = comparison();
    while (peek() === '&&') {
      take();
      const right = comparison();
      value = isTrue(value) ? right : value;
    }
    return value;
  };
  const comparison = (): unknown => {
    const left = unary();
    if (peek() !== '==' && peek() !== '!=') return left;
    const operator = take();
    return areEqual(left, unary()) === (operator === '==');
  };
  const unary = (): unknown => {
    if (peek() !== '!') return access();
    take();
    return !isTrue(unary());
  };
  const access = (): unknown => {
    let value = primary();
    for (;;) {
      if (peek() === '.') {
        take();
        value = property(value, take());
      } else if (peek() === '[') {
        take();
        value = property(value, toText(or()));
        take(']');
      } else {
        return value;
      }
    }
  };
  const primary = (): unknown => {
    const token = take();
    if (token === '(') {
      const value = or();
      take(')');
      return value;
    }
    if (token.startsWith("'")) return token.slice(1, -1).replace(/''/g, "'");
    if (/^\d/.test(token)) return Number(token);
    if (['true', 'false', 'null'].includes(token)) return JSON.parse(token);
    if (peek() === '(') {
      const called = contexts.functions[token];
      if (!called) throw new Error(`what is ${token}() in ${expression}?`);
      take('(');
      const args: unknown[] = [];
      while (peek() !== ')') {
        args.push(or());
        if (peek() === ',') take();
      }
      take(')');
      return called(...args);
    }
    if (!(token in contexts.values)) throw new Error(`what is ${token} in ${expression}?`);
    return contexts.values[token];
  };

  const value = or();
  if (position < tokens.length) throw new Error(`what is ${peek()} in ${expression}?`);
  return value;
}

/** Functions that need no world. */
export const FUNCTIONS: Contexts['functions'] = {
  // Functions/Contains.cs: of a list one that is equal, of a text a part
  contains: (where, what) =>
    Array.isArray(where)
      ? where.some((item) => areEqual(item, what))
      : toText(where).toLowerCase().includes(toText(what).toLowerCase()),
  format: (text, ...values) => toText(text).replace(/\{(\d+)\}/g, (_, i) => toText(values[Number(i)])),
  fromJSON: (text) => JSON.parse(toText(text)),
  toJSON: (value) => JSON.stringify(value, undefined, 2),
};

export function isTrue(value: unknown): boolean {
  return Boolean(value);
}

function tokenise(expression: string): string[] {
  const tokens = expression.match(/'(?:[^']|'')*'|[A-Za-z_][\w-]*|\d+|&&|\|\||[=!]=|[!().[\],]|\S/g) ?? [];
  const unknown = tokens.find((token) => /^[^\w'&|=!().[\],]/.test(token));
  if (unknown) throw new Error(`what is ${unknown} in ${expression}?`);
  return tokens;
}

function property(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? ((value as Record<string, unknown>)[key] ?? null) : null;
}

function areEqual(left: unknown, right: unknown): boolean {
  const [a, b] = [left ?? null, right ?? null];
  if (typeof a === 'string' && typeof b === 'string') return a.toLowerCase() === b.toLowerCase();
  return typeof a === typeof b ? a === b : toNumber(a) === toNumber(b);
}

/** What is of another kind is compared as a number: nothing and the empty text are 0. (EvaluationResult.cs, CoerceTypes) */
function toNumber(value: unknown): number {
  return typeof value === 'object' && value !== null ? NaN : Number(value);
}

function toText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'object') throw new Error('an object is no text');
  return String(value as string | number | boolean);
}
