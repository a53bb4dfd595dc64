import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { RECORD } from '../record/synth-record';

/** What is in a folder of repositories. */
export interface FoundProjects {
  /** The folders with a record. */
  readonly projects: string[];
  /** The git repositories without any. */
  readonly without: string[];
}

/** Folders that hold no project of anybody's own. */
const SKIPPED = ['node_modules', '.git', '.projen'];

/** Looks into a folder and all below it. Links are not followed: they may lead anywhere, and in circles. */
export function findProjects(folder: string): FoundProjects {
  const entries = readdirSync(folder, { withFileTypes: true });
  const isRepository = entries.some(({ name }) => name === '.git');
  const below = entries
    .filter((entry) => entry.isDirectory() && !SKIPPED.includes(entry.name))
    .map(({ name }) => join(folder, name))
    .filter((path) => !isTarget(path))
    .map(findBelow);
  const projects = [...(existsSync(join(folder, RECORD)) ? [folder] : []), ...below.flatMap((found) => found.projects)];
  const without = below.flatMap((found) => found.without);
  return { projects, without: isRepository && projects.length === 0 ? [folder, ...without] : without };
}

function findBelow(folder: string): FoundProjects {
  try {
    return findProjects(folder);
  } catch {
    // it can't be read, and so is nobody's who asks
    return { projects: [], without: [] };
  }
}

/** Whether cargo compiled there: it puts a tag into its folder. (cargo, `exclude_from_backups_and_indexing`) */
function isTarget(folder: string): boolean {
  return existsSync(join(folder, 'CACHEDIR.TAG'));
}
