import {
  constants,
  copyFileSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readlinkSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { AdoptedRepository } from './adopted-repository';
import { RunningPackage } from './running-package';

/**
 * A copy of a repository's files, in which something can be tried: what is in it is git's own to answer for, of the same
 * history, and the packages that run are there for programs in it.
 */
export class WorkingCopy {
  /** What the copy is in, with other things for the trial beside it. */
  public readonly place: string;
  public readonly root: string;

  constructor(repository: AdoptedRepository, packages: readonly RunningPackage[]) {
    this.place = realpathSync(mkdtempSync(join(tmpdir(), 'muslrust-chef-adopt-')));
    this.root = join(this.place, 'repository');
    try {
      mkdirSync(this.root);
      repository.files.forEach((path) => copy(join(repository.root, path), join(this.root, path)));
      // a file in the place of the folder, as in a worktree of git's: questions are answered, and the index stays
      writeFileSync(join(this.root, '.git'), `gitdir: ${repository.gitFolder}\n`);
      for (const { name, folder } of packages) {
        mkdirSync(join(this.place, 'node_modules'), { recursive: true });
        symlinkSync(folder, join(this.place, 'node_modules', name), 'junction');
      }
    } catch (error) {
      this.remove();
      throw error;
    }
  }

  public remove(): void {
    rmSync(this.place, { recursive: true, force: true });
  }
}

function copy(from: string, to: string): void {
  const entry = lstatSync(from, { throwIfNoEntry: false });
  // deleted, and that is not committed yet
  if (!entry) return;
  mkdirSync(dirname(to), { recursive: true });
  if (entry.isSymbolicLink()) symlinkSync(readlinkSync(from), to);
  else if (entry.isFile()) copyFileSync(from, to, constants.COPYFILE_FICLONE);
  // a submodule
  else if (entry.isDirectory() && !existsSync(to)) cpSync(from, to, { recursive: true, verbatimSymlinks: true });
}
