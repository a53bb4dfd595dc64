import { ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { tempDir, writeTree } from './util';

/**
 * How often a process is started, and killed a little later each time: each start takes Node.js a second. For a longer
 * trial: `KILLS=50 npx jest -t kill`.
 */
export const KILLS = Number(process.env.KILLS ?? 2);

const LIMIT = 300_000;
const children = new Set<RunningScript>();

// a test that failed, or ran out of time, leaves no process behind
afterEach(async () => {
  await Promise.all([...children].map(async (child) => child.kill()));
});

/** A TypeScript program that runs in a process of its own, to be killed. */
export interface RunningScript {
  /** Waits until something is true; fails if it never will be. */
  until(condition: () => boolean): Promise<void>;
  /** Waits for the script's `process.send()`, or for its end. */
  message(): Promise<void>;
  /** Kills it at once, and waits until it is gone; one that has ended is gone. */
  kill(): Promise<void>;
}

export function startTs(code: string): RunningScript {
  const script = join(writeTree(tempDir(), { 'script.ts': code }), 'script.ts');
  // not by tsx's own program: that one starts another process, which would outlive it by a moment
  const child = spawn(process.execPath, ['--require', require.resolve('tsx/cjs'), script], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const errors: Buffer[] = [];
  child.stderr!.on('data', (data: Buffer) => errors.push(data));
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const message = new Promise<void>((resolve) => child.once('message', () => resolve()));
  const running: RunningScript = {
    until: async (condition) => {
      for (const start = Date.now(); !condition(); await sleep(5)) {
        if (Date.now() - start > LIMIT || hasEnded(child)) {
          throw new Error(`the script does not do what it is waited for: ${Buffer.concat(errors)}`);
        }
      }
    },
    message: async () => Promise.race([message, gone]),
    kill: async () => {
      child.kill('SIGKILL');
      await gone;
      children.delete(running);
    },
  };
  children.add(running);
  return running;
}

export async function sleep(milliseconds: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}
