import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { Executables } from '../lib/executables';
import { run, tempDir } from '../lib/lab';
import { peakMiB, processorSeconds, whileServing } from '../lib/server';

/** As many as there are processors in a small container. */
const THREADS = 2;
export const CONNECTIONS = 32;

/** A body that is posted, and how often. */
export interface Load {
  readonly name: string;
  readonly bytes: number;
  readonly requests: number;
}

export const LOADS: Load[] = [
  { name: '64 B', bytes: 64, requests: 200_000 },
  { name: '16 KiB', bytes: 16 * 1024, requests: 20_000 },
];

export interface ServiceRun {
  readonly requestsPerSecond: number;
  readonly processorMicroseconds: number;
  readonly p50: number;
  readonly p99: number;
  readonly p999: number;
  readonly peakMiB: number;
}

/** The service of the bench of allocators, by itself. */
export function serviceCrate(): string {
  const programs = join(__dirname, '..', 'allocator', 'programs');
  const crate = tempDir();
  for (const file of ['Cargo.toml', 'Cargo.lock', 'src/bin/service.rs']) {
    cpSync(join(programs, file), join(crate, file));
  }
  return crate;
}

export function generatorCrate(): string {
  const crate = tempDir();
  cpSync(join(__dirname, 'load-generator'), crate, { recursive: true });
  return crate;
}

/** Puts a service of its own under each load. */
export async function runService(
  { path, environment }: Executables,
  generator: string,
  { bytes, requests }: Load,
): Promise<ServiceRun> {
  const body = order(bytes);
  return whileServing(path('service'), [String(THREADS)], environment, (server) => {
    const generate = (count: number) =>
      JSON.parse(run([generator, server.address, body, String(CONNECTIONS), String(count)]));
    generate(requests / 10);
    const before = processorSeconds(server);
    const { seconds, ...latencies } = generate(requests);
    return {
      requestsPerSecond: requests / seconds,
      processorMicroseconds: ((processorSeconds(server) - before) / requests) * 1e6,
      ...latencies,
      peakMiB: peakMiB(server),
    };
  });
}

/** An order of so many bytes, as JSON: of as many lines as there is room for. */
function order(bytes: number): string {
  const lines: unknown[] = [];
  const text = (customer: string) => JSON.stringify({ customer, lines });
  for (let n = 1; text('').length <= bytes; n++) {
    const tags = [`tag ${n % 3}`, `tag ${n % 7}`, 'everything'];
    lines.push({ article: `article number ${n}`, tags, quantity: n, cents: n * 95 });
  }
  lines.pop();
  return text('c'.repeat(bytes - text('').length));
}
