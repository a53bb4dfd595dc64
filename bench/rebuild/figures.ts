import { Build, Cell } from './results';
import { number, spread } from '../lib/format';
import { BarPlot } from '../lib/plot';
import { Table } from '../lib/report';
import { RUNS } from '../lib/rounds';
import { summary, Summary } from '../lib/stats';

/** What is not measured yet, in a table. */
const NOTHING = '';

/** The builds that were measured, as tables and plots show them. */
export class Figures {
  constructor(private readonly builds: readonly Build[]) {}

  public of(cell: Cell): Build[] {
    return this.builds.filter((build) =>
      (['project', 'scenario', 'edit', 'contender'] as const).every((key) => build[key] === cell[key]),
    );
  }

  public seconds(cell: Cell): Summary | undefined {
    return this.summaryOf(cell, (build) => build.seconds);
  }

  /** How many crates were compiled; every time the same, or the bench is broken. */
  public crates(cell: Cell): string[] | undefined {
    const [first, ...others] = this.of(cell).map((build) => [...build.compiled].sort());
    if (others.some((other) => other.join() !== first.join())) {
      throw new Error(`not the same crates each time: ${JSON.stringify(cell)}`);
    }
    return first;
  }

  /** A table with a row for each contender and a column for each edit. */
  public table(
    title: string,
    contenders: string[],
    columns: Array<[title: string, show: (contender: string) => string]>,
  ): Table {
    return {
      title,
      columns: ['', ...columns.map(([name]) => name)],
      rows: contenders.map((contender) => [contender, ...columns.map(([, show]) => show(contender))]),
    };
  }

  public showSeconds(cell: Cell): string {
    const value = this.seconds(cell);
    return value ? `${spread(value)}${fewer(value)}` : NOTHING;
  }

  public showCrates(cell: Cell): string {
    const crates = this.crates(cell);
    return crates ? String(crates.length) : NOTHING;
  }

  public showMegabytes(cell: Cell, value: (build: Build) => number | undefined): string {
    const bytes = this.summaryOf(cell, (build) => value(build) ?? 0);
    return bytes ? number(bytes.median / 1e6) : NOTHING;
  }

  /** Bars of seconds: a group for each edit, of those contenders that have been measured for it. */
  public plot(
    title: string,
    contenders: string[],
    groups: Array<[name: string, cellOf: (contender: string) => Cell]>,
  ): BarPlot[] {
    const measured = groups.flatMap(([name, cellOf]) => {
      const bars = contenders.flatMap((label) => {
        const value = this.seconds(cellOf(label));
        return value ? [{ label, value }] : [];
      });
      return bars.length > 0 ? [{ name, bars }] : [];
    });
    return measured.length > 0 ? [{ kind: 'bars', title, value: 'seconds', logarithmic: true, groups: measured }] : [];
  }

  private summaryOf(cell: Cell, value: (build: Build) => number): Summary | undefined {
    const builds = this.of(cell);
    return builds.length > 0 ? summary(builds.map(value)) : undefined;
  }
}

/** What a reader must be told where a value has other runs than the table says. */
function fewer({ runs }: Summary): string {
  return runs === RUNS ? '' : `, ${runs} ${runs === 1 ? 'run' : 'runs'}`;
}
