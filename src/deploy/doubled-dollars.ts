/** A text as compose files and Kubernetes have it, where one `$` begins a variable and two are one. */
export function doubledDollars(text: string): string {
  return text.replaceAll('$', '$$$$');
}
