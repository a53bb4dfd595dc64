/**
 * A word as a shell wants it, quoted only where that is needed.
 *
 * In double quotes, since linters take a `$` in single quotes for a mistake; and never with a `${{` in it, which a
 * workflow would evaluate wherever it stands.
 */
export function shellQuote(word: string): string {
  return /^[\w./:=@%+,-]+$/.test(word) ? word : `"${word.replace(/[\\"$`]/g, '\\$&').replace(/\$\{\{/g, '$""{{')}"`;
}
