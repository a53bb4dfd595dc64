import { DoctorProject } from './doctor-project';
import { Line } from './line';
import { shellQuote } from '../syntax/shell-quote';

/** What runs in the folder of a project; all else runs at the root. */
const OF_FOLDER = /^(cargo|git) /;

/** A line as one of a project. */
export function ofProject({ path }: Pick<DoctorProject, 'path'>, line: Line): Line {
  if (line.level === 'ok' || path === '.' || !OF_FOLDER.test(line.remedy)) return { ...line, project: path };
  return { ...line, project: path, remedy: `cd ${shellQuote(path)} && ${line.remedy}` };
}
