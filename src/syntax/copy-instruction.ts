import { instructionOf, keywordOf } from './dockerfile-instruction';

/** What a `COPY` or an `ADD` takes, and where it puts that. */
export interface CopyInstruction {
  /** Paths in the build context, from its root; none of them a pattern, a variable, an address or a here-document. */
  readonly sources: string[];
  readonly target: string;
}

/** What is copied by an instruction; undefined for another instruction. (https://docs.docker.com/reference/dockerfile/#copy) */
export function copyInstruction(text: string): CopyInstruction | undefined {
  const keyword = keywordOf(text);
  if (keyword !== 'COPY' && keyword !== 'ADD') return undefined;
  const said = instructionOf(text).trim().slice(keyword.length);
  const [flags] = /^(\s+--\S+)*/.exec(said)!;
  const words = wordsOf(said.slice(flags.length).trim());
  const target = words.pop() ?? '';
  const isFromElsewhere = /\s--from=/i.test(flags);
  const isPlain = (word: string) => !/[*?[$\\]|^<<|^\w+:\/\/|^git@/.test(word);
  const pathOf = (word: string) => word.replace(/^(\.?\/+)+/, '').replace(/\/+(\.\/*)?$/, '');
  return {
    sources: isFromElsewhere
      ? []
      : words
          .filter(isPlain)
          .map(pathOf)
          .filter((path) => path !== '' && path !== '.'),
    target,
  };
}

function wordsOf(text: string): string[] {
  if (!text.startsWith('[')) return text.split(/\s+/).map((word) => word.replace(/^(["'])(.*)\1$/, '$2'));
  try {
    return JSON.parse(text) as string[];
  } catch {
    return [];
  }
}
