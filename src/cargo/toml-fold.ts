const TOKEN =
  /"""[^]*?(?<!\\)(?:\\\\)*"{3,5}|'''[^]*?'{3,5}|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|#[^\n]*|[{}]|\n|[^"'#{}\n]+|[^]/g;

/**
 * Puts every inline table on one line: TOML 1.1 lets them span lines and end with a comma, cargo accepts it, our parser does not.
 * The meaning is kept, the positions are not.
 */
export function foldInlineTables(text: string): string {
  let folded = '';
  let depth = 0;
  for (const [token] of text.matchAll(TOKEN)) {
    if (token === '}') {
      depth -= 1;
      folded = folded.replace(/,\s*$/, ' ');
    }
    if (depth > 0 && token === '\n') folded += ' ';
    else if (depth === 0 || !token.startsWith('#')) folded += token;
    if (token === '{') depth += 1;
  }
  return folded;
}
