import { posix } from 'node:path';
import { commandBuilds } from './command-builds';
import { composeBuilds } from './compose-builds';
import { OtherBuild } from './other-build';
import { workflowBuilds } from './workflow-builds';
import { isWithin } from '../paths/is-within';

/** Files by which people and CI build. */
const COMPOSE = /(^|\/)(docker-)?compose[^/]*\.ya?ml$/;
const WORKFLOW = /^\.github\/workflows\/[^/]+\.ya?ml$/;
const OF_COMMANDS = /(^|\/)((GNU)?[Mm]akefile|\.?[Jj]ustfile|[^/]+\.(sh|mk|just)|[Tt]askfile\.ya?ml|\.gitlab-ci\.yml)$/;

/** Whether a file, by its path, is one by which images are built. */
export function mayBuild(path: string): boolean {
  return [COMPOSE, WORKFLOW, OF_COMMANDS].some((kind) => kind.test(path));
}

/**
 * The builds that a file of the user's asks for.
 *
 * @param own the folder of the project
 */
export function buildsIn(path: string, text: string, own: string): OtherBuild[] {
  try {
    if (COMPOSE.test(path)) return composeBuilds(path, text);
    if (WORKFLOW.test(path)) return workflowBuilds(text);
  } catch {
    // what is no YAML builds nothing
    return [];
  }
  if (!path.endsWith('.sh')) return commandBuilds(text, posix.dirname(path));
  // a script is mostly run from where its project is
  return commandBuilds(text, isWithin(path, own || '.') ? own || '.' : '.');
}
