/** Places values on an axis. */
export interface Scale {
  /** Where a value is, from 0 to `length`. */
  readonly at: (value: number) => number;
  readonly ticks: number[];
}

/** From 0 to at least `most`. */
export function linearScale(most: number, length: number): Scale {
  const rough = most / 5;
  const magnitude = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * magnitude).find((candidate) => candidate >= rough)!;
  const steps = Math.ceil(most / step);
  return {
    at: (value) => (value / (step * steps)) * length,
    // rounded: 3 * 0.1 is not 0.3
    ticks: Array.from({ length: steps + 1 }, (_, index) => Number((index * step).toPrecision(12))),
  };
}

/** From a power of ten that is less than `least`, so that it is not at the edge, to one that is `most` or more. */
export function logarithmicScale(least: number, most: number, length: number): Scale {
  const first = Math.ceil(Math.log10(least)) - 1;
  const last = Math.max(first + 1, Math.ceil(Math.log10(most)));
  return {
    at: (value) => ((Math.log10(value) - first) / (last - first)) * length,
    ticks: Array.from({ length: last - first + 1 }, (_, index) => Number((10 ** (first + index)).toPrecision(1))),
  };
}
