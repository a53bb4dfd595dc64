import { DoctorProject } from './doctor-project';
import { Line } from './line';
import { Finding } from '../messages/finding';
import { oneLine } from '../report/details';

/** What the last synth found; a note is nothing that goes wrong. */
export function lookAtFindings({ record }: Pick<DoctorProject, 'record'>): Line[] {
  return record.findings.filter(({ acknowledged }) => !acknowledged).map(lineOf);
}

function lineOf({ id, level, text }: Finding): Line {
  const said = { about: 'findings', text: `${oneLine(text)} [${id}]` } as const;
  return level === 'note'
    ? { ...said, level: 'ok' }
    : { ...said, level: level === 'error' ? 'fails' : 'warning', remedy: `acknowledge: ['${id}'], if it is meant so` };
}
