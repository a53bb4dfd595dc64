import { RustToken, rustTokens } from './rust-lexer';

/** A file or folder that a Rust file has the compiler read. */
export interface EmbeddedFile {
  readonly path: string;
  /** What the path is relative to: the file that names it, or the folder of its package. */
  readonly base: 'file' | 'package';
  /** Counted from 1. */
  readonly line: number;
}

/** Macros that take a path, and what it is relative to. */
const MACROS: Record<string, EmbeddedFile['base']> = {
  include: 'file',
  include_bytes: 'file',
  include_str: 'file',
  include_dir: 'package',
  // of sqlx and of diesel
  migrate: 'package',
  embed_migrations: 'package',
};

/** Attributes that do: of modules, and of rust-embed. */
const ATTRIBUTES: Record<string, EmbeddedFile['base']> = { path: 'file', folder: 'package' };

/** The paths that stand in a Rust file as literals: what a macro makes of its input, or a build script does, is not seen. */
export function embeddedFiles(text: string): EmbeddedFile[] {
  if (!/\b(include|include_\w+|migrate|embed_migrations)\s*!|#\s*\[\s*(path|folder)\b/.test(text)) return [];
  const tokens = [...rustTokens(text)].filter(
    ({ kind }) => !['blank', 'comment', 'inner-doc', 'outer-doc'].includes(kind),
  );
  const word = (at: number) => tokens[at]?.text;
  return tokens.flatMap(({ kind, text: name, start }, at) => {
    const found =
      kind === 'word' && Object.hasOwn(MACROS, name) && word(at + 1) === '!' && '([{'.includes(word(at + 2) ?? 'x')
        ? argument(tokens, at + 3, MACROS[name])
        : name === '#' && word(at + 1) === '[' && Object.hasOwn(ATTRIBUTES, word(at + 2) ?? '') && word(at + 3) === '='
          ? literal(tokens[at + 4], ATTRIBUTES[word(at + 2)!])
          : undefined;
    return found ? [{ ...found, line: text.slice(0, start).split('\n').length }] : [];
  });
}

type Path = Pick<EmbeddedFile, 'path' | 'base'>;

/** A literal, or `concat!(env!("CARGO_MANIFEST_DIR"), "/…")`. */
function argument(tokens: RustToken[], at: number, base: EmbeddedFile['base']): Path | undefined {
  const next = tokens.slice(at, at + 12).map(({ text }) => text);
  if (next.slice(0, 8).join('') !== 'concat!(env!("CARGO_MANIFEST_DIR")') return literal(tokens[at], base);
  const parts: string[] = [];
  for (let i = at + 8; tokens[i]; i += 1) {
    if (tokens[i].kind === 'literal') {
      parts.push(valueOf(tokens[i].text) ?? '');
    } else if (tokens[i].text === ')' && parts.length > 0) {
      return { path: parts.join('').replace(/^\/+/, ''), base: 'package' };
    } else if (!',)'.includes(tokens[i].text)) {
      return undefined;
    }
  }
  return undefined;
}

function literal(token: RustToken | undefined, base: EmbeddedFile['base']): Path | undefined {
  const value = token?.kind === 'literal' ? valueOf(token.text) : undefined;
  if (value === undefined) return undefined;
  const inPackage = /^\$CARGO_MANIFEST_DIR\/(.*)/s.exec(value)?.[1];
  return inPackage === undefined ? { path: value, base } : { path: inPackage, base: 'package' };
}

/** What a string says; of those with escapes that a path hardly has, nothing. */
function valueOf(text: string): string | undefined {
  const raw = /^r(#*)"([^]*)"\1$/.exec(text)?.[2];
  const plain = /^"([^\\]*|(?:[^\\]|\\["\\])*)"$/.exec(text)?.[1];
  return raw ?? plain?.replace(/\\(["\\])/g, '$1');
}
