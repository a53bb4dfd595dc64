import { join } from 'node:path';
import { Question, questionsOf } from './newest-pins';
import { replaceFile } from '../../files/replace-file';
import { Pins } from '../../pins';
import { PinFile } from '../pin-file';

/**
 * Brings a folder's file of pins up to date: every pin that there is, as the registries and GitHub have it. All or nothing:
 * where one could not be asked for, the file stays as it is.
 *
 * @returns whether all could be asked for
 */
export async function updatePins(
  folder: string,
  env: NodeJS.ProcessEnv,
  say: (line: string) => void,
): Promise<boolean> {
  const said = PinFile.read(folder);
  const now = PinFile.pinsOf(said ?? {});
  const found = await newestOf(now, env, say);
  if (found === undefined) {
    say(`${PinFile.NAME} ${said ? 'is as it was' : 'is not written'}: of what can't be asked for nothing is known.`);
    return false;
  }
  replaceFile(join(folder, PinFile.NAME), `${JSON.stringify(fileOf(found), undefined, 2)}\n`);
  say(`${PinFile.NAME} is up to date.`);
  return true;
}

/** The newest of each pin, said as each is found; nothing where one could not be. */
export async function newestOf(
  now: Pins,
  env: NodeJS.ProcessEnv,
  say: (line: string) => void,
): Promise<Pins | undefined> {
  const questions = questionsOf(now, env);
  say(`Looking for newer releases of ${questions.length} pins.`);
  const answers = await Promise.all(questions.map(async (question) => answerTo(question, say)));
  if (answers.includes(undefined)) return undefined;
  const values = new Map(questions.map(({ key }, i) => [key, answers[i]!]));
  const group = <T extends object>(name: string, pins: T) =>
    Object.fromEntries(Object.keys(pins).map((key) => [key, values.get(`${name}.${key}`)!])) as Record<keyof T, string>;
  return {
    images: group('images', now.images),
    crates: group('crates', now.crates),
    pypi: group('pypi', now.pypi),
    buildkit: values.get('buildkit')!,
    buildx: values.get('buildx')!,
    actions: Object.fromEntries(
      Object.entries(group('actions', now.actions)).map(([name, value]) => [name, value.split(' ')]),
    ) as unknown as Pins['actions'],
  };
}

/** What the file has for pins. */
function fileOf({ actions, ...others }: Pins): object {
  const named = Object.entries(actions).map(([name, [release, commit]]) => [name, { release, commit }]);
  return { ...others, actions: Object.fromEntries(named) };
}

async function answerTo({ key, now, find }: Question, say: (line: string) => void): Promise<string | undefined> {
  try {
    const { value, note } = await find();
    say(
      `${key}: ${value === now ? `${now} is the newest` : `${now} -> ${value}`}${note === undefined ? '' : ` (${note})`}`,
    );
    return value;
  } catch (error) {
    say(`${key}: ${now} stays: ${(error as Error).message}`);
    return undefined;
  }
}
