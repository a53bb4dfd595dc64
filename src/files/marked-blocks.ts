import { createHash } from 'crypto';
import { lineEnd } from './line-end';

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
 * after the user's lines. Whatever happens to the marks and between them, no line of the user's is lost: a block whose
 * hash is right is as it was written; of any other one only lines that are known to be ours are taken for it, and the
 * rest goes to the user's own lines.
 *
 * The text is read byte by byte (`latin1`): such files are in whatever encoding they are.
 */
export class BlockedText {
  /** The user's own lines, to the byte. */
  public readonly own: string;
  private readonly bom: string;

  /** @param known lines that are ours where they stand in a block, or beside its mark */
  constructor(
    private readonly text: string,
    known: ReadonlySet<string>,
  ) {
    this.bom = text.startsWith(BOM) ? BOM : '';
    this.own = withoutBlocks(text.slice(this.bom.length), known);
  }

  /** The file with these blocks, and no others. */
  public with(before: MarkedBlock, after: MarkedBlock): string {
    const eol = lineEnd(this.own.includes('\n') ? this.own : this.text);
    const [head, tail] = [before, after].map((block) => render(block, eol));
    const separator = tail === '' || this.own === '' || this.own.endsWith('\n') ? '' : eol;
    return this.bom + head + this.own + separator + tail;
  }
}

const MARK = /^# muslrust-chef: (begin|end) (defaults|generated files)\b(?: \((\d+) lines, ([0-9a-f]{8})\))?/;

function render({ title, comment, lines }: MarkedBlock, eol: string): string {
  if (lines.length === 0) return '';
  const written = lines.map(latin1);
  const begin = `# muslrust-chef: begin ${title} (${comment})`;
  const end = `# muslrust-chef: end ${title} (${lines.length} lines, ${hash(written)})`;
  return [latin1(begin), ...written, end].map((line) => line + eol).join('');
}

function latin1(line: string): string {
  return Buffer.from(line).toString('latin1');
}

/** Whether a block is as it was written is told by it, whatever line ends git has given to the lines. */
function hash(lines: string[]): string {
  const text = lines.map((line) => line.trimEnd()).join('\n');
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}

/** The lines of a block without one run of lines that was put in, if that gives what was written: where the run is. */
function addedRun(lines: string[], end: RegExpExecArray): { readonly from: number; readonly to: number } | undefined {
  const length = lines.length - Number(end[3]);
  for (let from = 0; length >= 0 && from + length <= lines.length; from++) {
    const to = from + length;
    if (hash([...lines.slice(0, from), ...lines.slice(to)]) === end[4]) return { from, to };
  }
  return undefined;
}

function withoutBlocks(text: string, known: ReadonlySet<string>): string {
  const lines = text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const marks = lines.map((line) => MARK.exec(line));
  const isOurs = marks.map((mark) => mark !== null);
  const wholeEnds = new Set<number>();
  const takeKnown = (from: number, step: 1 | -1) => {
    for (let index = from + step; known.has((lines[index] ?? '').trimEnd()); index += step) {
      isOurs[index] = true;
    }
  };
  marks.forEach((mark, index) => {
    if (mark?.[1] === 'begin') {
      const next = marks.findIndex((other, at) => at > index && other !== null);
      const end = marks[next];
      if (end?.[1] === 'end' && end[2] === mark[2]) {
        wholeEnds.add(next);
        const inside = lines.slice(index + 1, next);
        const added = addedRun(inside, end);
        inside.forEach((line, at) => {
          isOurs[index + 1 + at] = added ? at < added.from || at >= added.to : known.has(line.trimEnd());
        });
      } else {
        takeKnown(index, 1);
      }
    } else if (mark && !wholeEnds.has(index)) {
      takeKnown(index, -1);
    }
  });
  return lines.filter((_, index) => !isOurs[index]).join('');
}
