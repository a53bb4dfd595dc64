import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DoctorProject } from './doctor-project';
import { Line } from './line';
import { RcFile } from '../files/rc-file';
import { GENERATOR } from '../generator';
import { GitRepository } from '../git/git-repository';
import { relativePath } from '../paths/relative-path';
import { isOfNewer, readRecord } from '../record/read-record';
import { RECORD } from '../record/synth-record';
import { findProjects } from '../report/find-projects';
import { shellQuote } from '../syntax/shell-quote';

const about = 'record';

/** The projects of a repository, by the records of their synths, and what is said of records that can't be read. */
export function projectsIn(root: string): { readonly projects: DoctorProject[]; readonly lines: Line[] } {
  const here = resolve(root);
  const { root: repository } = GitRepository.round(here);
  // a repository below it is somebody else's
  const folders = findProjects(here).projects.filter((folder) => {
    const round = GitRepository.round(folder);
    return !round.exists || round.root === repository;
  });
  if (folders.length === 0) {
    const text = `There is no ${RECORD} in ${here}, nor below it: nothing has been synthesised here`;
    const remedy = RcFile.namesIn(here).length > 0 ? 'npx projen' : `npx ${GENERATOR.name} adopt`;
    return { projects: [], lines: [{ about, level: 'fails', text, remedy }] };
  }
  const projects: DoctorProject[] = [];
  const lines: Line[] = [];
  for (const folder of folders) {
    const path = relativePath(here, folder) || '.';
    const name = path === '.' ? RECORD : `${path}/${RECORD}`;
    const text = readFileSync(join(folder, RECORD), 'utf8');
    try {
      projects.push({ folder, path, record: readRecord(text, name) });
    } catch (error) {
      const remedy = isOfNewer(text)
        ? `npm i -D ${GENERATOR.name}@latest`
        : // projen takes what has no marker for a file of the user's
          `rm ${shellQuote(name)} && npx projen`;
      lines.push({ about, level: 'fails', text: (error as Error).message, remedy });
    }
  }
  return { projects, lines };
}
