import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

/** How a script ended. */
export interface Ended {
  readonly status: number | null;
  /** What it wrote to its standard output. */
  readonly stdout: string;
  /** All it wrote. */
  readonly output: string;
}

/** Runs one of the shell scripts of assets/. */
export function runScript(
  name: string,
  args: string[],
  options: { readonly cwd?: string; readonly env?: Record<string, string> } = {},
): Ended {
  const { status, error, stdout, stderr } = spawnSync(resolve(__dirname, '../../assets', name), args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    encoding: 'utf8',
  });
  if (error) throw error;
  return { status, stdout, output: stdout + stderr };
}
