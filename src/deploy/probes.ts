import { doubledDollars } from './doubled-dollars';
import { Image } from '../image/image';

/** How often something is asked, how long it may take, and how often in a row it may fail: in seconds. */
interface Times {
  readonly interval: number;
  readonly timeout: number;
  readonly retries: number;
}

/** What Docker takes for a command where nothing is said. (docs.docker.com/reference/dockerfile, HEALTHCHECK) */
const COMMAND: Times & { readonly startInterval: number } = { interval: 30, timeout: 30, retries: 3, startInterval: 5 };

/** For a request: Kubernetes's own, but that it may take what the smoke test lets it take, and is asked as often at the start. */
const REQUEST: typeof COMMAND = { interval: 10, timeout: 5, retries: 3, startInterval: 1 };

/** How long the smoke test waits for a server. (docker/verify-image.sh, SMOKE_TIMEOUT) */
const SMOKE_TEST = 60;

/**
 * How Kubernetes asks whether a program has started, is to get requests, and is to be started again; nothing where nobody said by what.
 * While the first is asked, the others are not. (kubernetes.io/docs/concepts/workloads/pods/probes)
 */
export function probesOf({ ports, smokeTestPath, healthcheck, executable }: Image): object {
  if (smokeTestPath === undefined && !healthcheck) return {};
  const [by, usual] =
    smokeTestPath !== undefined
      ? [{ httpGet: { path: smokeTestPath, port: ports[0] } }, REQUEST]
      : [{ exec: { command: [executable, ...healthcheck!.args.map(doubledDollars)] } }, COMMAND];
  const interval = seconds(healthcheck?.interval) ?? usual.interval;
  const timeoutSeconds = seconds(healthcheck?.timeout) ?? usual.timeout;
  const retries = healthcheck?.retries ?? usual.retries;
  // as long as Docker gives it, and as the smoke test does: what has passed that is not killed
  const start = Math.max(SMOKE_TEST, (seconds(healthcheck?.startPeriod) ?? 0) + interval * retries);
  const probe = { ...by, periodSeconds: interval, timeoutSeconds, failureThreshold: retries };
  return {
    startupProbe: {
      ...by,
      periodSeconds: usual.startInterval,
      timeoutSeconds,
      // the first is at once
      failureThreshold: Math.ceil(start / usual.startInterval) + 1,
    },
    readinessProbe: probe,
    livenessProbe: probe,
  };
}

/** A time of a Dockerfile in whole seconds, of which Kubernetes wants one at least. */
function seconds(time: string | undefined): number | undefined {
  if (time === undefined) return undefined;
  const units: Record<string, number> = { h: 3600, m: 60, s: 1, ms: 0.001 };
  const parts = [...time.matchAll(/(\d+)(ms|h|m|s)/g)];
  return Math.ceil(parts.reduce((sum, [, number, unit]) => sum + Number(number) * units[unit], 0));
}
