import { Diagnosis } from './diagnosis';
import { Line } from './line';

const LEVELS = ['fails', 'warning', 'ok'] as const;
const WIDTH = { level: 9, about: 17 };

/** For a terminal: what fails first, each with what to do below it. */
export function asText({ generator, lines }: Diagnosis): string {
  const counts = LEVELS.map((level) => `${lines.filter((line) => line.level === level).length} ${NAMES[level]}`);
  // one project is the only one that there is
  const isOne = new Set(lines.flatMap(({ project }) => project ?? [])).size < 2;
  return [
    ...LEVELS.flatMap((level) => lines.filter((line) => line.level === level)).flatMap((line) => rowsOf(line, isOne)),
    '',
    `${counts.join(', ')}; by ${generator.name} ${generator.version}`,
    '',
  ].join('\n');
}

const NAMES = { fails: 'that fail', warning: 'warnings', ok: 'ok' };

function rowsOf(line: Line, isOne: boolean): string[] {
  const { level, about, text, project } = line;
  const place = isOne || project === undefined ? '' : `${project}: `;
  return [
    `${level.padEnd(WIDTH.level)}${about.padEnd(WIDTH.about)}${place}${text}`,
    ...(line.level === 'ok' ? [] : [`${' '.repeat(WIDTH.level)}-> ${line.remedy}`]),
  ];
}
