import { oneLine } from './details';
import { CONCERNS, concerned, FleetReport } from './fleet-report';
import { ProjectReport } from './project-report';

export const COLUMNS = ['project', 'version', 'drift', 'pins behind', 'findings', 'images'];

/** A project as a row of a table. */
export function rowOf({ path, fault, version, drift, pins, findings, images }: ProjectReport): string[] {
  const open = findings.filter(({ level, acknowledged }) => level !== 'note' && !acknowledged);
  const counts = [drift, pins, open].map(({ length }) => (fault === undefined ? `${length}` : '?'));
  return [path, version ?? '?', ...counts, images.map(({ reference }) => reference).join(' ')].map(oneLine);
}

/** All of it in a sentence. */
export function summaryOf(report: FleetReport): string {
  const { projects, without, generator } = report;
  const unread = projects.filter(({ fault }) => fault !== undefined).length;
  const concerns = CONCERNS.map((concern) => `${concerned(report, concern).length} with ${NAMES[concern]}`);
  return [
    `${counted(projects.length, 'project')}: ${concerns.join(', ')}`,
    ...(unread > 0 ? [`${unread} with a record that can't be read`] : []),
    ...(without.length > 0
      ? [`${without.length} git ${without.length === 1 ? 'repository' : 'repositories'} without a record`]
      : []),
    `by ${generator.name} ${generator.version}`,
  ].join('; ');
}

const NAMES = { drift: 'drift', pins: 'pins behind', findings: 'findings' };

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
