import { PREFIXES } from './musl-table';

/** Ours, and ours only: an entry of the user's is never mistaken for it, and `cargo add` and formatters keep a comment. */
export const MARK = '# kept by projen-muslrust-chef';

/** Where an entry bears the mark, and for which crate. */
interface MarkedEntry {
  readonly index: number;
  readonly crate: string;
}

/** The entries of ours, among the lines of a manifest. */
export function markedEntries(lines: string[]): MarkedEntry[] {
  return lines.flatMap((line, index) => {
    const crate = /^["']?([\w-]+)["']?\s*=/.exec(line.trimStart().slice(prefixOf(line).length))?.[1];
    return crate && line.trimEnd().endsWith(MARK) ? [{ index, crate }] : [];
  });
}

/** The dotted part of an entry of ours. */
export function prefixOf(line: string): string {
  return PREFIXES.find((prefix) => line.trimStart().startsWith(prefix))!;
}
