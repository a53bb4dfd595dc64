import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';

const TEMPORARY = /^\..+\.muslrust-chef-(\d+)$/;

/** A write takes milliseconds: what is older was left behind, even if its number is another process's by now. */
const LEFT_BEHIND_MS = 5 * 60_000;

/** Where the new content of a file stands until it takes the file's place: in the same folder, so that a rename is enough. */
export function temporaryPath(path: string): string {
  return join(dirname(path), `.${basename(path)}.muslrust-chef-${process.pid}`);
}

/**
 * Makes new content appear in a file all at once, whenever the synth is killed. Mode and owner stay; a new file gets the
 * mode that any new file gets.
 */
export function replaceFile(path: string, content: string | Buffer): void {
  replaceBy(path, (temporary) => {
    const file = openSync(temporary, 'wx', 0o600);
    try {
      writeFileSync(file, content);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    const before = statSync(path, { throwIfNoEntry: false });
    try {
      if (before) chownSync(temporary, before.uid, before.gid);
    } catch {
      // only root may give a file away; rename needs no ownership
    }
    chmodSync(temporary, before?.mode ?? 0o666 & ~process.umask()); // eslint-disable-line no-bitwise
  });
}

/**
 * Puts what is written to one path in the place of a file at another.
 *
 * @param write writes to the path that it gets, or nothing where the file is to stay
 */
export function replaceBy(path: string, write: (temporary: string) => void): void {
  const temporary = temporaryPath(path);
  removeLeftovers(dirname(path));
  try {
    write(temporary);
    if (existsSync(temporary)) renameSync(temporary, path);
  } finally {
    rmSync(temporary, { force: true });
  }
}

/** Removes what killed synths left in a folder, whatever file it was for. */
export function removeLeftovers(folder: string): void {
  for (const name of existsSync(folder) ? readdirSync(folder) : []) {
    const [, pid] = TEMPORARY.exec(name) ?? [];
    if (pid && !isBeingWritten(join(folder, name), Number(pid))) {
      rmSync(join(folder, name), { force: true });
    }
  }
}

function isBeingWritten(path: string, pid: number): boolean {
  const age = Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0);
  return pid !== process.pid && age < LEFT_BEHIND_MS && isRunning(pid);
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  // a process that was killed answers to signals until its parent has asked how it ended: proc(5), the third field
  const state = existsSync(`/proc/${pid}/stat`) ? readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /s, '') : '';
  return !/^[ZX]/.test(state);
}
