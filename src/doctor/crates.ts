import { DoctorProject } from './doctor-project';
import { Line } from './line';
import { CargoWorkspace } from '../cargo/workspace';
import { nativeCodeWarnings } from '../image/native-code';
import { reachedCrates } from '../image/reached-crates';
import { oneLine } from '../report/details';

const about = 'crates';

/** Whether the crates that the images are made of compile in the builder, as a synth says it of this machine. */
export function lookAtCrates({ record }: Pick<DoctorProject, 'record'>, workspace: CargoWorkspace): Line[] {
  const { build, images } = record;
  const built = images.flatMap(({ name, binary }) => {
    const found = workspace.binaries.find((each) => each.name === binary);
    return found ? [{ binary: found, features: [...(build.features[name] ?? [])] }] : [];
  });
  const { isolated, defaultFeatures, allFeatures } = build;
  const crates = reachedCrates(workspace, built, { isolated, defaultFeatures, allFeatures });
  const tools = { crossCompiles: build.crossCompiles, base: { _isPerTarget: build.isPerTarget } };
  const all = nativeCodeWarnings(crates, tools, [...build.aptPackages]);
  const warnings = all
    .filter(({ id }) => !build.acknowledged.includes(id))
    .map(({ id, text }): Line => ({
      about,
      level: 'warning',
      text: `${oneLine(text)} [${id}]`,
      remedy: `acknowledge: ['${id}'], if it does compile`,
    }));
  if (warnings.length > 0) return warnings;
  const seen = all.length > 0 ? `, but for ${all.length} that you know of` : '';
  return [{ about, level: 'ok', text: `${crates.length} crates, none of which wants more than C${seen}` }];
}
