import { detailsOf, oneLine } from './details';
import { FleetReport } from './fleet-report';
import { COLUMNS, rowOf, summaryOf } from './summary';

/** For a terminal: a table, and what is wrong below it. */
export function asText(report: FleetReport): string {
  const { projects, without } = report;
  const rows = [COLUMNS.map((column) => column.toUpperCase()), ...projects.map(rowOf)];
  const widths = COLUMNS.map((_, i) => Math.max(...rows.map((row) => row[i].length)));
  const table = rows.map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i]))
      .join('  ')
      .trimEnd(),
  );
  const details = projects.flatMap((project) => {
    const lines = detailsOf(project).map(({ about, text }) => `  ${about.padEnd(7)}  ${text}`);
    return lines.length > 0 ? ['', oneLine(project.path), ...lines] : [];
  });
  return [
    ...(projects.length > 0 ? [...table, ...details, ''] : []),
    ...without.map((path) => `${oneLine(path)}: a git repository without a record`),
    summaryOf(report),
    '',
  ].join('\n');
}
