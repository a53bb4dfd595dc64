import { isDeepStrictEqual } from 'node:util';
import { parseToml, readToml, TomlValues } from './toml-parse';

/** Ours, and ours only: an entry of the user's is never mistaken for it, and `cargo add` and formatters keep a comment. */
const MARK = '# kept by projen-muslrust-chef';
const PATH = ['target', 'cfg(target_env = "musl")', 'dependencies'];
const KEYS = ['target', `'${PATH[1]}'`, 'dependencies'];
const TABLE = KEYS.join('.');
const HEADER = `[${TABLE}]`;
/** What stands before an entry where tables are there by dotted keys: by how many keys of the path its header names. */
const PREFIXES = [0, 1, 2, 3].map((depth) =>
  KEYS.slice(depth)
    .map((key) => `${key}.`)
    .join(''),
);

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
      ...markedEntries(own).map(({ index }) => [without(own, index, index), this.inPlaceOf(own, index)]),
      ...[...this.additions(clean, '\n'), ...this.inlineAdditions(clean)].map((candidate) => [clean, candidate]),
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
        if (isProven(rest, text, this.crate)) return this.provenEdit(rest, [this.inPlaceOf(lines, index)]);
      }
    }
    const clean = ManifestDependency.removeFrom(text);
    return clean === undefined ? undefined : this.provenEdit(clean, this.additions(clean, eol));
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

  /** The text with the entry in the place of another one of ours. */
  private inPlaceOf(lines: string[], index: number): string {
    const entry = `${prefixOf(lines[index])}${this.entry} ${MARK}`;
    return lines.map((line, at) => (at === index ? line.replace(/\S.*\S/, () => entry) : line)).join('');
  }

  private provenEdit(before: string, candidates: string[]): string | undefined {
    return candidates.find((edited) => isProven(before, edited, this.crate, this.value));
  }

  private additions(text: string, eol: string): string[] {
    const lines = splitLines(text);
    const depths = lines.map(depthOf);
    const below = (depth: number) =>
      lines.flatMap((line, index) => {
        const entry = `${PREFIXES[depth]}${this.entry} ${MARK}`;
        const added = line.endsWith('\n') ? entry + eol : eol + entry;
        return depths[index] === depth
          ? [[...lines.slice(0, index + 1), added, ...lines.slice(index + 1)].join('')]
          : [];
      });
    const [end, start] = text === '' || text.endsWith('\n') ? [eol, eol] : ['', eol + eol];
    const own = [`${HEADER} ${MARK}`, `${this.entry} ${MARK}`].join(eol);
    return [
      ...below(3),
      `${text}${start}${own}${end}`,
      ...below(2),
      ...below(1),
      `${PREFIXES[0]}${this.entry} ${MARK}${eol}${text}`,
    ];
  }

  /** Into an inline table, where no line can be marked as ours. */
  private inlineAdditions(text: string): string[] {
    const lines = splitLines(text);
    const entries = [
      this.entry,
      `dependencies = { ${this.entry} }`,
      `'${PATH[1]}' = { dependencies = { ${this.entry} } }`,
    ];
    return lines.flatMap((line, index) =>
      [...line.matchAll(/\s*\}/g)].flatMap(({ index: at }) =>
        entries.map((entry) => {
          const start = line.slice(0, at);
          const separator = start.endsWith('{') ? ' ' : ', ';
          const edited = `${start}${separator}${entry} ${line.slice(at).trimStart()}`;
          return [...lines.slice(0, index), edited, ...lines.slice(index + 1)].join('');
        }),
      ),
    );
  }
}

interface MarkedEntry {
  readonly index: number;
  readonly crate: string;
}

function markedEntries(lines: string[]): MarkedEntry[] {
  return lines.flatMap((line, index) => {
    const crate = /^["']?([\w-]+)["']?\s*=/.exec(line.trimStart().slice(prefixOf(line).length))?.[1];
    return crate && line.trimEnd().endsWith(MARK) ? [{ index, crate }] : [];
  });
}

/** The dotted part of an entry of ours. */
function prefixOf(line: string): string {
  return PREFIXES.find((prefix) => line.trimStart().startsWith(prefix))!;
}

/** What the manifest says of the crate, if that is by the entry that is kept. */
function keptValue(text: string, crate: string): unknown {
  return markedEntries(splitLines(text)).some((entry) => entry.crate === crate)
    ? dependencyOf(readToml(text), crate)
    : undefined;
}

/** From the most to the least thorough: with our own header and the blank line before it, with the header, and the entry alone. */
function removals(lines: string[], index: number): string[] {
  const header = lines.slice(0, index).map(depthOf).lastIndexOf(PATH.length);
  if (!lines[header]?.trimEnd().endsWith(MARK)) return [without(lines, index, index)];
  const isShared = markedEntries(lines).some((other) => other.index > header && other.index !== index);
  const unmarked = lines.map((line, at) => (at === header ? line.replace(new RegExp(` *${MARK}`), '') : line));
  return [
    ...(header === index - 1 && isBlank(lines[header - 1]) ? [without(lines, header - 1, index)] : []),
    ...(header === index - 1 ? [without(lines, header, index)] : []),
    without(isShared ? lines : unmarked, index, index),
  ];
}

/** The lines but those of the range; a text that ends without a line end still does. */
function without(lines: string[], from: number, to: number): string {
  const kept = [...lines.slice(0, from), ...lines.slice(to + 1)].join('');
  return lines[to].endsWith('\n') ? kept : kept.replace(/\r?\n$/, '');
}

function isBlank(line?: string): boolean {
  return line === '\n' || line === '\r\n';
}

/** How many keys of the table's path a header names, however they are quoted and spaced; whether it names others is left to the proof. */
function depthOf(line: string): number {
  if (!line.trimStart().startsWith('[')) return 0;
  try {
    const header = parseToml(line);
    return PATH.filter((_, index) => valueAt(header, PATH.slice(0, index + 1)) !== undefined).length;
  } catch {
    return 0;
  }
}

/** Whether `after` says what `before` says and has the dependency besides, with any value where none is given. */
function isProven(before: string, after: string, crate: string, value?: TomlValues): boolean {
  return saysTheSame(before, after, crate, value, parseToml);
}

function saysTheSame(
  before: string,
  after: string,
  crate: string,
  value: TomlValues | undefined,
  parse: (text: string) => TomlValues,
): boolean {
  try {
    const [expected, edited] = [parse(before), parse(after)];
    if (dependencyOf(expected, crate) !== undefined) return false;
    let table = expected;
    for (const key of PATH) table = (table[key] ??= {}) as TomlValues;
    table[crate] = value ?? dependencyOf(edited, crate);
    return isDeepStrictEqual(edited, expected);
  } catch {
    return false;
  }
}

function dependencyOf(document: TomlValues, crate: string): unknown {
  return valueAt(document, [...PATH, crate]);
}

function valueAt(document: TomlValues, keys: string[]): unknown {
  return keys.reduce<unknown>((values, key) => (values as TomlValues | undefined)?.[key], document);
}

function splitLines(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+/g) ?? [];
}
