import { CrateSources } from './crate-sources';
import { CargoDependency } from './dependency';
import { FeatureRequest, FeatureResolution } from './feature-resolution';
import { LockedEntry, lockedEntry } from './locked-entry';
import { SourceTree } from './source-tree';
import { VersionRequirement } from './version-requirement';
import { SWITCHES } from './well-known-features';
import { CargoPackage, CargoWorkspace } from './workspace';

/** A crate that binaries are made of. */
export interface ReachedCrate {
  readonly name: string;
  /** Whether it is compiled for the machine that compiles: a build script or a macro is made of it. */
  readonly onHost: boolean;
  /** From a package of the workspace down to it. */
  readonly path: readonly string[];
  /** What it depends on itself. */
  readonly uses: ReadonlySet<string>;
}

/** What is asked of a crate whose manifest is not at hand. */
interface Asked {
  readonly features: Set<string>;
  isByUnknown: boolean;
}

/**
 * The crates that binaries are made of, by `Cargo.lock`: with the features that are on, for the targets that are built.
 *
 * The lock file has what all features of all members need, on all platforms. What of it is not needed is known by the
 * manifests: those of the workspace, and of other crates where they are on this machine. Where they are not, all that is
 * locked counts, but for what features that are off are well known for.
 */
export class LockedCrates {
  private readonly byName = new Map<string, LockedEntry[]>();
  private readonly features: FeatureResolution<LockedEntry>;
  private readonly asked = new Map<LockedEntry, Asked>();
  private readonly members: CargoPackage[];

  /**
   * @param tree has the lock file, which is read once for all that are made of one tree
   * @param sources other crates' manifests, where they are to be looked at: that takes its time
   */
  constructor(
    workspace: CargoWorkspace,
    tree: SourceTree,
    private readonly built: ReadonlySet<CargoPackage>,
    request: FeatureRequest,
    sources?: CrateSources,
  ) {
    this.members = workspace.packages;
    const members = new Map(workspace.packages.map((pkg) => [pkg.name, pkg]));
    for (const entry of tree.toml('Cargo.lock')?.tables('package') ?? []) {
      const name = entry.string('name')!;
      const version = entry.string('version') ?? '';
      const crate = entry.has('source') ? undefined : members.get(name);
      const locked = entry.strings('dependencies') ?? [];
      this.byName.set(name, [
        ...(this.byName.get(name) ?? []),
        lockedEntry(name, version, locked, () => crate ?? sources?.find(name, version)),
      ]);
    }
    this.features = new FeatureResolution((dependency, of) => this.entryOf(of, dependency), workspace.resolver);
    this.roots.forEach((entry) =>
      this.features.build(entry, { ...request, features: featuresFor(entry, request.features ?? []) }),
    );
  }

  /** All of them; one that is compiled for both kinds of machine is there twice. */
  public get reached(): ReachedCrate[] {
    for (let before = -1, found = this.walk(); ; before = found.length, found = this.walk()) {
      if (found.length === before) return found;
    }
  }

  private get roots(): LockedEntry[] {
    return [...this.built].map(({ name }) => this.byName.get(name)?.[0]).filter((entry) => entry !== undefined);
  }

  /** By breadth, so that the shortest path is found. What is asked of a crate is known when all have been seen. */
  private walk(): ReachedCrate[] {
    const found = new Map<string, ReachedCrate>();
    const pending = this.roots.map((entry) => ({ entry, onHost: false, path: [entry.name] }));
    for (const { entry, onHost, path } of pending) {
      const key = `${entry.name} ${entry.version} ${onHost}`;
      if (found.has(key)) continue;
      const below = this.below(entry, onHost);
      found.set(key, { name: entry.name, onHost, path, uses: new Set(below.map(([used]) => used.name)) });
      pending.push(...below.map(([used, isHost]) => ({ entry: used, onHost: isHost, path: [...path, used.name] })));
    }
    return [...found.values()];
  }

