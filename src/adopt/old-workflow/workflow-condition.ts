import { factOf, WorkflowEvent } from './workflow-event';
import { valueOf, WorkflowScope } from './workflow-value';

/** Of an expression; nothing where a run alone knows it. */
type Value = string | boolean | null | undefined;

const TOKEN = /\s*('(?:[^']|'')*'|&&|\|\||[=!<>]=|[!<>(),]|[^\s'&|=!<>(),]+)/gy;

/** Whether an `if` holds on an event, or an input is true; nothing where a run alone knows. */
export function holdsOn(said: unknown, event: WorkflowEvent, scope: WorkflowScope): boolean | undefined {
  return truth(expressionOn(said, event, scope));
}

/** What an input comes to that is an expression, or has none in it. */
export function expressionOn(said: unknown, event: WorkflowEvent, scope: WorkflowScope): Value {
  if (typeof said === 'boolean') return said;
  const [, inner] = /^\s*\$\{\{((?:(?!\$\{\{)[^])*)\}\}\s*$/.exec(`${said as string}`) ?? [];
  const text = inner ?? `${said as string}`;
  return text.includes('${{') ? undefined : new Expression(text, event, scope).value;
}

/** (https://docs.github.com/en/actions/reference/workflows-and-actions/expressions) */
class Expression {
  public readonly value: Value;
  private readonly tokens: string[];
  private at = 0;

  constructor(
    text: string,
    private readonly event: WorkflowEvent,
    private readonly scope: WorkflowScope,
  ) {
    const found = [...text.trim().matchAll(TOKEN)];
    this.tokens = found.map(([, token]) => token);
    const value = this.either();
    // what could not be read is not known
    const isRead = this.at === this.tokens.length && found.map(([all]) => all).join('') === text.trim();
    this.value = isRead ? value : undefined;
  }

  private either(): Value {
    let value = this.both();
    while (this.takes('||')) {
      const other = this.both();
      const is = truth(value);
      if (is === undefined) value = truth(other) === true ? true : undefined;
      else if (!is) value = other;
    }
    return value;
  }

  private both(): Value {
    let value = this.compared();
    while (this.takes('&&')) {
      const other = this.compared();
      const is = truth(value);
      if (is === undefined) value = truth(other) === false ? false : undefined;
      else if (is) value = other;
    }
    return value;
  }

  private compared(): Value {
    const value = this.single();
    const operator = ['==', '!=', '<', '>', '<=', '>='].find((each) => this.takes(each));
    if (operator === undefined) return value;
    const other = this.single();
    if (value === undefined || other === undefined || /[<>]/.test(operator)) return undefined;
    return (plain(value) === plain(other)) === (operator === '==');
  }

  private single(): Value {
    if (this.takes('!')) {
      const is = truth(this.single());
      return is === undefined ? undefined : !is;
    }
    if (this.takes('(')) {
      const value = this.either();
      return this.takes(')') ? value : undefined;
    }
    const token = this.tokens[this.at] ?? '';
    this.at += 1;
    if (token.startsWith("'")) return token.slice(1, -1).replace(/''/g, "'");
    return this.takes('(') ? this.called(token) : this.named(token);
  }

  private called(name: string): Value {
    const args: Value[] = [];
    while (!this.takes(')')) {
      if (this.at >= this.tokens.length) return undefined;
      args.push(this.either());
      this.takes(',');
    }
    switch (name.toLowerCase()) {
      case 'always':
      case 'success':
        return true;
      case 'failure':
      case 'cancelled':
        return false;
    }
    if (args.some((arg) => arg === undefined)) return undefined;
    const [text = '', part = ''] = args.map((arg) => plain(arg!));
    switch (name.toLowerCase()) {
      case 'startswith':
        return text.startsWith(part);
      case 'endswith':
        return text.endsWith(part);
      case 'contains':
        return text.includes(part);
      case 'format':
        return `${args[0] as string}`.replace(/\{(\d)\}/g, (_, i: string) => `${args[Number(i) + 1] as string}`);
      default:
        return undefined;
    }
  }

  private named(name: string): Value {
    if (name === 'true' || name === 'false') return name === 'true';
    const fact = factOf(this.event, name);
    if (fact !== undefined) return fact;
    if (/^needs\.[\w-]+\.result$|^steps\.[\w-]+\.(outcome|conclusion)$/.test(name)) return 'success';
    const expression = `\${{ ${name} }}`;
    const value = valueOf(expression, this.scope);
    // what stands for the repository is no text to compare
    if (value === expression || value.startsWith('<')) return undefined;
    return value.includes('${{') ? expressionOn(value, this.event, this.scope) : value;
  }

  private takes(token: string): boolean {
    const isThere = this.tokens[this.at] === token;
    if (isThere) this.at += 1;
    return isThere;
  }
}

/** An input is a text, and so is a variable. */
function truth(value: Value): boolean | undefined {
  return value === undefined ? undefined : ![false, null, '', 'false'].includes(value);
}

/** Texts are compared without regard to case. */
function plain(value: string | boolean | null): string {
  return `${value ?? ''}`.toLowerCase();
}
