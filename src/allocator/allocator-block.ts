import { KNOWN_CRATES } from './known-crates';
import { assertMerged } from '../files/unfinished-merge';
import { UserError } from '../messages/user-error';
import { RustSource } from '../rust/rust-source';

const BEGIN = '// muslrust-chef: begin allocator';
const END = '// muslrust-chef: end allocator';
const BLANK_LINE_AFTER_COMMENT = /((?:\/\/|\*\/)[^\n]*\n)\r?\n$/;
const MUSL = '#[cfg(target_env = "musl")]';
const TYPES = Object.values(KNOWN_CRATES).map(({ type }) => type);
const ITEM = [
  /^#\[cfg\(target_env = "musl"\)\]$/,
  /^#\[global_allocator\]$/,
  /^#\[rustfmt::skip\]$/,
  // a dependency of the user's may have any name
  new RegExp(`^static MUSLRUST_CHEF_ALLOCATOR: ((?:::[^:\\s]+|muslrust_chef)::(?:${TYPES.join('|')})) = \\1;$`),
];
const DECLARATION = [ITEM[0], /^extern crate \S+ as muslrust_chef;$/];
const USE = [[/^use ::\S+ as _;$/], [/^extern crate \S+ as _;$/]].map((item) => [ITEM[0], ...item]);
/** What stands between the marks, if anything; keep a form that is no longer written, or a block that has it is taken for the user's. */
const FORMS = [[], ITEM, [...DECLARATION, ...ITEM], ...USE];

/** The marked lines in the root file of a binary that name its allocator. */
export class AllocatorBlock {
  /**
   * Takes the block out, with the blank line behind it.
   * @param file what messages call the file
   */
  public static removeFrom(text: string, file: string): string {
    const block = find(text, file);
    if (!block) return text;
    const [before, behind] = [text.slice(0, block.start), text.slice(block.end)];
    const [lineEnds, blankLine] = /(?:\r?\n(\r?\n)?)?/.exec(behind)!;
    const rest = behind.slice(lineEnds.length);
    return (blankLine ? before : before.replace(BLANK_LINE_AFTER_COMMENT, '$1')) + rest;
  }

  /**
   * The allocator itself.
   * @param crate what the package calls the allocator's crate
   * @param type the allocator's type in that crate; a unit struct
   * @param edition of the package
   */
  public static of(crate: string, type: string, edition: string): AllocatorBlock {
    const identifier = crate.replace(/-/g, '_');
    // before edition 2018 a dependency has to be declared in the code; by a name of our own, since the user may have declared it too
    const [path, declaration] =
      edition === '2015'
        ? ['muslrust_chef', [MUSL, `extern crate ${identifier} as muslrust_chef;`]]
        : [`::${identifier}`, []];
    // whatever width rustfmt is set to, it must not lay these lines out anew: they would change with every other synth
    return new AllocatorBlock([
      ...declaration,
      MUSL,
      '#[global_allocator]',
      '#[rustfmt::skip]',
      `static MUSLRUST_CHEF_ALLOCATOR: ${path}::${type} = ${path}::${type};`,
    ]);
  }

  /**
   * Where the package's lints want each crate to be used in each target: in those without an allocator.
   * https://doc.rust-lang.org/rustc/lints/listing/allowed-by-default.html#unused-crate-dependencies
   */
  public static use(crate: string, edition: string): AllocatorBlock {
    const identifier = crate.replace(/-/g, '_');
    return new AllocatorBlock([
      MUSL,
      edition === '2015' ? `extern crate ${identifier} as _;` : `use ::${identifier} as _;`,
    ]);
  }

  private readonly lines: string[];

  private constructor(lines: string[]) {
    this.lines = [`${BEGIN} (see the projenrc file)`, ...lines, END];
  }

  /** What the file holds, for a user to paste. */
  public get text(): string {
    return this.lines.join('\n');
  }

  /**
   * Puts the block in, or brings it up to date.
   * @param eol the line end of what is added
   * @param file what messages call the file
   * @returns the new text, or `undefined` where there is no line to put it on
   */
  public addTo(text: string, eol: string, file: string): string | undefined {
    const block = this.lines.join(eol);
    const present = find(text, file);
    if (present) return text.slice(0, present.start) + block + text.slice(present.end);
    // not at the end of the file: clippy wants nothing behind the tests (items_after_test_module)
    const source = new RustSource(text);
    const point = source.insertionPoint;
    if (point === undefined) return undefined;
    // the blank line is either behind the block or before it, so that it can be told which one to take out again
    const [before, after] = source.insertionFollowsComment ? [eol, ''] : ['', eol];
    return `${text.slice(0, point)}${before}${block}${eol}${after}${text.slice(point)}`;
  }
}

function find(text: string, file: string): { start: number; end: number } | undefined {
  if (!text.includes(BEGIN) && !text.includes(END)) return undefined;
  const source = new RustSource(text);
  const marks = source.ownLineComments.filter(
    (comment) => comment.text.startsWith(BEGIN) || comment.text.startsWith(END),
  );
  if (marks.length === 0) return undefined;
  const [begin, end] = marks;
  const wrong = marks.find(({ text: mark }, index) => index > 1 || !mark.startsWith(index === 0 ? BEGIN : END));
  if (wrong) {
    throw new UserError(
      `${file}:${source.lineOf(wrong.start)}: "${wrong.text.trim()}" is out of place: ` +
        `the file may have one block from "${BEGIN}" to "${END}". Remove what is too much, or the whole of it, and synth again`,
    );
  }
  if (!end) {
    throw new UserError(
      `${file}:${source.lineOf(begin.start)}: the block that begins here has no "${END}" line: ` +
        'remove what is left of it, and synth again',
    );
  }
  const start = text.lastIndexOf('\n', begin.start) + 1;
  assertMerged(file, text, ({ offset }) => offset > start && offset < end.end);
  assertOurs(text.slice(start, end.end), (line) => `${file}:${source.lineOf(start) + line}`);
  return { start, end: end.end };
}

/** Nothing of the user's is written over. */
function assertOurs(block: string, place: (line: number) => string): void {
  const lines = block.split('\n').map((line) => line.trim());
  const inside = lines.slice(1, -1).filter((line) => line !== '');
  const isForm = (form: RegExp[]) => form.length === inside.length && form.every((own, at) => own.test(inside[at]));
  const isOwn = (line: string, at: number) =>
    at === 0
      ? /^ \([^()]*\)$|^$/.test(line.slice(BEGIN.length))
      : line === '' || line === END || FORMS.flat().some((own) => own.test(line));
  const foreign = lines.findIndex((line, at) => !isOwn(line, at));
  if (foreign >= 0) {
    throw new UserError(
      `${place(foreign)}: "${lines[foreign]}" is no line of the block "${BEGIN}", which each synth writes anew: ` +
        'move what is yours out of the block (or, if you changed a line of it, remove the block), and synth again',
    );
  }
  if (!FORMS.some(isForm)) {
    throw new UserError(
      `${place(0)}: lines were added to the block that begins here, or removed from it, and each synth writes it anew: ` +
        'move what is yours out of the block, remove the rest of it with both marks, and synth again',
    );
  }
}
