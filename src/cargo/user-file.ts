import {
  chmodSync,
  chownSync,
  closeSync,
  fsyncSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';

const BOM = '\uFEFF';
const TEMPORARY = '.muslrust-chef-';

/** A text file that the user owns: it is either left alone or replaced as a whole, never found half written. */
export class UserFile {
  /**
   * @param path where the file is
   * @param name what messages call it
   */
  public static read(path: string, name: string = path): UserFile {
    const bytes = readFileSync(path);
    let decoded: string;
    try {
      decoded = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
      throw new Error(`${name} is not valid UTF-8, which cargo and rustc require: save it as UTF-8`);
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
    const target = realpathSync(this.path);
    const folder = dirname(target);
    sweep(folder, basename(target));
    const temporary = join(folder, `.${basename(target)}${TEMPORARY}${process.pid}`);
    try {
      const file = openSync(temporary, 'wx', 0o600);
      try {
        writeFileSync(file, this.bom + text);
        fsyncSync(file);
      } finally {
        closeSync(file);
      }
      const { mode, uid, gid } = statSync(target);
      try {
        chownSync(temporary, uid, gid);
      } catch {
        // only root may give a file away; rename needs no ownership
      }
      chmodSync(temporary, mode);
      renameSync(temporary, target);
    } catch (error) {
      rmSync(temporary, { force: true });
      throw error;
    }
    return true;
  }
}

/** The line end that a text uses most; the first one decides a draw. */
export function lineEnd(text: string): '\n' | '\r\n' {
  const crlf = text.split('\r\n').length - 1;
  const lf = text.split('\n').length - 1 - crlf;
  if (crlf === lf) return /^[^\n]*\r\n/.test(text) ? '\r\n' : '\n';
  return crlf > lf ? '\r\n' : '\n';
}

/** Removes what a killed synth left beside the file. */
function sweep(folder: string, name: string): void {
  for (const entry of readdirSync(folder)) {
    const prefix = `.${name}${TEMPORARY}`;
    if (!entry.startsWith(prefix)) continue;
    const pid = Number(entry.slice(prefix.length));
    if (pid === process.pid || !isRunning(pid)) rmSync(join(folder, entry), { force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
