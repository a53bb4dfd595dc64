import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Project } from 'projen';
import { folderInRepository } from '../git/folder-in-repository';
import { GitRepository } from '../git/git-repository';

/** A line of `.gitattributes`, or a macro in it, by which git has a pointer in place of the file. */
const LFS = /^[ \t]*[^#\s].*[ \t]filter=lfs[ \t\r]*(?:[ \t]|$)/m;

/** Inputs of `actions/checkout`, for what git keeps elsewhere than in the repository. */
export interface CheckoutInputs {
  readonly lfs?: unknown;
  readonly submodules?: 'recursive';
  /** All of the history. */
  readonly 'fetch-depth'?: 0;
}

/**
 * What the checkout of a project needs: without its input a build gets pointers in place of the files, and an empty folder
 * in place of a submodule.
 */
export function checkoutInputs(project: Project): CheckoutInputs {
  return {
    // asked when the workflow is written: patterns may be added to projen's own file until then
    lfs: () => usesLfs(project) || undefined,
    ...submodulesInput(project),
  };
}

/** The part of it that a synth needs, which reads manifests and sources. */
export function submodulesInput(project: Project): Pick<CheckoutInputs, 'submodules'> {
  const folder = folderInRepository(project);
  const isThere = GitRepository.of(project).submodules.some((path) => isOneInTheOther(path, folder));
  return isThere ? { submodules: 'recursive' } : {};
}

function usesLfs(project: Project): boolean {
  const folder = folderInRepository(project);
  const { root, attributesFiles } = GitRepository.of(project);
  return (
    [project.root, project].some(({ gitattributes }) => gitattributes.hasLfsPatterns) ||
    attributesFiles
      .filter((path) => isOneInTheOther(path.replace(/\/?[^/]*$/, ''), folder))
      .some((path) => LFS.test(readFileSync(join(root, path), 'latin1')))
  );
}

/** Whether one of two folders, empty for the root, is in the other. */
function isOneInTheOther(...folders: [string, string]): boolean {
  const [a, b] = folders.map((folder) => (folder === '' ? '' : `${folder}/`));
  return a.startsWith(b) || b.startsWith(a);
}
