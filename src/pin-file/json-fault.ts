import { parseDocument } from 'yaml';

/** What is wrong with a text as JSON, with its line; a key that is there twice is wrong too, which JSON.parse lets pass. */
export function faultOfJson(text: string): string | undefined {
  // all JSON is YAML, whose parser always knows where it is
  const [error] = parseDocument(text).errors;
  const lineOf = (position: number) => text.slice(0, Math.min(position, text.trimEnd().length)).split('\n').length;
  try {
    JSON.parse(text);
  } catch (fault) {
    const { message } = fault as Error;
    const [, at = error?.pos[0] ?? text.length] = / at position (\d+)/.exec(message) ?? [];
    return `line ${lineOf(Number(at))}: ${message}`;
  }
  return error?.code === 'DUPLICATE_KEY' ? `line ${lineOf(error.pos[0])}: a key is there twice` : undefined;
}
