import { spawn, spawnSync } from 'node:child_process';

/** How a command ended. */
export interface Result {
  readonly status: number | null;
  /** What it wrote to its standard output. */
  readonly stdout: string;
  /** All it wrote. */
  readonly output: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Record<string, string>;
  /** Milliseconds, after which it is ended; that is an error. No limit, if not given. */
  readonly timeout?: number;
}

/** Runs a command to its end. */
export function attempt(command: string[], options: RunOptions = {}): Result {
  const { status, error, stdout, stderr } = spawnSync(command[0], command.slice(1), {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    timeout: options.timeout,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (error) throw error;
  return { status, stdout, output: stdout + stderr };
}

/** Far more than any build of these tests takes. */
const HANGS = 20 * 60_000;

/**
 * Runs a build; where it hangs, once more: cargo forks for each crate, and QEMU, by which arm64 is emulated, has taken a
 * lock along into a forked process, which then waits for it for good.
 */
export function attemptBuild(command: string[], options: Omit<RunOptions, 'timeout'> = {}): Result {
  const limited = { ...options, timeout: HANGS };
  try {
    return attempt(command, limited);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ETIMEDOUT') throw error;
    console.error(`ended after ${HANGS / 1000} s, and run again: ${command.join(' ')}`);
    return attempt(command, limited);
  }
}

/** Runs a command that must succeed, and returns what it wrote to its standard output. */
export function run(command: string[], options: RunOptions = {}): string {
  const { status, stdout, output } = attempt(command, options);
  if (status !== 0) {
    throw new Error(`${command.join(' ')} exited with ${status}:\n${output.slice(-8000)}`);
  }
  return stdout.trim();
}

/** A command that runs beside the test. */
export interface Started {
  /** Its status, which is null if it was killed, and all it wrote. */
  readonly ended: Promise<Omit<Result, 'stdout'>>;
  /** Ends it at once, when it can do nothing about it. */
  kill(): void;
}

/** Starts a command, for a test that does something else meanwhile. */
export function start(command: string[], options: RunOptions = {}): Started {
  // `process.env` is the tests' own copy: what is started without it would not know of the lab
  const child = spawn(command[0], command.slice(1), { cwd: options.cwd, env: { ...process.env, ...options.env } });
  let output = '';
  [child.stdout, child.stderr].forEach((stream) =>
    stream.on('data', (data) => {
      output += data;
    }),
  );
  return {
    kill: () => child.kill('SIGKILL'),
    ended: new Promise((resolve, reject) =>
      child.on('error', reject).on('close', (status) => resolve({ status, output })),
    ),
  };
}
