import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Machine } from './machine';
import { Plot } from './plot';
import { RUNS } from './rounds';
import { svg } from './svg';

export interface Table {
  readonly title: string;
  readonly columns: string[];
  readonly rows: string[][];
}

export interface Report {
  readonly title: string;
  /** What was measured and how, in Markdown. */
  readonly about: string;
  readonly machine: Machine;
  readonly tables: Table[];
  readonly plots: Plot[];
  /** Those that say most, as a picture of their own: `NAME-summary.svg`. */
  readonly summary?: Plot[];
  /** The figures of every run. */
  readonly raw: unknown;
  /** How often each was measured, if it is not `RUNS`: what does not vary needs one time only. */
  readonly runs?: number;
}

/** Writes `NAME.json`, `NAME.md` and `NAME.svg` into the folder of results. */
export function writeResults(name: string, report: Report): void {
  const folder = process.env.BENCH_RESULTS ?? join(__dirname, '..', 'results');
  const { title, plots, summary = [], runs = RUNS } = report;
  mkdirSync(folder, { recursive: true });
  const write = (file: string, text: string) => writeFileSync(join(folder, file), text);
  write(`${name}.json`, `${JSON.stringify({ title, machine: report.machine, runs, raw: report.raw }, undefined, 2)}\n`);
  write(`${name}.md`, markdown(name, { ...report, runs }));
  if (plots.length > 0) write(`${name}.svg`, svg(plots));
  if (summary.length > 0) write(`${name}-summary.svg`, svg(summary));
  console.error(`written to ${join(folder, name)}.{json,md,svg}`);
}

function markdown(name: string, { title, about, machine, tables, plots, runs }: Report): string {
  const { date, cpu, cores, memoryGiB, system, kernel, versions } = machine;
  return (
    [
      `# ${title}`,
      about.trim(),
      ...(plots.length > 0 ? [`![${title}](${name}.svg)`] : []),
      ...tables.flatMap((table) => [`## ${table.title}`, markdownTable(table)]),
      '## Where this was measured',
      [
        `- ${date.slice(0, 10)}, ${runs} ${runs === 1 ? 'run' : 'runs of each; median (least..most)'}`,
        `- ${cpu}, ${cores} cores, ${memoryGiB} GiB; ${system}, kernel ${kernel}`,
        `- ${Object.entries(versions)
          .map(([tool, version]) => `${tool} ${version}`)
          .join(', ')}`,
        `- every run: [${name}.json](${name}.json)`,
      ].join('\n'),
      '',
    ]
      .join('\n\n')
      .trimEnd() + '\n'
  );
}

function markdownTable({ columns, rows }: Table): string {
  // the first column names, the others measure
  const rule = columns.map((_, index) => (index === 0 ? '---' : '---:'));
  return [columns, rule, ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}
