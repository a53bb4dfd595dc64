import { CargoBinary, CargoWorkspace } from '../cargo/workspace';
import { UserError } from '../messages/user-error';
import { Warning } from '../messages/warnings';
import { RESERVED } from '../registry/project-repository';

/** The features that are on, and whether each binary is compiled by itself. */
export interface BinaryChoice {
  readonly defaultFeatures: boolean;
  readonly allFeatures: boolean;
  readonly isolated?: boolean;
}

export interface ChosenBinaries {
  readonly chosen: CargoBinary[];
  /** What is said of each of the others. */
  readonly skipped: Warning[];
}

/**
 * The binaries that get an image without being asked for: those that cargo builds where no package is named, but for tools
 * for developers and those whose features are off.
 */
export function chooseBinaries(workspace: CargoWorkspace, features: BinaryChoice): ChosenBinaries {
  const skipped: Warning[] = [];
  const without = (binaries: CargoBinary[], reason: (binary: CargoBinary) => Warning | undefined) =>
    binaries.filter((binary) => {
      const warning = reason(binary);
      skipped.push(...(warning ? [warning] : []));
      return !warning;
    });
  const all = without(workspace.binaries, toolByName);
  const { defaultBinaries } = workspace;
  const named = all.filter((binary) => defaultBinaries.has(binary));
  skipped.push(...otherMembers(workspace, all, named));
  // where all have an alias, it is how they are run, and says nothing of what they are
  const aliasOf = (binary: CargoBinary) => workspace.aliases.of(binary, workspace.isDefaultMember(binary.package));
  const programs = named.every(aliasOf) ? named : without(named, (binary) => toolByAlias(binary, aliasOf(binary)));
  const complete = withFeatures(workspace, programs, features);
  const built = without(programs, (binary) =>
    complete.has(binary) ? undefined : lackOfFeatures(workspace, binary, features),
  );
  const chosen = without(built, (binary) => reserved(binary));
  if (chosen.length === 0) {
    throw new UserError(`no binary gets an image by default. ${skipped.map(({ text }) => text).join(' ')}`);
  }
  return { chosen, skipped };
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

/** Members that cargo leaves alone, and so does a build of all images: a firmware, say, that compiles for no server. */
function otherMembers(workspace: CargoWorkspace, all: CargoBinary[], byDefault: CargoBinary[]): Warning[] {
  const others = all.filter((binary) => !byDefault.includes(binary) && !workspace.aliases.of(binary));
  return others.length === 0
    ? []
    : [
        {
          id: 'skipped-binary',
          text:
            `Cargo.toml: ${others.map(({ name }) => `"${name}"`).join(', ')} ${others.length === 1 ? 'is' : 'are'} in no package that ` +
            '`cargo build` builds here (`default-members` of [workspace], or else the package of this manifest), so ' +
            `${others.length === 1 ? 'it gets' : 'they get'} no image. Add to default-members, or list in \`images\` what is to have one.`,
        },
      ];
}

/** The binaries that cargo builds with these features: what is built in one go shares them, and is what is looked for. */
function withFeatures(workspace: CargoWorkspace, binaries: CargoBinary[], choice: BinaryChoice): Set<CargoBinary> {
  const found = new Set<CargoBinary>();
  const pending = new Set(binaries);
  const take = (takes: (binary: CargoBinary) => boolean) =>
    [...pending].filter(takes).filter((binary) => pending.delete(binary) && found.add(binary)).length > 0;
  take(({ requiredFeatures }) => requiredFeatures.length === 0);
  const isComplete = (binary: CargoBinary) => {
    const together = new Set([...(choice.isolated ? [] : found), binary].map((other) => other.package));
    const features = workspace.featuresOf(together, choice);
    return binary.requiredFeatures.every((feature) => features.isOn(binary.package, feature));
  };
  while (take(isComplete));
  return found;
}

function reserved({ name, package: { manifestPath } }: CargoBinary): Warning | undefined {
  return name.toLowerCase() === RESERVED
    ? {
        id: 'skipped-binary',
        text:
          `${manifestPath}: an image named "${name}" would be in the place of the builder image, so this binary gets none. ` +
          'List it in `images` with another `name` to give it one.',
      }
    : undefined;
}

function lackOfFeatures(workspace: CargoWorkspace, binary: CargoBinary, choice: BinaryChoice): Warning {
  const { requiredFeatures, package: pkg } = binary;
  const off = (features: BinaryChoice) => {
    const state = workspace.featuresOf(new Set([pkg]), features);
    return requiredFeatures.filter((feature) => !state.isOn(pkg, feature));
  };
  const lacking = off(choice);
  const unknown = lacking.find((feature) => !feature.includes('/') && !pkg.hasFeature(feature));
  const reason =
    off({ ...choice, defaultFeatures: true }).length < lacking.length
      ? 'not on, since `defaultFeatures` is false'
      : 'not on by default';
  const rest =
    unknown === undefined
      ? `requires the feature ${lacking.join(' and ')}, which is ${reason}, so it gets no image. List it in \`images\` beside those that are to have one, ` +
        `as in { binary: ${JSON.stringify(binary.name)} }, which switches on what it requires; or set \`allFeatures: true\`.`
      : `requires the feature ${unknown}, which is not defined there, so it gets no image. Define it in [features], or correct \`required-features\` of its [[bin]].`;
  return { id: 'skipped-binary', text: `${pkg.manifestPath}: binary ${JSON.stringify(binary.name)} ${rest}` };
}
