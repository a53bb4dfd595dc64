/** The lines of a manifest, each with its end. */
export function splitLines(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+/g) ?? [];
}

/** The lines but those of the range; a text that ends without a line end still does. */
export function without(lines: string[], from: number, to: number): string {
  const kept = [...lines.slice(0, from), ...lines.slice(to + 1)].join('');
  return lines[to].endsWith('\n') ? kept : kept.replace(/\r?\n$/, '');
}
