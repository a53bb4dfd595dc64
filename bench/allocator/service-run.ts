import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Programs } from './programs';
import { freePort, run } from '../lib/lab';

const WARM_UP_SECONDS = 1;
const SECONDS = 3;
export const CONNECTIONS = 32;

export interface ServiceRun {
  readonly requestsPerSecond: number;
  readonly p99Milliseconds: number;
  readonly peakMiB: number;
}

/** Puts the service under load. */
export async function runService({ service, environment }: Programs, threads: number): Promise<ServiceRun> {
  const port = await freePort();
  const server = spawn(service, [`127.0.0.1:${port}`, String(threads)], { env: environment, stdio: 'inherit' });
  const end = once(server, 'exit');
  try {
    await untilItListens(port);
    load(port, WARM_UP_SECONDS);
    const { errors, ...figures } = load(port, SECONDS);
    if (errors > 0) throw new Error(`${service}: ${errors} requests failed`);
    return { ...figures, peakMiB: peakMiB(server.pid!) };
  } finally {
    server.kill();
    await end;
  }
}

function load(port: number, seconds: number): Omit<ServiceRun, 'peakMiB'> & { readonly errors: number } {
  const output = run([
    'wrk',
    '--threads',
    '1',
    '--connections',
    String(CONNECTIONS),
    '--duration',
    `${seconds}s`,
    '--script',
    join(__dirname, 'order.lua'),
    `http://127.0.0.1:${port}/`,
  ]);
  return JSON.parse(output.split('\n').at(-1)!);
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

function peakMiB(pid: number): number {
  return Number(/^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1024;
}