  private below(entry: LockedEntry, onHost: boolean): [LockedEntry, boolean][] {
    const locked = entry.locked.map((specification) => this.find(specification)).filter((used) => used !== undefined);
    const { isByUnknown = false } = this.asked.get(entry) ?? {};
    if (!entry.isKnown || isByUnknown) {
      const used = locked.filter(({ name }) => entry.isKnown || !this.isSwitchedOff(entry, name));
      used.forEach((crate) => this.ask(crate, [], true));
      return used.map((crate) => [crate, onHost || crate.isProcMacro]);
    }
    const active = this.features.active(entry, onHost).flatMap((used): [LockedEntry, boolean][] => {
      if (!used.crate) return [];
      const { name, features, defaultFeatures } = used.dependency;
      const asked = [
        ...features,
        ...this.features.asksOf(entry, name, onHost),
        ...(defaultFeatures ? ['default'] : []),
      ];
      this.ask(used.crate, asked, false);
      return [[used.crate, used.onHost]];
    });
    // a lock file may be older than the manifest, or newer
    const declared = new Set(entry.dependencies.map(({ crate }) => crate));
    return [
      ...active,
      ...locked.filter(({ name }) => !declared.has(name)).map((used): [LockedEntry, boolean] => [used, onHost]),
    ];
  }

  private ask(entry: LockedEntry, features: string[], byUnknown: boolean): void {
    const asked = this.asked.get(entry) ?? { features: new Set(), isByUnknown: false };
    features.forEach((feature) => asked.features.add(feature));
    asked.isByUnknown ||= byUnknown;
    this.asked.set(entry, asked);
  }

  /**
   * Whether a crate has a dependency for features only that are off, as far as that is well known: nobody asks for them whose
   * manifest is at hand, and that it is locked all the same is explained by one that could.
   */
  private isSwitchedOff(entry: LockedEntry, dependency: string): boolean {
    const known = SWITCHES.find(({ crate, dependencies }) => crate === entry.name && dependencies.includes(dependency));
    if (!known) return false;
    if (known.features.length === 0) return true;
    const [major, minor] = entry.version.split('.').map(Number);
    const [beforeMajor, beforeMinor] = known.defaultBefore ?? [0, 0];
    const isDefault = major < beforeMajor || (major === beforeMajor && minor < beforeMinor);
    const switches = [...known.features, ...(isDefault ? ['default'] : [])];
    const { features, isByUnknown } = this.asked.get(entry) ?? { features: new Set(), isByUnknown: false };
    return (
      !switches.some((on) => features.has(on)) &&
      (!isByUnknown || this.members.some((pkg) => couldAsk(pkg, entry.name, switches)))
    );
  }

  private entryOf(of: LockedEntry, { crate, requirement }: CargoDependency): LockedEntry | undefined {
    const candidates = of.locked
      .map((specification) => this.find(specification))
      .filter((entry) => entry?.name === crate);
    return candidates.find((entry) => accepts(requirement, entry!.version)) ?? candidates[0];
  }

  /** An entry is "name", "name version" or "name version (source)". */
  private find(specification: string): LockedEntry | undefined {
    const [name, version] = specification.split(' ');
    const entries = this.byName.get(name);
    return entries?.find((entry) => version === undefined || entry.version === version) ?? entries?.[0];
  }
}

/** Of features as cargo's command line has them, those of a package that is built, or of its dependencies. */
function featuresFor({ name, dependencies }: LockedEntry, features: readonly string[]): string[] {
  return features.flatMap((feature) => {
    const [crate, ofCrate] = feature.split(/\??\//);
    if (crate === name) return [ofCrate];
    return dependencies.some((dependency) => dependency.name === crate) ? [feature] : [];
  });
}

/** Whether a member asks features of a crate that it has, or would with other features of its own. */
function couldAsk(pkg: CargoPackage, name: string, features: string[]): boolean {
  const forwarded = Object.values(pkg.features)
    .flat()
    .map((value) => value.split(/\??\//));
  return pkg.dependencies
    .filter(({ crate }) => crate === name)
    .some((dependency) =>
      [
        ...dependency.features,
        ...(dependency.defaultFeatures ? ['default'] : []),
        ...forwarded.filter(([of]) => of === dependency.name).map(([, feature]) => feature),
      ].some((feature) => features.includes(feature)),
    );
}

function accepts(requirement: string | undefined, version: string): boolean {
  if (requirement === undefined) return true;
  try {
    return new VersionRequirement(requirement).accepts(version.replace(/\+.*$/, ''));
  } catch {
    return false;
  }
}
