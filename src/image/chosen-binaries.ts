import { CargoBinary, CargoWorkspace } from '../cargo/workspace';
import { UserError } from '../user-error';
import { Warning } from '../warnings/warnings';

/** The features that are on. */
export interface BinaryChoice {
  readonly defaultFeatures: boolean;
  readonly allFeatures: boolean;
}

export interface ChosenBinaries {
  readonly chosen: { readonly binary: string }[];
  /** What is said of each of the others. */
  readonly skipped: Warning[];
}

/** The binaries that get an image without being asked for: all but tools for developers, and those whose features are off. */
export function chooseBinaries(workspace: CargoWorkspace, features: BinaryChoice): ChosenBinaries {
  const skipped: Warning[] = [];
  const without = (binaries: CargoBinary[], reason: (binary: CargoBinary) => Warning | undefined) =>
    binaries.filter((binary) => {
      const warning = reason(binary);
      skipped.push(...(warning ? [warning] : []));
      return !warning;
    });
  const named = without(workspace.binaries, toolByName);
  // where all have an alias, it is how they are run, and says nothing of what they are
  const aliasOf = (binary: CargoBinary) => workspace.aliases.of(binary, workspace.isDefaultMember(binary.package));
  const programs = named.every(aliasOf) ? named : without(named, (binary) => toolByAlias(binary, aliasOf(binary)));
  const chosen = without(programs, (binary) => lackOfFeatures(binary, features));
  if (chosen.length === 0) {
    throw new UserError(`no binary gets an image by default. ${skipped.map(({ text }) => text).join(' ')}`);
  }
  return { chosen: chosen.map(({ name }) => ({ binary: name })), skipped };
}

/** By convention a package of that name is the project's own build tool: https://github.com/matklad/cargo-xtask */
function toolByName({ name, package: { name: packageName, manifestPath } }: CargoBinary): Warning | undefined {
  return packageName === 'xtask'
    ? {
        id: 'skipped-tool',
        text:
          `${manifestPath}: binary "${name}" is a tool for developers, by the name of its package, so it gets no image. ` +
          'List it in `images` to give it one.',
      }
    : undefined;
}

function toolByAlias({ name, package: { manifestPath } }: CargoBinary, alias: string | undefined): Warning | undefined {
  return alias === undefined
    ? undefined
    : {
        id: 'skipped-tool',
        text:
          `${manifestPath}: binary "${name}" is run by \`cargo ${alias}\`, an alias in .cargo, so it is taken for a tool ` +
          'for developers and gets no image. List it in `images` to give it one.',
      };
}

function lackOfFeatures(binary: CargoBinary, { allFeatures, defaultFeatures }: BinaryChoice): Warning | undefined {
  const on = new Set<string>();
  const pending = defaultFeatures ? [...binary.package.defaultFeatures] : [];
  for (let feature = pending.pop(); feature !== undefined; feature = pending.pop()) {
    if (!on.has(feature)) {
      on.add(feature);
      pending.push(...(binary.package.features[feature] ?? []));
    }
  }
  return allFeatures || binary.requiredFeatures.every((feature) => on.has(feature))
    ? undefined
    : {
        id: 'skipped-binary',
        text:
          `${binary.package.manifestPath}: binary "${binary.name}" requires the feature ${binary.requiredFeatures.join(' and ')}, ` +
          'which is not on by default, so it gets no image. List it in `images` to give it one, with its features.',
      };
}
