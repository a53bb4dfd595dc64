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

/** The most days that each month has. */
const DAYS_OF_MONTH = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** GitHub's shortest interval, in minutes. */
const SHORTEST = 5;

/**
 * What is wrong with a time as GitHub takes it, which is POSIX's five fields; undefined for nothing.
 *
 * (https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows#schedule: `*`, `,`, `-`
 * and `/`, names of months and days, none of `@weekly` and the like; not more often than every five minutes)
 */
export function cronFault(cron: string): string | undefined {
  const texts = cron.split(' ');
  if (texts.length !== FIELDS.length) {
    return 'it needs five fields: minute, hour, day of the month, month, day of the week';
  }
  const fields = texts.map((text, i) => valuesOf(text, FIELDS[i]));
  const bad = fields.findIndex((values) => values === undefined);
  if (bad >= 0) {
    const [name, least, greatest] = FIELDS[bad];
    return `${JSON.stringify(texts[bad])} is no ${name} (${least} to ${greatest})`;
  }
  const [minutes, hours, days, months] = fields as number[][];
  // where both days are said, one of them is enough (https://pubs.opengroup.org/onlinepubs/9799919799/utilities/crontab.html)
  if (texts[4] === '*' && months.every((month) => days.every((day) => day > DAYS_OF_MONTH[month - 1]))) {
    return 'no month of these has such a day, so it never comes';
  }
  const hasNeighbours = hours.some((hour) => hours.includes((hour + 1) % 24));
  const next = [...minutes.slice(1), ...(hasNeighbours ? [minutes[0] + 60] : [])];
  return next.some((minute, i) => minute - minutes[i] < SHORTEST)
    ? `GitHub runs nothing more often than every ${SHORTEST} minutes`
    : undefined;
}

/** What a field comes to, in order; undefined where it is wrong. */
function valuesOf(text: string, [, least, greatest, names]: (typeof FIELDS)[number]): number[] | undefined {
  const number = (word: string) => {
    const named = names.indexOf(word.toUpperCase());
    return named >= 0 ? named + least : /^\d+$/.test(word) ? Number(word) : NaN;
  };
  const isIn = (value: number) => value >= least && value <= greatest;
  const found = new Set<number>();
  for (const item of text.split(',')) {
    const [, range, step] = /^([^/]+)(?:\/(\d+))?$/.exec(item) ?? [];
    if (range === undefined || (step !== undefined && Number(step) < 1)) return undefined;
    const [from, to, ...more] = range === '*' ? [least, greatest] : range.split('-').map(number);
    const last = to ?? (step === undefined ? from : greatest);
    if (more.length > 0 || !isIn(from) || !isIn(last) || from > last) return undefined;
    for (let value = from; value <= last; value += Number(step ?? 1)) found.add(value);
  }
  return [...found].sort((a, b) => a - b);
}
