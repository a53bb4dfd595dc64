import { spawnSync } from 'node:child_process';
import { ExecOptions, Executed } from './world';

/** Runs a program to its end, with the variables of this process and those it is given. */
export function execute(command: string[], { cwd, env }: ExecOptions): Executed {
  const { status, error, stdout, stderr } = spawnSync(command[0], command.slice(1), {
    cwd,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    env: { ...process.env, ...env },
  });
  // E2BIG among them: a variable that is longer than a runner can hand on
  return error ? { status: null, output: `${error.message}\n` } : { status, output: `${stdout}${stderr}` };
}
