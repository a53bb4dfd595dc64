import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { PythonEnvironment } from './environment';
import { Ran } from '../adopt/compiled';
import { git } from '../git';
import { tempDir } from '../util';

/** What a run of a job came to: the step that failed, if one did, and all that was said. */
export interface JobRun {
  readonly failed?: string;
  readonly said: string;
  /** The clone that it ran in, and the runner's folder for what is temporary. */
  readonly clone: string;
  readonly temp: string;
}

/** Runs the commands of a job of a generated workflow, in their order, in a clone, as a runner does. */
export function runJob(environment: PythonEnvironment, repository: string, workflow: string, job: string): JobRun {
  const temp = tempDir();
  const clone = join(temp, 'clone');
  git(temp, 'clone', '--quiet', repository, clone);
  const file = readFileSync(join(clone, '.github', 'workflows', `${workflow}.yml`), 'utf8');
  let said = '';
  for (const { id, run, env = {} } of parse(file).jobs[job].steps) {
    if (run === undefined) continue;
    const variables = Object.entries({ ...env, GITHUB_OUTPUT: join(temp, 'output') }).map(
      ([name, value]) => `${name}=${expanded(String(value), temp)}`,
    );
    // as GitHub runs what names no shell
    const { status, output }: Ran = environment.run(clone, 'env', ...variables, 'bash', '-e', '-c', run);
    said += output;
    if (status !== 0) return { failed: id, said, clone, temp };
  }
  return { said, clone, temp };
}

function expanded(value: string, temp: string): string {
  return value.replace(/\$\{\{ runner\.temp \}\}/g, temp).replace(/\$\{\{ github\.token \}\}/g, '');
}

/** The same, where no step may fail. */
export function jobSucceeds(environment: PythonEnvironment, repository: string, workflow: string, job: string): JobRun {
  const ran = runJob(environment, repository, workflow, job);
  expect({ failed: ran.failed, said: ran.failed && ran.said }).toEqual({});
  return ran;
}
