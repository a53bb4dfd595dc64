import { FileBase, Project } from 'projen';
import { writeAtomically } from './atomic-write';
import { AwaitedSynth } from './awaited-synth';
import { GitFiles } from './git-files';
import { HandWrittenFiles } from './hand-written-files';
import { LeftBehind } from './left-behind';
import { OrphanedFiles } from './orphaned-files';
import { PackageJsonGuard } from './package-json';
import { PathsInTheWay } from './paths-in-the-way';
import { PythonDicts } from './python-dicts';
import { RunningRcFile } from './running-rc-file';

/**
 * Takes care of the files that a component generates: each appears all at once, none takes the place of one that
 * somebody wrote by hand or is written out of the project, and git's own files stay the user's.
 *
 * @param wayOut what to do where moving a hand-written file is not wanted; `undefined` lets it be replaced
 */
export function guardGeneratedFiles(project: Project, id: string, files: FileBase[], wayOut: string | undefined): void {
  AwaitedSynth.watch(project);
  PathsInTheWay.watch(project);
  OrphanedFiles.watch(project);
  LeftBehind.watch(project);
  files.forEach(writeAtomically);
  if (wayOut !== undefined) {
    new HandWrittenFiles(project, id, files, wayOut);
  }
  GitFiles.guard(project, files);
  PackageJsonGuard.watch(project);
  RunningRcFile.watch(project);
  PythonDicts.watch(project);
}
