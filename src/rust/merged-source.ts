import { rustTokens } from './rust-lexer';
import { assertMerged } from '../files/unfinished-merge';

/**
 * Refuses Rust source that git left marks of a conflict in. No code begins a line so; what a string or a comment holds may be
 * there for a reason.
 *
 * @param path what messages call the file
 */
export function assertSourceMerged(path: string, text: string): void {
  assertMerged(path, text, ({ sign, offset }) => (sign === '<' || sign === '>') && isCode(text, offset));
}

/** Whether the beginning of a line is neither in a string nor in a comment. */
function isCode(text: string, offset: number): boolean {
  for (const { kind, start, end } of rustTokens(text)) {
    if (end > offset) return start === offset || kind === 'blank';
  }
  return true;
}
