import { copyFileSync, existsSync, readFileSync, rmSync, statSync } from 'fs';
import { join, relative } from 'path';
import { FileBase } from 'projen';
import { replaceBy } from './replace-file';

/**
 * Makes a generated file appear all at once.
 *
 * projen empties a file and then fills it. A synth killed in between would leave an empty `Dockerfile` without projen's
 * marker, which the next synth had to take for somebody's own. So projen writes by a stand-in of the file, whose path is
 * that of a copy; what projen notes of it (`changed`, `diff()`) is the file's.
 */
export function writeAtomically(file: FileBase): void {
  const { synthesize } = file;
  file.synthesize = () => {
    const { outdir } = file.project;
    const target = join(outdir, file.path);
    replaceBy(target, (copy) => {
      if (existsSync(target)) {
        copyFileSync(target, copy);
      }
      const standIn: FileBase = Object.create(file, { path: { value: relative(outdir, copy) } });
      synthesize.call(standIn);
      Object.assign(file, standIn);
      // root may write to any file, so to projen a read-only one always looks changed
      if (isSame(copy, target)) {
        rmSync(copy);
      }
    });
  };
}

function isSame(copy: string, target: string): boolean {
  return (
    existsSync(copy) &&
    existsSync(target) &&
    statSync(copy).mode === statSync(target).mode &&
    readFileSync(copy).equals(readFileSync(target))
  );
}
