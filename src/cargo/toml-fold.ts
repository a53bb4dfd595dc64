const TOKEN =
  /"""[^]*?(?<!\\)(?:\\\\)*"{3,5}|'''[^]*?'{3,5}|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|#[^\n]*|[{}]|\n|[^"'#{}\n]+|[^]/g;

/** An escape in a string, of which TOML 1.1 has these two besides. */
const ESCAPE = /\\(?:e|x([0-9A-Fa-f]{2})|[^])/g;

/**
 * Says in TOML 1.0 what TOML 1.1 lets one say otherwise, and cargo accepts: inline tables that span lines and end with a
 * comma, and the escapes `\e` and `\xHH`. The meaning is kept, the positions are not.
 */
export function asToml10(text: string): string {
  let folded = '';
  let depth = 0;
  for (const [token] of text.matchAll(TOKEN)) {
    if (token === '}') {
      depth -= 1;
      folded = folded.replace(/,\s*$/, ' ');
    }
    if (depth > 0 && token === '\n') folded += ' ';
    else if (token.startsWith('"')) folded += token.replace(ESCAPE, plainEscape);
    else if (depth === 0 || !token.startsWith('#')) folded += token;
    if (token === '{') depth += 1;
  }
  return folded;
}

function plainEscape(escape: string, code: string | undefined): string {
  if (escape === '\\e') return '\\u001b';
  return code === undefined ? escape : `\\u00${code}`;
}
