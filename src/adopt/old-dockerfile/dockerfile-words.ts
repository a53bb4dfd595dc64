/** Variables that a Dockerfile has given a value by then; one without is declared, and given by who builds. */
export type Variables = ReadonlyMap<string, string | undefined>;

const VARIABLE = /\\[^]|'[^']*'|\$(?:(\w+)|\{(\w+)(?:(:?[-+])([^}]*))?\})/g;

/**
 * A text with the variables that are known in it; of others the `$` stays.
 *
 * (https://docs.docker.com/reference/dockerfile/#environment-replacement)
 */
export function expanded(text: string, variables: Variables): string {
  return text.replace(VARIABLE, (part, bare?: string, braced?: string, operator?: string, word?: string) => {
    const name = bare ?? braced;
    // escaped, or in single quotes
    if (name === undefined) return part;
    const value = variables.get(name);
    if (operator?.endsWith('-')) return value ?? (word!.includes('$') ? part : word!);
    if (operator?.endsWith('+')) return value === undefined ? '' : word!;
    return value ?? part;
  });
}

/** Words as a shell splits them, quotes and backslashes taken away. */
export function words(text: string): string[] {
  return (text.match(/(?:\\[^]|"(?:\\[^]|[^"\\])*"|'[^']*'|[^\s"'\\])+/g) ?? []).map(unquoted);
}

export function unquoted(word: string): string {
  return word.replace(
    /"((?:\\[^]|[^"\\])*)"|'([^']*)'|\\([^])/g,
    (_, double?: string, single?: string, escaped?: string) =>
      double !== undefined ? double.replace(/\\(["\\$`])/g, '$1') : (single ?? escaped!),
  );
}

/** Whether a value can't be told without a build. */
export function isUnknown(text: string): boolean {
  return /\$[\w{(]/.test(text);
}

/** Whether a program is a shell, which reads a command by itself. */
export function isShell(program: string): boolean {
  return /^(?:\/(?:usr\/)?bin\/)?(?:sh|bash|ash|dash)$/.test(program);
}

/** The list of an instruction in JSON's form; nothing where it is in the shell's. (BuildKit, parser/line_parsers.go: parseJSON) */
export function jsonList(text: string): string[] | undefined {
  if (!text.trimStart().startsWith('[')) return undefined;
  try {
    const list = JSON.parse(text) as unknown;
    return Array.isArray(list) && list.every((each) => typeof each === 'string') ? list : undefined;
  } catch {
    return undefined;
  }
}

/** The words of a command that needs no shell; nothing where it does. */
export function plainCommand(text: string): string[] | undefined {
  const bare = text.replace(/\\[^]|'[^']*'|"[^"$`]*"/g, 'x');
  if (/[|&;<>()$`*?~#[\]{}\n]/.test(bare)) return undefined;
  const all = words(text);
  const command = all[0] === 'exec' ? all.slice(1) : all;
  return command.length === 0 || /^\w+=/.test(command[0]) ? undefined : command;
}
