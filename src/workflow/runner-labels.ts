import { Platform } from '../platform';

/** The labels of a runner for each platform. */
export type RunnerLabels = Record<Platform, string[]>;

/** Native runners: GitHub hosts both architectures. */
export const HOSTED_RUNNERS: RunnerLabels = {
  [Platform.LINUX_AMD64]: ['ubuntu-24.04'],
  [Platform.LINUX_ARM64]: ['ubuntu-24.04-arm'],
};
