import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { freePort } from './lab';

/** A server that listens. */
export interface Server {
  /** `127.0.0.1:PORT`. */
  readonly address: string;
  readonly pid: number;
}

/** Starts a server with an address as its first argument, and ends it after `use`. */
export async function whileServing<T>(
  executable: string,
  args: string[],
  env: Record<string, string>,
  use: (server: Server) => T,
): Promise<T> {
  const port = await freePort();
  const address = `127.0.0.1:${port}`;
  const server = spawn(executable, [address, ...args], { env, stdio: 'inherit' });
  const end = once(server, 'exit');
  try {
    await untilItListens(port);
    return use({ address, pid: server.pid! });
  } finally {
    server.kill();
    await end;
  }
}

/** The most memory that a process has had, by the kernel's account. */
export function peakMiB({ pid }: Server): number {
  return Number(/^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1024;
}

/** Seconds that processors have worked for a process, in it and in the kernel (proc_pid_stat(5)). */
export function processorSeconds({ pid }: Server): number {
  const [, fields] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ');
  const [user, system] = fields.split(' ').slice(11, 13).map(Number);
  return (user + system) / 100;
}

async function untilItListens(port: number): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    const socket = connect(port, '127.0.0.1');
    const listens = await new Promise((resolve) =>
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false)),
    );
    socket.destroy();
    if (listens) return;
    await setTimeout(50);
  }
  throw new Error('the service does not listen');
}
