import { UserError } from '../messages/user-error';

/** A line that git writes where two sides changed the same. */
interface ConflictMark {
  readonly sign: string;
  readonly offset: number;
  /** Counted from 1. */
  readonly line: number;
}

/**
 * As git tells its own (git, rerere.c: `is_cmarker`): seven of a sign at the beginning of a line, or more where the attribute
 * `conflict-marker-size` says so. Behind the first and the last of a conflict is a blank, with what the side is called.
 */
const MARK = /^(?:([<>])\1{6,} |([|=])\2{6,}(?=\s|$))/gm;

/**
 * Refuses a text that git left marks of a conflict in.
 *
 * @param path what messages call the file
 * @param counts which of them are no part of the text: those that begin and end a conflict, if nobody knows better
 */
export function assertMerged(
  path: string,
  text: string,
  counts: (mark: ConflictMark) => boolean = ({ sign }) => sign === '<' || sign === '>',
): void {
  if (!/[<>|=]{7}/.test(text)) return;
  const marks = [...text.matchAll(MARK)].map(({ index, 0: [sign] }) => ({
    sign,
    offset: index,
    line: text.slice(0, index).split('\n').length,
  }));
  const found = marks.findIndex(counts);
  if (found < 0) return;
  // the conflict may begin in a string
  const [first = marks[found]] = marks.filter(({ sign }, at) => sign === '<' && at <= found).slice(-1);
  throw new UserError(`${path}:${first.line}: a merge is not finished here: resolve it, and synth again`);
}
