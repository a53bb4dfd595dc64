import { lineEnd } from './user-file';

/** Lines that are kept in a line-based file of the user's. */
export interface MarkedBlock {
  /** What the lines are, in the marks round them. */
  readonly title: string;
  /** For people: behind the title in the first mark. */
  readonly comment: string;
  readonly lines: string[];
}

const BOM = '\u00EF\u00BB\u00BF';

/**
 * A line-based file of the user's (`.gitignore`, `.gitattributes`) in which marked blocks of our own stand before and
 * after the user's lines. Whatever happens to the marks, no line of the user's is lost: where a block is not whole, only
 * lines that are known to be ours are taken for it.
 *
 * The text is read byte by byte (`latin1`): such files are in whatever encoding they are.
 */
export class BlockedText {
  /** The user's own lines, to the byte. */
  public readonly own: string;
  private readonly bom: string;

  /** @param known lines that are ours where they stand beside a mark */
  constructor(text: string, known: ReadonlySet<string>) {
    this.bom = text.startsWith(BOM) ? BOM : '';
    this.own = withoutBlocks(text.slice(this.bom.length), known);
  }

  /** The file with these blocks, and no others. */
  public with(before: MarkedBlock, after: MarkedBlock): string {
    const eol = lineEnd(this.own);
    const [head, tail] = [before, after].map((block) => render(block, eol));
    const separator = tail === '' || this.own === '' || this.own.endsWith('\n') ? '' : eol;
    return this.bom + head + this.own + separator + tail;
  }
}

const MARK = /^# muslrust-chef: (begin|end) (defaults|generated files)\b/;

function render({ title, comment, lines }: MarkedBlock, eol: string): string {
  return lines.length === 0
    ? ''
    : [`# muslrust-chef: begin ${title} (${comment})`, ...lines, `# muslrust-chef: end ${title}`]
        .map((line) => Buffer.from(line).toString('latin1') + eol)
        .join('');
}

function withoutBlocks(text: string, known: ReadonlySet<string>): string {
  const lines = text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const marks = lines.map((line) => MARK.exec(line));
  const isOurs = marks.map((mark) => mark !== null);
  const takeKnown = (from: number, step: 1 | -1) => {
    for (let index = from + step; known.has((lines[index] ?? '').trimEnd()); index += step) {
      isOurs[index] = true;
    }
  };
  marks.forEach((mark, index) => {
    if (mark?.[1] === 'begin') {
      const next = marks.findIndex((other, at) => at > index && other !== null);
      const isWhole = marks[next]?.[1] === 'end' && marks[next][2] === mark[2];
      if (isWhole) {
        isOurs.fill(true, index, next);
      } else {
        takeKnown(index, 1);
      }
    } else if (mark) {
      takeKnown(index, -1);
    }
  });
  return lines.filter((_, index) => !isOurs[index]).join('');
}
