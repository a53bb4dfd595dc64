import { Pins, PINS } from '../../src/pins';

/** The text of src/pins.ts with other pins. What is shipped has no digests: each build takes what a tag names. */
export function renewed(text: string, found: Pins): string {
  return changes(PINS, found).reduce(
    (changed, [before, after]) => changed.replaceAll(`'${before}'`, `'${after.replace(/@sha256:.*$/, '')}'`),
    text,
  );
}

/** Each value with the one that is in its place. */
function changes(before: object | string, after: object | string): [string, string][] {
  return typeof before === 'string'
    ? [[before, after as string]]
    : Object.entries(before).flatMap(([key, value]) => changes(value, (after as Record<string, object>)[key]));
}
