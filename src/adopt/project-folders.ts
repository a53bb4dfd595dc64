import { existsSync, realpathSync, statSync } from 'node:fs';
import { join, posix, resolve } from 'node:path';
import { AdoptedRepository } from './adopted-repository';
import { RcFile } from '../files/rc-file';
import { UserError } from '../messages/user-error';
import { leavesRoot } from '../paths/leaves-root';
import { relativePath } from '../paths/relative-path';
import { RECORD } from '../record/synth-record';
import { PackageManager } from '../workflow/package-manager';

/**
 * The folders of the projects, seen from the root of the repository; empty for the root.
 *
 * @param said as seen from the current folder
 */
export function foldersToAdopt(repository: AdoptedRepository, said: readonly string[]): string[] {
  const { root } = repository;
  const folders = (said.length === 0 ? ['.'] : said).map((each) => {
    const path = resolve(each);
    if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) {
      throw new UserError(`${each} is no folder. Name that of a Cargo package or workspace.`);
    }
    const place = relativePath(realpathSync(root), realpathSync(path));
    if (leavesRoot(place)) {
      throw new UserError(`${each} is in another git repository than the first. Adopt one repository at a time.`);
    }
    return place;
  });
  const [rcFile] = RcFile.namesIn(root);
  if (rcFile !== undefined) {
    const isAdopted = folders.every((folder) => existsSync(join(root, folder, RECORD)));
    throw new UserError(isAdopted ? isAdoptedAlready(root, rcFile) : isThere(rcFile, folders));
  }
  for (const folder of folders) {
    if (!existsSync(join(root, folder, 'Cargo.toml'))) throw new UserError(noManifest(repository, folder));
  }
  return [...new Set(folders)];
}

function isAdoptedAlready(root: string, rcFile: string): string {
  const { run } = (PackageManager.in(root) ?? PackageManager.NPM).traits;
  return (
    `this is adopted already: ${rcFile} makes its files. Nothing has been changed. Say what is to be otherwise in ${rcFile}, ` +
    `by the options of the README, and run \`${rcFile.endsWith('.py') ? '' : `${run} `}projen\`. To adopt anew, ` +
    'undo what it made by git first.'
  );
}

function isThere(rcFile: string, folders: readonly string[]): string {
  const lines = folders.map((folder) =>
    folder === ''
      ? 'new MuslRustChef(project);'
      : `new MuslRustChef(new Project({ parent: project, name: '${posix.basename(folder)}', outdir: '${folder}' }));`,
  );
  const python = folders.map((folder) =>
    folder === ''
      ? 'MuslRustChef(project)'
      : `MuslRustChef(Project(parent=project, name='${posix.basename(folder)}', outdir='${folder}'))`,
  );
  const isPython = rcFile.endsWith('.py');
  const added = rcFile.endsWith('.json')
    ? 'projen knows no components there: write a program in its place, as the README has it, with the line'
    : `add, before \`project.synth()\`, with MuslRustChef imported from ${isPython ? 'projen_muslrust_chef' : 'projen-muslrust-chef'}:`;
  return `${rcFile} is there, so this is a projen project already. Nothing has been changed. In ${rcFile} ${added}\n${(isPython ? python : lines).map((line) => `  ${line}`).join('\n')}`;
}

function noManifest({ root, files }: AdoptedRepository, folder: string): string {
  const isRoot = (path: string) => /(^|\/)Cargo\.lock$/.test(path);
  const others = files
    .filter((path) => isRoot(path) && posix.dirname(path).startsWith(folder))
    .map((path) => posix.dirname(path));
  return (
    `there is no Cargo.toml in ${join(root, folder)}. ` +
    (others.length === 0
      ? 'Run this in the folder of a Cargo package or workspace, or name that folder: `projen-muslrust-chef adopt crates/app`.'
      : `Name the folders of the packages or workspaces: \`projen-muslrust-chef adopt ${others.join(' ')}\`.`)
  );
}
