import { Programs } from './programs';
import { run } from '../lib/lab';

export interface LoadRun {
  readonly seconds: number;
  readonly peakMiB: number;
}

/** Has threads build and drop strings. */
export function runLoad({ load, environment }: Programs, threads: number): LoadRun {
  const { seconds, peakMiB } = JSON.parse(run(['env', '-i', ...assignments(environment), load, String(threads)]));
  return { seconds, peakMiB };
}

function assignments(environment: Record<string, string>): string[] {
  return Object.entries(environment).map(([name, value]) => `${name}=${value}`);
}
