import { Project } from 'projen';
import { CargoWorkspace } from '../../cargo/workspace';
import { Dockerignore } from '../../dockerfile/dockerignore';

/**
 * Lines of `.dockerignore` by which a build sees files that it would hide by default, as `.env.production` and changelogs.
 *
 * @param directory of the project
 * @param lines that stay
 * @param files that images have
 */
export function letIn(
  directory: string,
  workspace: CargoWorkspace,
  lines: readonly string[],
  files: readonly string[],
): string[] {
  // never synthesised
  const dockerignore = new Dockerignore(new Project({ name: 'adopted', outdir: directory }), workspace);
  dockerignore.addPatterns(...lines);
  const rules = dockerignore._rules;
  const paths = [...new Set(files.map((path) => path.replace(/\/$/, '')))];
  return paths.filter((path) => rules.hiding(path) !== undefined).map((path) => `!/${path}`);
}
