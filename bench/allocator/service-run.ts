import { join } from 'node:path';
import { Executables } from '../lib/executables';
import { run } from '../lib/lab';
import { peakMiB, whileServing } from '../lib/server';

const WARM_UP_SECONDS = 1;
const SECONDS = 3;
export const CONNECTIONS = 32;

export interface ServiceRun {
  readonly requestsPerSecond: number;
  readonly p99Milliseconds: number;
  readonly peakMiB: number;
}

/** Puts the service under load. */
export async function runService({ path, environment }: Executables, threads: number): Promise<ServiceRun> {
  const service = path('service');
  return whileServing(service, [String(threads)], environment, (server) => {
    load(server.address, WARM_UP_SECONDS);
    const { errors, ...figures } = load(server.address, SECONDS);
    if (errors > 0) throw new Error(`${service}: ${errors} requests failed`);
    return { ...figures, peakMiB: peakMiB(server) };
  });
}

function load(address: string, seconds: number): Omit<ServiceRun, 'peakMiB'> & { readonly errors: number } {
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
    `http://${address}/`,
  ]);
  return JSON.parse(output.split('\n').at(-1)!);
}
