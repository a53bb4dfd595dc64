import { existsSync, lstatSync, readFileSync } from 'fs';
import { FileBase } from 'projen';
import { rendererOf } from './edit-content';
import { PROJEN_MARKER } from './hand-written-files';
import { BlockedText, MarkedBlock } from './marked-blocks';
import { assertReadable } from './obstacle';
import { replaceFile } from './replace-file';
import { assertMerged } from './unfinished-merge';
import { UserError } from '../messages/user-error';

/** A line-based file of git's, which projen generates, and which may have been there before. */
export abstract class KeptFile {
  /** Whether it is the user's, and not projen's. */
  public readonly isUsers: boolean;
  private readonly before: string;
  private readonly render: () => string | undefined;

  /** @param isUsersWhereMissing whose it is where there is none yet */
  protected constructor(
    public readonly file: FileBase,
    isUsersWhereMissing: boolean,
  ) {
    const { absolutePath, path } = file;
    if (lstatSync(absolutePath, { throwIfNoEntry: false })?.isSymbolicLink()) {
      throw new UserError(`${path} is a link, which git does not follow: replace it by a file, and synth again`);
    }
    assertReadable(absolutePath, path);
    this.before = existsSync(absolutePath) ? readFileSync(absolutePath, 'latin1') : '';
    // UTF-16 and UTF-32 have it in each letter of ASCII
    if (this.before.includes('\0')) {
      throw new UserError(`${path} is not in an encoding that git reads: save it as UTF-8, and synth again`);
    }
    this.isUsers = existsSync(absolutePath)
      ? !this.before.split('\n', 1)[0].includes(PROJEN_MARKER)
      : isUsersWhereMissing;
    // as projen has it, before it is edited
    const render = rendererOf(file);
    this.render = () => render({ resolve: (value) => value });
    assertMerged(path, this.before);
  }

  /** What is kept in it before and after the user's own lines. */
  protected abstract blocks(own: string): { readonly before: MarkedBlock; readonly after: MarkedBlock };

  /** Takes it out of projen's hands. */
  public take(): void {
    if (this.isUsers) {
      this.file.synthesize = () => undefined;
      // what is read-only is in projen's list of generated files, and removed as soon as projen does not write it
      this.file.readonly = false;
    }
  }

  /** Brings the blocks up to date. */
  public write(): void {
    const known = new Set<string>();
    const read = () => new BlockedText(this.before, known);
    // some lines of ours are there because of the user's
    for (const own of ['', read().own]) {
      const { before, after } = this.blocks(own);
      [...before.lines, ...after.lines].forEach((line) => known.add(line));
    }
    const text = read();
    const { before, after } = this.blocks(text.own);
    const edited = text.with(before, after);
    if (edited !== this.before) {
      replaceFile(this.file.absolutePath, Buffer.from(edited, 'latin1'));
    }
  }

  /** projen's lines, without comments. */
  protected get lines(): string[] {
    const content = this.render() ?? '';
    return content.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  }
}

/** The lines that are not among the user's own: those come later, so they say the same of the same files. */
export function missing(lines: string[], own: string): string[] {
  const present = new Set(own.split('\n').map((line) => line.trimEnd()));
  return lines.filter((line) => !present.has(line));
}
