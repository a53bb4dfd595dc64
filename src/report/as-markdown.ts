import { detailsOf, oneLine } from './details';
import { FleetReport } from './fleet-report';
import { COLUMNS, rowOf, summaryOf } from './summary';

/** For a page or a comment on GitHub. */
export function asMarkdown(report: FleetReport): string {
  const { projects, without } = report;
  const table = [COLUMNS, COLUMNS.map(() => '---'), ...projects.map((project) => cells(rowOf(project)))];
  const details = projects.flatMap((project) => {
    const lines = detailsOf(project).map(({ about, text }) => `- ${about}: ${code(text)}`);
    return lines.length > 0 ? [`### ${code(oneLine(project.path))}`, '', ...lines, ''] : [];
  });
  return [
    summaryOf(report),
    '',
    ...(projects.length > 0 ? [...table.map((row) => `| ${row.join(' | ')} |`), ''] : []),
    ...details,
    ...(without.length > 0
      ? ['### Without a record', '', ...without.map((path) => `- ${code(oneLine(path))}`), '']
      : []),
  ].join('\n');
}

function cells([path, version, drift, pins, findings, images]: string[]): string[] {
  return [path, version, drift, pins, findings, images].map((cell) =>
    // GitHub splits a row at each bar, be it in a code span (GitHub Flavored Markdown, 4.10)
    /^[\d?]*$/.test(cell) ? cell : code(cell).replace(/\|/g, '\\|'),
  );
}

/** As it stands: nothing in it is a link, a tag or a mention. (CommonMark, 6.1) */
function code(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return longest > 0 ? `${fence} ${text} ${fence}` : `${fence}${text}${fence}`;
}
