import ignore from 'ignore';

/** What the `.gitignore` files of a tree leave out. */
export class IgnoreRules {
  private readonly rules = ignore({ ignorecase: false });

  /**
   * Adds the lines of one file; those of a deeper folder come later, since they decide.
   * @param folder where the file is, with a slash at its end; empty for the root
   */
  public add(text: string, folder: string = ''): this {
    this.rules.add(
      text.split('\n').map((line) => seenFromRoot(line.replace(/\r$/, '').replace(/(?<!\\) +$/, ''), folder)),
    );
    return this;
  }

  /** Whether a file, or a folder whose path ends with a slash, is left out, be it by a folder above it. */
  public excludes(path: string): boolean {
    return this.rules.ignores(path);
  }
}

/** A pattern of a folder below, as the root's own file would have it. */
function seenFromRoot(line: string, folder: string): string {
  if (folder === '' || /^!?\/?$/.test(line) || line.startsWith('#')) {
    return line;
  }
  const [, negation, pattern] = /(!?)(.*)/s.exec(line)!;
  const literal = folder.replace(/[\\*?[]/g, '\\$&');
  // without a slash that is not the last it is about names, wherever they are
  return /\/./.test(pattern)
    ? `${negation}/${literal}${pattern.replace(/^\//, '')}`
    : `${negation}/${literal}**/${pattern}`;
}
