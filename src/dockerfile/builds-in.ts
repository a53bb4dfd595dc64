import { posix } from 'node:path';
import { BUILD_FILES } from './build-files';
import { commandBuilds } from './command-builds';
import { composeBuilds } from './compose-builds';
import { OtherBuild } from './other-build';
import { workflowBuilds } from './workflow-builds';
import { isWithin } from '../paths/is-within';

/** Whether a file, by its path, is one by which images are built. */
export function mayBuild(path: string): boolean {
  return Object.values(BUILD_FILES).some((kind) => kind.test(path));
}

/**
 * The builds that a file of the user's asks for.
 *
 * @param own the folder of the project
 */
export function buildsIn(path: string, text: string, own: string): OtherBuild[] {
  try {
    if (BUILD_FILES.compose.test(path)) return composeBuilds(path, text);
    if (BUILD_FILES.workflow.test(path)) return workflowBuilds(text);
  } catch {
    // what is no YAML builds nothing
    return [];
  }
  if (!path.endsWith('.sh')) return commandBuilds(text, posix.dirname(path));
  // a script is mostly run from where its project is
  return commandBuilds(text, isWithin(path, own || '.') ? own || '.' : '.');
}
