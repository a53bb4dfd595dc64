const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

/** The fields, with the least and the greatest of their numbers. */
const FIELDS: [name: string, least: number, greatest: number, names: string[]][] = [
  ['minute', 0, 59, []],
  ['hour', 0, 23, []],
  ['day of the month', 1, 31, []],
  ['month', 1, 12, MONTHS],
  ['day of the week', 0, 6, DAYS],
];

/**
 * What is wrong with a time as GitHub takes it, which is POSIX's five fields; undefined for nothing.
 *
 * (https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows#schedule: `*`, `,`, `-`
 * and `/`, names of months and days, none of `@weekly` and the like)
 */
export function cronFault(cron: string): string | undefined {
  const texts = cron.split(' ');
  if (texts.length !== FIELDS.length) {
    return 'it needs five fields: minute, hour, day of the month, month, day of the week';
  }
  for (const [i, text] of texts.entries()) {
    const [name, least, greatest, names] = FIELDS[i];
    const number = (word: string) => {
      const named = names.indexOf(word.toUpperCase());
      return named >= 0 ? named + least : /^\d+$/.test(word) ? Number(word) : NaN;
    };
    const isGood = (item: string) => {
      const [, range, step] = /^([^/]+)(?:\/(\d+))?$/.exec(item) ?? [];
      if (range === undefined || (step !== undefined && Number(step) < 1)) return false;
      if (range === '*') return true;
      const [from, to, ...more] = range.split('-').map(number);
      const isIn = (value: number) => value >= least && value <= greatest;
      return more.length === 0 && isIn(from) && (to === undefined || (isIn(to) && from <= to));
    };
    if (!text.split(',').every(isGood)) {
      return `${JSON.stringify(text)} is no ${name} (${least} to ${greatest})`;
    }
  }
  return undefined;
}
