import { Executables } from '../lib/executables';
import { run } from '../lib/lab';

export interface LoadRun {
  readonly seconds: number;
  readonly peakMiB: number;
}

/** Has threads build and drop strings. */
export function runLoad({ path, environment }: Executables, threads: number): LoadRun {
  const variables = Object.entries(environment).map((variable) => variable.join('='));
  const { seconds, peakMiB } = JSON.parse(run(['env', '-i', ...variables, path('load'), String(threads)]));
  return { seconds, peakMiB };
}
