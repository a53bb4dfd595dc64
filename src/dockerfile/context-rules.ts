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

  /**
   * The line that hides a path, be it by a folder above it; nothing where the path is there.
   *
   * What a line says of a folder holds for all in it. It says something of it only where it changes what the lines before
   * said: `!a` lets nothing in that another line hides in a folder `a` which was not hidden itself. (`MatchesUsingParentResults`)
   */
  public hiding(path: string): string | undefined {
    const parts = path.split('/');
    let ofFolder: boolean[] = [];
    let hidden: string | undefined;
    for (let depth = 1; depth <= parts.length; depth += 1) {
      const part = parts.slice(0, depth).join('/');
      hidden = undefined;
      const ofPart: boolean[] = [];
      for (const [i, { line, isException, matches }] of this.rules.entries()) {
        ofPart.push(ofFolder[i] || (isException === (hidden !== undefined) && matches(part)));
        if (ofPart[i]) hidden = isException ? undefined : line;
      }
      ofFolder = ofPart;
    }
    return hidden;
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
