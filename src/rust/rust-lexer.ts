/** What a stretch of Rust source is, as far as it matters where things may be inserted. */
export type RustTokenKind =
  'blank' | 'comment' | 'inner-doc' | 'outer-doc' | 'literal' | 'lifetime' | 'word' | 'punctuation';

export interface RustToken {
  readonly kind: RustTokenKind;
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const WORD = /[\p{XID_Start}_][\p{XID_Continue}]*/uy;
const LITERALS = [
  // raw: r"…", br#"…"#, cr"…"
  /(?:b|c)?r(#*)"[^]*?"\1/y,
  /(?:b|c)?"(?:[^"\\]|\\[^])*"/y,
  // a character, not the lifetime that 'a is
  /b?'(?:[^'\\\n\r\t]|\\(?:[^u]|u\{[^}]*\}|x..))'/uy,
];

/** Splits Rust source into tokens; together they are the whole text from `from` on. */
export function* rustTokens(text: string, from = 0): Generator<RustToken> {
  for (let start = from; start < text.length;) {
    const [kind, end] = next(text, start);
    yield { kind, text: text.slice(start, end), start, end };
    start = end;
  }
}

function next(text: string, start: number): [RustTokenKind, number] {
  const match = (pattern: RegExp) => {
    pattern.lastIndex = start;
    return pattern.exec(text)?.[0].length;
  };
  const blank = match(/[\s\u200e\u200f\u0085]+/y);
  if (blank) return ['blank', start + blank];

  const line = match(/\/\/[^\n]*/y);
  if (line) {
    const content = text.slice(start, start + line);
    return [docKind(content, /^\/\/!/, /^\/\/\/(?!\/)/), start + (content.endsWith('\r') ? line - 1 : line)];
  }
  if (text.startsWith('/*', start)) {
    const end = blockCommentEnd(text, start);
    return [docKind(text.slice(start, end), /^\/\*!/, /^\/\*\*(?![*/])/), end];
  }
  for (const pattern of LITERALS) {
    const literal = match(pattern);
    if (literal) return ['literal', start + literal];
  }
  const lifetime = match(/'[\p{XID_Start}_][\p{XID_Continue}]*/uy);
  if (lifetime) return ['lifetime', start + lifetime];
  const word = match(/r#[\p{XID_Start}_][\p{XID_Continue}]*/uy) ?? match(WORD) ?? match(/\d[\w]*/y);
  if (word) return ['word', start + word];
  return ['punctuation', start + 1];
}

function docKind(content: string, inner: RegExp, outer: RegExp): RustTokenKind {
  return inner.test(content) ? 'inner-doc' : outer.test(content) ? 'outer-doc' : 'comment';
}

/** Block comments nest. */
function blockCommentEnd(text: string, start: number): number {
  let depth = 0;
  for (const mark of text.slice(start).matchAll(/\/\*|\*\//g)) {
    depth += mark[0] === '/*' ? 1 : -1;
    if (depth === 0) return start + mark.index + 2;
  }
  return text.length;
}
