import { github } from 'projen';
import { PublishPlan } from './publish-plan';
import { Platform } from '../platform';

/** The runners of a job that builds, and what each of them builds. */
export interface Runners {
  readonly job: Pick<github.workflows.Job, 'name' | 'runsOn' | 'strategy'>;
  /** What the cache and the digests of a runner are called. */
  readonly scope: string;
  /** What a runner builds; an expression where there are several runners. */
  readonly platforms: string[];
}

export function runnersOf({ isOneRunner, options: { platforms, runners } }: PublishPlan, name: string): Runners {
  if (isOneRunner) {
    return { job: { name, runsOn: runners[Platform.LINUX_AMD64] }, scope: 'all', platforms };
  }
  // a matrix of projen's holds no lists
  const isList = platforms.some((platform) => runners[platform].length > 1);
  const include = platforms.map((platform) => ({
    platform,
    pair: platform.replace('/', '-'),
    runner: isList ? JSON.stringify(runners[platform]) : runners[platform][0],
  }));
  return {
    job: {
      name: `${name} (\${{ matrix.platform }})`,
      runsOn: [isList ? '${{ fromJSON(matrix.runner) }}' : '${{ matrix.runner }}'],
      strategy: { failFast: false, matrix: { include } },
    },
    scope: '${{ matrix.pair }}',
    platforms: ['${{ matrix.platform }}'],
  };
}
