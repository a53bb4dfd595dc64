import { askGit } from './ask-git';

/** By the environment, which says where git is, and what it reads. */
const KNOWN = new Map<string, string | undefined>();

/** What git is told outside of any repository: the same in every folder, and so asked once for an environment. */
export function settingsOutside(folder: string): string | undefined {
  const environment = JSON.stringify(process.env);
  if (!KNOWN.has(environment)) {
    KNOWN.set(environment, askGit(folder, 'config', '--null', '--list'));
  }
  return KNOWN.get(environment);
}
