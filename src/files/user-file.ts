import { readFileSync, realpathSync } from 'node:fs';
import { assertReadable } from './obstacle';
import { replaceFile } from './replace-file';
import { UserError } from '../messages/user-error';

const BOM = '\uFEFF';

/** A text file that the user owns: it is either left alone or replaced as a whole, never found half written. */
export class UserFile {
  /**
   * @param path where the file is
   * @param name what messages call it
   */
  public static read(path: string, name: string = path): UserFile {
    assertReadable(path, name);
    const bytes = readFileSync(path);
    let decoded: string;
    try {
      decoded = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
      throw new UserError(`${name} is not valid UTF-8, which cargo and rustc require: save it as UTF-8`);
    }
    return new UserFile(path, decoded);
  }

  /** The text without its byte order mark. */
  public readonly text: string;
  /** The byte order mark, if there is one. */
  public readonly bom: string;

  private constructor(
    private readonly path: string,
    decoded: string,
  ) {
    this.bom = decoded.startsWith(BOM) ? BOM : '';
    this.text = decoded.slice(this.bom.length);
  }

  /**
   * Replaces the text and keeps the byte order mark, the mode and the owner.
   * @returns whether anything changed
   */
  public write(text: string): boolean {
    if (text === this.text) return false;
    // a link stays a link: what it names is replaced
    replaceFile(realpathSync(this.path), this.bom + text);
    return true;
  }
}
