import { jsonList, words } from './dockerfile-words';

/** A pipeline of a script, as far as it can be told without a shell. */
export interface ShellCommand {
  readonly text: string;
  /** Variables that are set for it, or from there on. */
  readonly assignments: readonly (readonly [name: string, value: string])[];
  /** Of its first command. */
  readonly words: readonly string[];
  /** The files that it writes by a redirection or by `tee`. */
  readonly writes: readonly string[];
}

/** What ends a pipeline is in none of these. */
const PIPELINE =
  /(?:\\[^]|'[^']*'|"(?:\\[^]|[^"\\])*"|\$\((?:[^()]|\([^()]*\))*\)|[<>]&|(?<!\|)\|(?!\|)|[^;&|\n'"\\])+/g;

/** Words of the language of the shell, that stand before a command. */
const KEYWORDS = /^(?:[({!]\s*|(?:if|then|else|elif|do|while|until|time|exec|command|sudo)\s+|case\s+\S+\s+in\s*)+/;

/** Those that are commands of their own to a look that knows no grammar. */
const GRAMMAR = /^(?:fi|done|esac|for\s.*|[)}]+)?$/;

/** The pipelines of what `RUN` runs. */
export function shellCommands(run: string): ShellCommand[] {
  const list = jsonList(run);
  if (list) return [{ text: list.join(' '), assignments: [], words: list, writes: [] }];
  return (script(run).match(PIPELINE) ?? [])
    .map((piece) =>
      piece
        .trim()
        .replace(KEYWORDS, '')
        // a pattern of `case`
        .replace(/^\(?[\w"'*./|-]+\)\s+/, '')
        .trim(),
    )
    .filter((piece) => !GRAMMAR.test(piece))
    .map(commandOf);
}

/** A here-document is the script, unless a program reads it: then it is data. */
function script(run: string): string {
  const [first, ...body] = run.split('\n');
  const [, before, name] = /^(.*?)<<-?\s*["']?(\w+)/.exec(first) ?? [];
  if (name === undefined) return withoutComments(run);
  const end = body.findIndex((line) => line.trim() === name);
  const isScript = /^\s*(\/\S*\/)?(ba|da|a)?sh?\s*$|^\s*$/.test(before);
  return withoutComments(
    [...(isScript ? body.slice(0, end < 0 ? undefined : end) : [first]), ...body.slice(end + 1)].join('\n'),
  );
}

function withoutComments(text: string): string {
  return text.replace(/^\s*#.*$/gm, '').replace(/^([^'"\n]*\s)#.*$/gm, '$1');
}

function commandOf(text: string): ShellCommand {
  const all = words(text);
  const isSet = all[0] === 'export' || all[0] === 'env';
  const own = isSet ? all.slice(1) : all;
  const count = own.findIndex((word) => !/^[A-Za-z_]\w*=/.test(word));
  const assigned = count < 0 ? own : own.slice(0, count);
  const said = text.replace(/'[^']*'|"(?:\\[^]|[^"\\])*"/g, (quoted) => 'x'.repeat(quoted.length));
  const writes = [...said.matchAll(/(?<![-=&\d])>{1,2}\s*([^\s;&|<>]+)|\|\s*tee\s+(?:-a\s+)?([^\s;&|<>]+)/g)];
  return {
    text: text.replace(/\s+/g, ' '),
    assignments: assigned.map((word) => [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)] as const),
    words: count < 0 ? [] : own.slice(count),
    writes: writes.map(([, redirected, teed]) => redirected ?? teed),
  };
}
