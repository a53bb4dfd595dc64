import { DoctorProject } from './doctor-project';
import { Line } from './line';
import { GENERATOR } from '../generator';

const about = 'record';

/** Whether the release that runs is the one that synthesised. */
export function lookAtRelease({ record }: DoctorProject): Line {
  const { version } = record.generator;
  return version === GENERATOR.version
    ? { about, level: 'ok', text: `synthesised by ${version}, which is installed` }
    : {
        about,
        level: 'warning',
        text: `synthesised by ${version}, and ${GENERATOR.version} is installed: CI's synth may differ`,
        remedy: 'npx projen',
      };
}
