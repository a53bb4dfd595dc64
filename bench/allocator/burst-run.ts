import { Executables } from '../lib/executables';
import { run } from '../lib/lab';

export interface BurstRun {
  readonly seconds: number;
  readonly peakMiB: number;
  /** Between two bursts, in the mean. */
  readonly idleMiB: number;
}

/** Has threads come, work and end, in bursts. */
export function runBurst({ path, environment }: Executables, threads: number): BurstRun {
  const variables = Object.entries(environment).map((variable) => variable.join('='));
  const { seconds, peakMiB, idleMiB } = JSON.parse(run(['env', '-i', ...variables, path('burst'), String(threads)]));
  return { seconds, peakMiB, idleMiB };
}
