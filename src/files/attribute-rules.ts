/** A value of an attribute: set, unset, or a text; nothing where it is unspecified. */
export type AttributeValue = boolean | string | undefined;

interface Rule {
  readonly matches: (path: string) => boolean;
  readonly attributes: [name: string, value: AttributeValue][];
}

/** What the `.gitattributes` files of a tree say of its files. (git, attr.c) */
export class AttributeRules {
  private readonly rules: Rule[] = [];
  private readonly macros = new Map<string, Rule['attributes']>([
    [
      'binary',
      [
        ['diff', false],
        ['merge', false],
        ['text', false],
      ],
    ],
  ]);

  /**
   * Adds the lines of one file; those of a deeper folder come later, since they decide.
   * @param folder where the file is, with a slash at its end; empty for the root
   */
  public add(text: string, folder: string = ''): this {
    for (const line of text.replace(/^(\uFEFF|\u00EF\u00BB\u00BF)/, '').split('\n')) {
      const [, quoted, bare, rest] = /^[ \t\r]*(?:"((?:[^"\\]|\\.)*)"|([^ \t\r]+))(.*)$/s.exec(line) ?? [];
      const pattern = quoted === undefined ? bare : unquoted(quoted);
      if (pattern === undefined || pattern.startsWith('#') || pattern.startsWith('!')) continue;
      const words = (rest ?? '').split(/[ \t\r]+/).filter((word) => word !== '');
      const attributes = words.map(assignment);
      if (pattern.startsWith('[attr]')) {
        if (folder === '') this.macros.set(pattern.slice('[attr]'.length), attributes);
      } else if (!pattern.endsWith('/')) {
        this.rules.push({ matches: matcher(pattern, folder), attributes });
      }
    }
    return this;
  }

  /** The attributes of a file. */
  public of(path: string): Map<string, AttributeValue> {
    const values = new Map<string, AttributeValue>();
    // the last one counts, and a macro says nothing where it was taken back
    const fill = (attributes: Rule['attributes']) => {
      for (const [name, value] of [...attributes].reverse()) {
        if (values.has(name)) continue;
        values.set(name, value);
        if (value === true) fill(this.macros.get(name) ?? []);
      }
    };
    for (const { matches, attributes } of [...this.rules].reverse()) {
      if (matches(path)) fill(attributes);
    }
    return values;
  }
}

function assignment(word: string): [string, AttributeValue] {
  const [, sign, name, value] = /^([-!]?)([^=]*)(?:=(.*))?$/s.exec(word)!;
  return [name, sign === '!' ? undefined : sign === '-' ? false : (value ?? true)];
}

/** As in C. (git, quote.c) */
function unquoted(text: string): string {
  const characters: Record<string, string> = { a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };
  return text.replace(/\\(?:([0-3][0-7]{2})|(.))/gs, (_, octal, character) =>
    octal ? String.fromCharCode(parseInt(octal, 8)) : (characters[character] ?? character),
  );
}

/** A pattern without a slash is of a name, in whatever folder; any other one of a path from its folder on. */
function matcher(pattern: string, folder: string): (path: string) => boolean {
  const isOfName = !pattern.includes('/');
  const expression = new RegExp(`^${source(pattern.replace(/^\//, ''))}$`, 's');
  return (path) => {
    if (!path.startsWith(folder)) return false;
    const below = path.slice(folder.length);
    return expression.test(isOfName ? below.replace(/^.*\//, '') : below);
  };
}

/** (git, wildmatch.c) */
function source(pattern: string): string {
  const tokens = /(?<=^|\/)\*\*\/|(?<=\/)\*\*$|^\*\*$|\*+|\?|\[[!^]?\]?(?:\[:\w+:\]|\\.|[^\]\\])*\]|\\.|[^]/g;
  return pattern.replace(tokens, (token) => {
    if (token === '**/') return '(?:[^/]*/)*';
    if (token === '**' && !/[^/*]\*\*$/.test(pattern)) return '.*';
    if (token.startsWith('*')) return '[^/]*';
    if (token === '?') return '[^/]';
    if (token.length > 2 && token.startsWith('[')) return `(?!/)${set(token.slice(1, -1))}`;
    return (token.length === 2 ? token[1] : token).replace(/[\\^$.*+?()[\]{}|/]/, '\\$&');
  });
}

const CLASSES: Record<string, string> = {
  alpha: 'A-Za-z',
  digit: '0-9',
  alnum: 'A-Za-z0-9',
  upper: 'A-Z',
  lower: 'a-z',
  space: '\\s',
  blank: ' \\t',
  xdigit: '0-9A-Fa-f',
  punct: '!-\\/:-@\\[-`{-~',
};

function set(inner: string): string {
  const body = inner
    .replace(/^[!^]/, '')
    .replace(/\[:(\w+):\]|\\(.)|([\\\][^])/g, (_, name, escaped, special) =>
      name ? (CLASSES[name] ?? '') : `\\${escaped ?? special}`,
    );
  return `[${/^[!^]/.test(inner) ? '^' : ''}${body}]`;
}
