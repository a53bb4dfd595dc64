import { copyFileSync, existsSync, readFileSync, renameSync, rmSync, statSync } from 'fs';
import { dirname, join, relative } from 'path';
import { FileBase } from 'projen';
import { removeLeftovers, temporaryPath } from './replace-file';

/**
 * Makes a generated file appear all at once.
 *
 * projen empties a file and then fills it. A synth killed in between would leave an empty `Dockerfile` without projen's
 * marker, which the next synth had to take for somebody's own. So projen works on a copy beside the file, which takes
 * the file's place by a rename when it is done; what projen says of the file (`changed`, `diff()`) stays true.
 */
export function writeAtomically(file: FileBase): void {
  const synthesize = file.synthesize.bind(file);
  file.synthesize = () => {
    const path = file.path;
    const { outdir } = file.project;
    const target = join(outdir, path);
    const temporary = temporaryPath(target);
    removeLeftovers(dirname(target));
    if (existsSync(target)) {
      copyFileSync(target, temporary);
    }
    try {
      relocate(file, relative(outdir, temporary));
      synthesize();
      // root may write to any file, so to projen a read-only one always looks changed
      if (existsSync(temporary) && !isSame(temporary, target)) {
        renameSync(temporary, target);
      }
    } finally {
      relocate(file, path);
      rmSync(temporary, { force: true });
    }
  };
}

function isSame(temporary: string, target: string): boolean {
  return (
    existsSync(target) &&
    statSync(temporary).mode === statSync(target).mode &&
    readFileSync(temporary).equals(readFileSync(target))
  );
}

function relocate(file: FileBase, path: string) {
  (file as { path: string }).path = path;
}
