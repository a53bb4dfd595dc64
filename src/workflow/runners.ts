import { github } from 'projen';
import { PublishPlan } from './publish-plan';
import { Platform } from '../platform';

/** Native runners: GitHub hosts both architectures. */
export const RUNNERS: Record<Platform, string> = {
  [Platform.LINUX_AMD64]: 'ubuntu-24.04',
  [Platform.LINUX_ARM64]: 'ubuntu-24.04-arm',
};

/** The runners of a job that builds, and what each of them builds. */
export interface Runners {
  readonly job: Pick<github.workflows.Job, 'name' | 'runsOn' | 'strategy'>;
  /** What the cache and the digests of a runner are called. */
  readonly scope: string;
  /** What a runner builds; an expression where there are several runners. */
  readonly platforms: string[];
}

export function runnersOf({ isOneRunner, options: { platforms } }: PublishPlan, name: string): Runners {
  if (isOneRunner) {
    return { job: { name, runsOn: [RUNNERS[Platform.LINUX_AMD64]] }, scope: 'all', platforms };
  }
  const include = platforms.map((platform) => ({
    platform,
    pair: platform.replace('/', '-'),
    runner: RUNNERS[platform],
  }));
  return {
    job: {
      name: `${name} (\${{ matrix.platform }})`,
      runsOn: ['${{ matrix.runner }}'],
      strategy: { failFast: false, matrix: { include } },
    },
    scope: '${{ matrix.pair }}',
    platforms: ['${{ matrix.platform }}'],
  };
}
