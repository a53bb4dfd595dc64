import { Summary } from './stats';

/** Bars, or dots on a logarithmic scale, in groups that are to be compared; with a line from the least to the most that was measured. */
export interface BarPlot {
  readonly kind: 'bars';
  readonly title: string;
  /** What is measured, with its unit: `peak memory, MiB`. */
  readonly value: string;
  /** Each step of the scale is ten times the last: for values of many magnitudes. */
  readonly logarithmic?: boolean;
  readonly groups: Array<{
    readonly name: string;
    readonly bars: Array<{ readonly label: string; readonly value: Summary }>;
  }>;
}

/** Values along something that grows. */
export interface LinePlot {
  readonly kind: 'lines';
  readonly title: string;
  /** What grows, with its unit. */
  readonly x: string;
  /** What is measured, with its unit. */
  readonly y: string;
  readonly series: Array<{
    readonly name: string;
    readonly points: Array<{ readonly x: number; readonly y: Summary }>;
  }>;
}

export type Plot = BarPlot | LinePlot;
