import { Summary } from './stats';

/** Three digits of a number that has a fraction, all of one that is larger. */
export function number(value: number): string {
  const digits = value === 0 ? 0 : Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return value.toLocaleString('en-US', { maximumFractionDigits: digits });
}

/** `median (min..max)`, as tables show it. */
export function spread({ median, min, max }: Summary): string {
  return min === max ? number(median) : `${number(median)} (${number(min)}..${number(max)})`;
}
