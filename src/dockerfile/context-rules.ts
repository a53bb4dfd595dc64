import { posix } from 'node:path';

interface Rule {
  /** As it is written. */
  readonly line: string;
  readonly isException: boolean;
  readonly matches: (path: string) => boolean;
}

/**
 * What a `.dockerignore` hides from builds. These are not git's rules: each pattern begins at the root, and a later line
 * lets in again what is in a folder that an earlier one hides.
 *
 * By github.com/moby/patternmatcher (patternmatcher.go, and ignorefile/ignorefile.go for the lines).
 */
export class ContextRules {
  private readonly rules: Rule[];

  /** @param text of the whole file */
  constructor(text: string) {
    this.rules = text
      .replace(/^\uFEFF/, '')
      .split(/\r?\n/)
      .filter((line) => !line.startsWith('#') && line.trim() !== '')
      .map((line) => ruleOf(line.trim()));
  }

  /** The line that hides a path, be it by a folder above it; nothing where the path is there. */
  public hiding(path: string): string | undefined {
    const parts = path.split('/');
    const paths = parts.map((_, i) => parts.slice(0, i + 1).join('/'));
    return this.rules.reduce<string | undefined>((hidden, { line, isException, matches }) => {
      // only what is hidden can be let in, and the other way round
      const isOpen = isException === (hidden !== undefined);
      return isOpen && paths.some(matches) ? (isException ? undefined : line) : hidden;
    }, undefined);
  }
}

function ruleOf(line: string): Rule {
  const isException = line.startsWith('!');
  const pattern = posix
    .normalize(isException ? line.slice(1).trim() : line)
    .replace(/(?<=.)\/$/, '')
    .replace(/^\/(?=.)/, '');
  return { line, isException, matches: matcherOf(pattern) };
}

function matcherOf(pattern: string): (path: string) => boolean {
  const [, suffix] = /^\*\*([^*?[\]\\]+)$/.exec(pattern) ?? [];
  if (suffix !== undefined) {
    // a name that ends so, wherever it is; `**/x` is `x` at the root too
    return (path) => path.endsWith(suffix) || `/${path}` === suffix;
  }
  // `**` takes the slash behind it; what is in brackets is the same to a regular expression
  const source = pattern.replace(
    /\*\*\/?$|\*\*\/?|\*|\?|\\(.)|[.+(){}|$^]/gs,
    (part, escaped?: string, at?: number) => {
      if (escaped !== undefined) return escaped.replace(/[^\w\s]/, '\\$&');
      if (part.startsWith('**')) return at! + part.length === pattern.length ? '.*' : '(.*/)?';
      // the first one in brackets excludes what is in them
      if (part === '^') return pattern[at! - 1] === '[' ? '^' : '\\^';
      return { '*': '[^/]*', '?': '[^/]' }[part] ?? `\\${part}`;
    },
  );
  try {
    const expression = new RegExp(`^${source}$`, 's');
    return (path) => expression.test(path);
  } catch {
    // a build fails at it, and says so
    return () => false;
  }
}
