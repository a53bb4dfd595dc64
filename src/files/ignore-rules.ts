import ignore, { Ignore } from 'ignore';

/** What the `.gitignore` files of a tree leave out: in a deeper folder they decide over those above. */
export class IgnoreRules {
  private readonly levels: { readonly folder: string; readonly rules: Ignore }[] = [];

  /**
   * Adds the lines of one file; those of a deeper folder come later.
   * @param folder where the file is, with a slash at its end; empty for the root
   */
  public add(text: string, folder: string = ''): this {
    this.levels.unshift({ folder, rules: ignore({ ignorecase: false }).add(text) });
    return this;
  }

  /** Whether a file, or a folder whose path ends with a slash, is left out, be it by a folder above it. */
  public excludes(path: string): boolean {
    const parents = [...path.replace(/\/$/, '').matchAll(/\//g)].map(({ index }) => path.slice(0, index + 1));
    return [...parents, path].some((candidate) => this.decision(candidate));
  }

  private decision(path: string): boolean {
    const inside = this.levels.filter(({ folder }) => path.startsWith(folder) && path !== folder);
    const results = inside.map(({ folder, rules }) => rules.test(path.slice(folder.length)));
    return results.find(({ ignored, unignored }) => ignored || unignored)?.ignored ?? false;
  }
}
