import { OldInstruction } from './dockerfile-stages';
import { isShell, jsonList, plainCommand, words } from './dockerfile-words';

/** How an image starts its program. */
export interface OldCommand {
  readonly line: number;
  /** The program, and its arguments; none where a shell is needed to tell. */
  readonly words?: readonly string[];
  /** As it is written. */
  readonly text: string;
  /** What stood round it and goes: a shell, an init, a change of user. */
  readonly without: readonly string[];
  /** Variables that were set for it. */
  readonly env: Readonly<Record<string, string>>;
  /** Whether arguments of `docker run` came behind some that stayed. */
  readonly hasFixedArgs: boolean;
  /** Whether there is no ENTRYPOINT, so that arguments of `docker run` name the program too. */
  readonly isOfCmd: boolean;
}

/** Programs that start another one, and how many words they take before it. */
const INIT = /^(?:\/(?:.*\/)?)?(?:tini|tini-static|dumb-init|catatonit)$/;
const AS_USER = /^(?:\/(?:.*\/)?)?(?:gosu|su-exec)$/;
const ENVIRONMENT = /^(?:\/(?:.*\/)?)?env$/;

/** The command of an image by the last `ENTRYPOINT` and `CMD` of its stages. */
export function commandOf(instructions: readonly OldInstruction[]): OldCommand | undefined {
  const entrypoint = instructions.filter(({ keyword }) => keyword === 'ENTRYPOINT').at(-1);
  const cmd = instructions.filter(({ keyword }) => keyword === 'CMD').at(-1);
  const first = entrypoint ?? cmd;
  if (!first) return undefined;
  const isOfShell = jsonList(first.text) === undefined;
  // a shell that is the entry point takes no arguments (https://docs.docker.com/reference/dockerfile/#understand-how-cmd-and-entrypoint-interact)
  const args = entrypoint && cmd && !isOfShell ? cmd : undefined;
  const own = wordsOf(first);
  const added = args ? wordsOf(args) : [];
  const text = [first, ...(args ? [args] : [])].map(({ keyword, text: said }) => `${keyword} ${said}`).join(', ');
  const all = own && added ? [...own, ...added] : undefined;
  const { words: bare, ...round } = unwrapped(all, isOfShell);
  return {
    line: first.line,
    text,
    words: bare,
    ...round,
    isOfCmd: entrypoint === undefined,
    hasFixedArgs: entrypoint !== undefined && bare !== undefined && bare.length - added!.length > 1,
  };
}

function wordsOf({ text }: OldInstruction): string[] | undefined {
  return jsonList(text) ?? plainCommand(text);
}

function unwrapped(
  all: readonly string[] | undefined,
  isOfShell: boolean,
): Pick<OldCommand, 'words' | 'without' | 'env'> {
  const without = isOfShell ? ['a shell'] : [];
  const env: Record<string, string> = {};
  let rest = all;
  for (;;) {
    const [head, ...tail] = rest ?? [];
    if (rest === undefined || head === undefined) return { words: undefined, without, env };
    if (isShell(head)) {
      if (!/^-[a-z]*c$/.test(tail[0] ?? '') || tail[1] === undefined) return { words: undefined, without, env };
      rest = plainCommand(tail[1]);
      without.push(head);
    } else if (head === 'exec') {
      rest = tail;
    } else if (INIT.test(head)) {
      const end = tail.indexOf('--');
      rest = end >= 0 ? tail.slice(end + 1) : tail.slice(tail.findIndex((word) => !word.startsWith('-')));
      without.push(head);
    } else if (AS_USER.test(head)) {
      rest = tail.slice(1);
      without.push(head);
    } else if (ENVIRONMENT.test(head)) {
      const count = tail.findIndex((word) => !/^\w+=/.test(word));
      for (const word of tail.slice(0, count)) {
        env[word.slice(0, word.indexOf('='))] = word.slice(word.indexOf('=') + 1);
      }
      rest = count < 0 ? undefined : tail.slice(count);
    } else {
      return { words: rest, without, env };
    }
  }
}

/** The words of a command that may need a shell, for a look at what it names. */
export function roughWords(text: string): string[] {
  return jsonList(text) ?? words(text.replace(/[;&|()]+/g, ' '));
}
