import { isDeepStrictEqual } from 'node:util';
import { additions, inlineAdditions, removals, replacement } from './manifest-edits';
import { splitLines, without } from './manifest-lines';
import { isProven, saysTheSame } from './manifest-proof';
import { MARK, markedEntries } from './marked-entries';
import { dependencyOf, TABLE } from './musl-table';
import { readToml, TomlValues } from './toml-parse';

/** An entry that bears the mark. */
export interface ManifestEntry {
  readonly crate: string;
  readonly value: unknown;
  /** Counted from 1. */
  readonly line: number;
  /** The line before the mark. */
  readonly text: string;
  readonly mark: string;
}

/**
 * The dependency that is kept in a `Cargo.toml`, in a table of its own that only musl builds read.
 *
 * Edits are made to the text, so that every other byte stays, and are then proven: the edited text must parse to exactly the old
 * document with this dependency. An edit that can't be proven is not made.
 */
export class ManifestDependency {
  /**
   * Takes the dependency out, whichever crate it names.
   * @returns the text without it, the same text where there is none, or `undefined` where the edit can't be proven
   */
  public static removeFrom(text: string): string | undefined {
    const lines = splitLines(text);
    const entries = markedEntries(lines);
    if (!entries.some(({ crate }) => ManifestDependency.isIn(text, crate))) return text;
    for (const { index, crate } of entries) {
      const proven = removals(lines, index).find((edited) => isProven(edited, text, crate));
      // a merge may have kept the entries of two crates
      if (proven !== undefined) return ManifestDependency.removeFrom(proven);
    }
    return undefined;
  }

  /** Where the manifest has the dependency on a crate. */
  public static key(crate: string): string {
    return `${TABLE}.${crate}`;
  }

  /** Whether the crate is a dependency of the manifest by the entry that is kept, not by one of the user's. */
  public static isIn(text: string, crate: string): boolean {
    return keptValue(text, crate) !== undefined;
  }

  /** The entries that bear the mark, as they stand. */
  public static entriesIn(text: string): ManifestEntry[] {
    const lines = splitLines(text);
    return markedEntries(lines).flatMap(({ index, crate }) => {
      const value = dependencyOf(readToml(text), crate);
      const line = lines[index].trim();
      return value === undefined
        ? []
        : [{ crate, value, line: index + 1, text: line.slice(0, -MARK.length).trimEnd(), mark: MARK }];
    });
  }

  /** @param features of the crate, the only ones: those that it has by default are off */
  constructor(
    private readonly crate: string,
    private readonly version: string,
    private readonly features: string[] = [],
  ) {}

  /**
   * What a user has to do where no edit can be proven: an edit that cargo would read as meant, as far as can be told.
   * @returns where it is made and what it is; `undefined` where there is none, or none is due
   */
  public byHand(text: string): { readonly where: string; readonly lines: string[] } | undefined {
    if (this.isUpToDate(text)) return undefined;
    const clean = text.endsWith('\n') ? text : `${text}\n`;
    const own = splitLines(clean);
    const candidates = [
      ...markedEntries(own).map(({ index }) => [without(own, index, index), replacement(own, index, this.entry)]),
      ...[...additions(clean, this.entry, '\n'), ...inlineAdditions(clean, this.entry)].map((candidate) => [
        clean,
        candidate,
      ]),
    ];
    const edited = candidates.find(([rest, candidate]) =>
      saysTheSame(rest, candidate, this.crate, this.value, readToml),
    )?.[1];
    if (edited === undefined) return undefined;
    const [before, after] = [clean, edited].map(splitLines);
    const from = after.findIndex((line, index) => line !== before[index]);
    const added = after.length - before.length;
    const lines = after.slice(from, from + Math.max(added, 1)).map((line) => line.trimEnd());
    return {
      where:
        added === 0
          ? `in the place of line ${from + 1}`
          : from === before.length
            ? 'at its end'
            : `as line ${from + 1}`,
      lines: lines.filter((line) => line !== ''),
    };
  }

  /**
   * Puts the dependency in, or brings it up to date.
   * @param eol the line end of what is added
   * @returns the new text, or `undefined` where the edit can't be proven
   */
  public addTo(text: string, eol: string): string | undefined {
    const lines = splitLines(text);
    const entries = markedEntries(lines).filter(({ crate }) => ManifestDependency.isIn(text, crate));
    if (entries.every(({ crate }) => crate === this.crate)) {
      if (this.isUpToDate(text)) return text;
      for (const { index } of entries) {
        const rest = without(lines, index, index);
        if (isProven(rest, text, this.crate)) return this.provenEdit(rest, [replacement(lines, index, this.entry)]);
      }
    }
    const clean = ManifestDependency.removeFrom(text);
    return clean === undefined ? undefined : this.provenEdit(clean, additions(clean, this.entry, eol));
  }

  /** The entry, without what a file adds to it. */
  public get entry(): string {
    const features =
      this.features.length > 0 ? `, features = [${this.features.map((feature) => `"${feature}"`).join(', ')}]` : '';
    return `${this.crate} = { version = "${this.version}", default-features = false${features} }`;
  }

  private get value(): TomlValues {
    return {
      version: this.version,
      'default-features': false,
      ...(this.features.length > 0 && { features: this.features }),
    };
  }

  /** Whether the manifest says the same, marked or not: where an entry goes into an inline table, no line can be marked. */
  public isSaidIn(text: string): boolean {
    return isDeepStrictEqual(dependencyOf(readToml(text), this.crate), this.value);
  }

  /** Whether the manifest has the dependency as it is to be. */
  public isUpToDate(text: string): boolean {
    return isDeepStrictEqual(keptValue(text, this.crate), this.value);
  }

  private provenEdit(before: string, candidates: string[]): string | undefined {
    return candidates.find((edited) => isProven(before, edited, this.crate, this.value));
  }
}

/** What the manifest says of the crate, if that is by the entry that is kept. */
function keptValue(text: string, crate: string): unknown {
  return markedEntries(splitLines(text)).some((entry) => entry.crate === crate)
    ? dependencyOf(readToml(text), crate)
    : undefined;
}
