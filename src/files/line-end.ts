/** The line end that a text uses most; the first one decides a draw. */
export function lineEnd(text: string): '\n' | '\r\n' {
  const crlf = text.split('\r\n').length - 1;
  const lf = text.split('\n').length - 1 - crlf;
  if (crlf === lf) return /^[^\n]*\r\n/.test(text) ? '\r\n' : '\n';
  return crlf > lf ? '\r\n' : '\n';
}
