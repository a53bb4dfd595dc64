import { UserError } from '../messages/user-error';

/**
 * Refuses texts with what can't be in them.
 *
 * @param where what messages call the list
 */
export function assertNone(characters: RegExp, where: string, texts: readonly string[], why: string): void {
  const broken = texts.find((text) => characters.test(text));
  if (broken !== undefined) throw new UserError(`${where} has ${JSON.stringify(broken)}; ${why}. Remove it.`);
}

/** Refuses what no program can be handed. A line break can be: it is escaped in a list of JSON, as a Dockerfile has it. */
export function assertArguments(where: string, args: readonly string[]): void {
  assertNone(/\0/, where, args, 'an argument of a program ends at the character NUL');
}
