import { HealthcheckOptions } from './healthcheck-options';
import { assertImagePath } from './image-path';
import { assertArguments } from './image-texts';
import { UserError } from '../messages/user-error';

/** What is said of how a container of an image runs. */
export interface ImageSettings {
  readonly workdir?: string;
  readonly volumes: string[];
  readonly stopSignal?: string;
  readonly healthcheck?: HealthcheckOptions;
}

/** Those of Linux, as BuildKit knows them (github.com/moby/sys, signal/signal_linux.go). */
const SIGNAL =
  /^SIG(ABRT|ALRM|BUS|CHLD|CLD|CONT|FPE|HUP|ILL|INT|IO|IOT|KILL|PIPE|POLL|PROF|PWR|QUIT|SEGV|STKFLT|STOP|SYS|TERM|TRAP|TSTP|TTIN|TTOU|URG|USR1|USR2|VTALRM|WINCH|XCPU|XFSZ|RTMIN(\+([1-9]|1[0-5]))?|RTMAX(-([1-9]|1[0-4]))?)$/;

/** Go's `time.ParseDuration`, of which the Dockerfile takes what is not under a millisecond. */
const DURATION = /^(\d+(h|m|s|ms))+$/;

/**
 * Refuses what a Dockerfile would not take, or what would not do what it says.
 *
 * @param where what messages call the image
 */
export function assertValidSettings(where: string, settings: ImageSettings): void {
  const { workdir, volumes, stopSignal, healthcheck } = settings;
  if (workdir !== undefined) assertImagePath(`${where}: workdir is ${JSON.stringify(workdir)}`, workdir);
  for (const volume of volumes) assertImagePath(`${where}: volumes has ${JSON.stringify(volume)}`, volume);
  if (stopSignal !== undefined && !SIGNAL.test(stopSignal)) {
    throw new UserError(
      `${where}: stopSignal is ${JSON.stringify(stopSignal)}, which is not a signal of Linux. Write it as in "SIGINT".`,
    );
  }
  if (healthcheck) assertValidHealthcheck(`${where}: healthcheck`, healthcheck);
}

function assertValidHealthcheck(where: string, { args, retries, ...times }: HealthcheckOptions): void {
  if (args.length === 0) {
    throw new UserError(
      `${where}.args is empty, so each check would start the program once more. Give an argument by which it checks the one that runs.`,
    );
  }
  assertArguments(`${where}.args`, args);
  for (const [option, time] of Object.entries(times)) {
    if (!DURATION.test(time) || !/[1-9]/.test(time)) {
      throw new UserError(
        `${where}.${option} is ${JSON.stringify(time)}, which is not a time. Write it as in "30s" or "1m30s".`,
      );
    }
  }
  if (retries !== undefined && !(Number.isInteger(retries) && retries > 0)) {
    throw new UserError(`${where}.retries is ${retries}. It is a whole number from 1 on.`);
  }
}
