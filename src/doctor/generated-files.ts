import { DoctorProject } from './doctor-project';
import { Line } from './line';
import { shortened } from './shortened';
import { driftIn } from '../report/drift';

const about = 'generated files';

/** Whether the generated files are what the last synth wrote. */
export function lookAtGeneratedFiles({ folder, record }: DoctorProject): Line {
  const drift = driftIn(folder, record).map(({ file, state }) => `${file} is ${state}`);
  return drift.length === 0
    ? { about, level: 'ok', text: `all ${Object.keys(record.files).length} are as they were synthesised` }
    : {
        about,
        level: 'fails',
        text: `${shortened(drift)}: generated-files.yml fails in CI, and the next synth writes them anew`,
        remedy: 'npx projen',
      };
}
