import { RustToken, rustTokens } from './rust-lexer';
import { mayApply } from '../cargo/target-spec';

interface Attribute {
  readonly isInner: boolean;
  /** The text between the brackets, without comments. */
  readonly content: string;
  /** Those of its tokens: a string has its quotes, and so is none of the words that are looked for. */
  readonly texts: ReadonlySet<string>;
  readonly start: number;
  readonly end: number;
}

/** A Rust file, read just far enough to know where an item may be inserted and what attributes it has. */
export class RustSource {
  private readonly shebangEnd: number;
  private readonly tokens: RustToken[];
  /** What belongs to the whole file, and where the last of it ends. */
  private readonly inner: { readonly attributes: Attribute[]; readonly end?: number };

  /** @param text without a byte order mark */
  constructor(private readonly text: string) {
    this.shebangEnd = shebangEnd(text);
    this.tokens = [...rustTokens(text, this.shebangEnd)];
    this.inner = this.scanInner();
  }

  /**
   * Where the first item may stand: at the start of a line, behind what belongs to the whole file and the blank lines after it.
   * That is the shebang, the inner attributes and the inner docs, or else a licence comment.
   * @returns the offset, or `undefined` where code follows an inner attribute on its own line, or nothing follows at all
   */
  public get insertionPoint(): number | undefined {
    const point = this.inner.end === undefined ? this.licenceEnd : this.blankFrom(this.inner.end);
    return point === undefined ? undefined : point + /(?:[^\S\n]*\n)*/.exec(this.text.slice(point))![0].length;
  }

  /** The line of the first `#[global_allocator]` that a musl build may meet. */
  public get globalAllocatorLine(): number | undefined {
    let group: Attribute[] = [];
    let index = 0;
    while (index < this.tokens.length) {
      const attribute = this.attributeAt(index);
      if (attribute) {
        group.push(attribute.attribute);
        index = attribute.next;
      } else if (isTrivia(this.tokens[index])) {
        index += 1;
      } else {
        const found = allocatorOf(group);
        if (found) return this.lineOf(found.start);
        group = [];
        index += 1;
      }
    }
    return undefined;
  }

  /** Whether the crate does without the standard library or its `main`, possibly under a condition. */
  public get isFreestanding(): boolean {
    return this.inner.attributes.some(
      ({ texts }) => texts.has('no_std') || texts.has('no_main') || texts.has('no_core'),
    );
  }

  /** Whether a comment stands at the end of the line before the insertion point: rustfmt would align one that follows with it. */
  public get insertionFollowsComment(): boolean {
    if (this.inner.end === undefined) return false;
    const between = this.text.slice(this.inner.end, this.insertionPoint);
    return between.trim() !== '' && between.split('\n').length === between.trimEnd().split('\n').length + 1;
  }

  /** The line comments that stand on a line of their own. */
  public get ownLineComments(): RustToken[] {
    return this.tokens.filter(
      ({ kind, text, start }) =>
        kind === 'comment' &&
        text.startsWith('//') &&
        this.text.slice(this.text.lastIndexOf('\n', start) + 1, start).trim() === '',
    );
  }

  /** Counted from 1. */
  public lineOf(offset: number): number {
    return this.text.slice(0, offset).split('\n').length;
  }

  private scanInner(): { attributes: Attribute[]; end?: number } {
    const attributes: Attribute[] = [];
    let end: number | undefined;
    let index = 0;
    while (index < this.tokens.length) {
      const token = this.tokens[index];
      const found = this.attributeAt(index);
      if (found?.attribute.isInner) {
        attributes.push(found.attribute);
        end = found.attribute.end;
        index = found.next;
      } else if (token.kind === 'inner-doc') {
        end = token.end;
        index += 1;
      } else if (isTrivia(token)) {
        index += 1;
      } else {
        break;
      }
    }
    return { attributes, end };
  }

  /** A leading comment counts as the file's own when a blank line parts it from what follows. */
  private get licenceEnd(): number | undefined {
    for (const { kind, text, start } of this.tokens) {
      if (kind === 'blank' && /\n[^]*\n/.test(text)) return start;
      if (kind !== 'comment' && kind !== 'blank') break;
    }
    return this.shebangEnd === 0 || this.text[this.shebangEnd - 1] === '\n' ? this.shebangEnd : undefined;
  }

  /** From where on nothing but blanks is on the line. */
  private blankFrom(offset: number): number | undefined {
    for (const { kind, text, start } of this.tokens) {
      if (start < offset || kind === 'comment') continue;
      if (kind !== 'blank') return undefined;
      if (text.includes('\n')) return start;
    }
    // the last line of the file has no line end
    return undefined;
  }

  private attributeAt(index: number): { attribute: Attribute; next: number } | undefined {
    const start = this.tokens[index].start;
    if (this.tokens[index].text !== '#') return undefined;
    let open = this.significantFrom(index + 1);
    const isInner = this.tokens[open]?.text === '!';
    if (isInner) open = this.significantFrom(open + 1);
    if (this.tokens[open]?.text !== '[') return undefined;
    let depth = 0;
    for (let close = open; close < this.tokens.length; close += 1) {
      const { text, end } = this.tokens[close];
      if ('([{'.includes(text)) depth += 1;
      if (')]}'.includes(text)) depth -= 1;
      if (depth > 0) continue;
      const inside = this.tokens.slice(open + 1, close).filter((token) => !isTrivia(token));
      const texts = inside.map((token) => token.text);
      return { attribute: { isInner, texts: new Set(texts), content: texts.join(''), start, end }, next: close + 1 };
    }
    return undefined;
  }

  private significantFrom(index: number): number {
    let at = index;
    while (at < this.tokens.length && isTrivia(this.tokens[at])) at += 1;
    return at;
  }
}

function isTrivia({ kind }: RustToken): boolean {
  return kind === 'blank' || kind === 'comment' || kind === 'outer-doc';
}

/** The attribute among those of one item that makes it the allocator, unless the item does not exist on musl. */
function allocatorOf(attributes: Attribute[]): Attribute | undefined {
  const allocator = attributes.find(({ isInner, texts }) => !isInner && texts.has('global_allocator'));
  const conditions = attributes.map(({ content }) => content).filter((content) => content.startsWith('cfg('));
  return conditions.every((condition) => mayApply(condition)) ? allocator : undefined;
}

/** `#!` begins a shebang unless it begins an inner attribute. */
function shebangEnd(text: string): number {
  if (!text.startsWith('#!')) return 0;
  for (const token of rustTokens(text, 2)) {
    if (isTrivia(token)) continue;
    if (token.text === '[') return 0;
    break;
  }
  return /[^\n]*\n?/.exec(text)![0].length;
}
