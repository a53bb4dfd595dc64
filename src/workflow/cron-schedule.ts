import { cronFault } from './cron';
import { UserError } from '../messages/user-error';

/**
 * Times as GitHub takes them.
 *
 * @param option what messages call it
 */
export function assertSchedule(option: string, times: readonly string[]): string[] {
  // one blank is enough for cron, and several are too
  const schedule = times.map((cron) => cron.trim().replace(/\s+/g, ' '));
  for (const [index, cron] of schedule.entries()) {
    const fault = cronFault(cron);
    if (fault) {
      throw new UserError(
        `${option}[${index}]: ${JSON.stringify(cron)}: ${fault}. Write e.g. "0 4 * * 1" for Mondays at four.`,
      );
    }
  }
  const again = schedule.find((cron, i) => schedule.indexOf(cron) < i);
  if (again !== undefined) {
    throw new UserError(`${option}: ${JSON.stringify(again)} is there twice. List each time once.`);
  }
  return schedule;
}
