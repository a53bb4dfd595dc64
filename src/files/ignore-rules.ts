interface Rule {
  readonly folder: string;
  readonly isNegated: boolean;
  readonly isForFolders: boolean;
  /** A pattern without a slash is about names, wherever they are. */
  readonly isAnchored: boolean;
  readonly expression: RegExp;
}

/** What `.gitignore` files leave out, by the rules of gitignore(5): the last pattern that matches decides. */
export class IgnoreRules {
  private readonly rules: Rule[] = [];

  /**
   * Adds the lines of one file; those of a deeper folder come later, since they decide.
   * @param folder where the file is, with a slash at its end; empty for the root
   */
  public add(text: string, folder: string = ''): this {
    // the last one first, since it decides
    this.rules.unshift(
      ...text
        .split('\n')
        .flatMap((line) => parse(line, folder))
        .reverse(),
    );
    return this;
  }

  /** Whether a file, or a folder whose path ends with a slash, is left out, be it by a folder above it. */
  public excludes(path: string): boolean {
    const parents = [...path.replace(/\/$/, '').matchAll(/\//g)].map(({ index }) => path.slice(0, index + 1));
    return [...parents, path].some((candidate) => this.matching(candidate)?.isNegated === false);
  }

  private matching(path: string): Rule | undefined {
    return this.rules.find(({ folder, isForFolders, isAnchored, expression }) => {
      if (!path.startsWith(folder) || (isForFolders && !path.endsWith('/'))) {
        return false;
      }
      const below = path.slice(folder.length).replace(/\/$/, '');
      return below !== '' && expression.test(isAnchored ? below : below.replace(/^.*\//s, ''));
    });
  }
}

function parse(line: string, folder: string): Rule[] {
  const [, negation, text] = /^(!?)(.*)$/s.exec(line.replace(/\r$/, '').replace(/(?<!\\) +$/, ''))!;
  const pattern = text.replace(/\/$/, '');
  const source = expressionOf(pattern.replace(/^\//, ''));
  if (line.startsWith('#') || pattern === '' || source === undefined) {
    return [];
  }
  return [
    {
      folder,
      isNegated: negation !== '',
      isForFolders: text.endsWith('/'),
      isAnchored: pattern.includes('/'),
      expression: new RegExp(`^${source}$`, 's'),
    },
  ];
}

const TOKEN = /^\*\*\/|\/\*\*\/|\/\*\*$|\*+|\?|\[[!^]?\]?(?:\\.|[^\]])*\]|\\.|./gs;

/** The pattern as a regular expression, or `undefined` where git would not match anything by it. */
function expressionOf(pattern: string): string | undefined {
  let source = '';
  for (const [token] of pattern.matchAll(TOKEN)) {
    if (token === '**/') source += '(?:.*/)?';
    else if (token === '/**/') source += '/(?:.*/)?';
    else if (token === '/**') source += '/.*';
    else if (token.startsWith('*')) source += '[^/]*';
    else if (token === '?') source += '[^/]';
    else if (token === '[' || token === '\\') return undefined;
    else if (token.startsWith('[')) source += classOf(token);
    else source += token.slice(-1).replace(/[^\w\s]/, '\\$&');
  }
  return source;
}

function classOf(token: string): string {
  const isNegated = /^\[[!^]/.test(token);
  const members = token
    .slice(isNegated ? 2 : 1, -1)
    .replace(/\\(.)|([[\]^\\])/gs, (_, escaped, plain) => `\\${plain ?? escaped}`);
  return `(?!/)[${isNegated ? '^' : ''}${members}]`;
}
