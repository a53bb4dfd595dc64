import { CargoAliases } from './cargo-aliases';
import { CargoConfig } from './cargo-config';
import { assertIsThere, assertPathsCanBeCooked } from './cooked-paths';
import { CargoDependency } from './dependency';
import { FeatureRequest, FeatureResolution } from './feature-resolution';
import { ignoredToolchainFile } from './ignored-toolchain-file';
import { overridesIn, overridingFolders } from './local-overrides';
import { OutputFolder } from './output-folders';
import { CargoBinary, CargoPackage, compare, manifestIn, packageTable } from './package';
import { SourceTree } from './source-tree';
import { findToolchainFile, ToolchainFile } from './toolchain-file';
import { whereManifestIs } from './where-manifest-is';
import { defaultFolders, memberFolders } from './workspace-members';
import { assertIsRoot } from './workspace-root';
import { UserError } from '../messages/user-error';
import { Warning } from '../messages/warnings';
import { isWithin } from '../paths/is-within';

export { type CargoBinary, CargoPackage } from './package';

/** What packages and binaries there are, read from the manifests and the files alone: synth needs no cargo. */
export class CargoWorkspace {
  /**
   * @param root the folder of the project
   * @param starter files that the same synth will write where they are missing, by their path
   * @param generated those that it will write whatever is there
   */
  public static discover(
    root: string,
    starter: Record<string, string> = {},
    generated: Record<string, string> = {},
  ): CargoWorkspace {
    return new CargoWorkspace(new SourceTree(root, starter, generated));
  }

  public readonly root: string;
  /** The files as they were when it was read; what a synth has written since is not in it. */
  public readonly tree: SourceTree;
  /** By folder, the root first. */
  public readonly packages: CargoPackage[];
  /** By package, then by name. */
  public readonly binaries: CargoBinary[];
  /** The one to run when none is named, by the root package's `default-run`. */
  public readonly defaultBinary?: CargoBinary;
  /** The file that names the Rust toolchain, as rustup would choose it. */
  public readonly toolchainFile?: ToolchainFile;
  /** Where the dependencies are vendored: cargo must see it before it cooks them. */
  public readonly vendorDirectory?: string;
  /**
   * Files and folders that cargo reads where it compiles dependencies, and that cargo-chef has not: crates in place of
   * others, and what the configuration names.
   */
  public readonly cookedSources: string[];
  /** Those of them that are of the configuration. */
  public readonly configFiles: string[];
  /** Where cargo compiles to on a developer's machine, other than to `target`; nothing of the sources is there. */
  public readonly outputFolders: string[];
  /** What developers run by a cargo command of their own. */
  public readonly aliases: CargoAliases;
  /** The registries in cargo's configuration, other than crates.io. */
  public readonly registries: string[];
  /** `build.rustflags` in cargo's configuration, and where it stands. */
  public readonly buildRustflags?: string;
  /** What builds here, but would not build in the image, or not the same. */
  public readonly warnings: Warning[];
  /** The version of the resolver, which decides how features are shared. */
  public readonly resolver: string;
  private readonly defaults: string[];
  /** Those of cargo, and those that the root manifest or the configuration defines. */
  private readonly profiles: Set<string>;

  private constructor(tree: SourceTree) {
    this.root = tree.root;
    this.tree = tree;
    const manifest = tree.toml('Cargo.toml');
    if (!manifest) {
      throw new UserError(`Cargo.toml is missing in ${tree.root}: ${whereManifestIs(tree.root)}`);
    }
    const workspace = manifest.table('workspace');
    if (!workspace && !packageTable(manifest)) {
      throw new UserError('Cargo.toml has neither [package] nor [workspace]: it needs one of them');
    }
    if (!workspace) assertIsRoot(tree.root, manifest);

    this.packages = memberFolders(tree, manifest).map(
      (folder) => new CargoPackage(tree, folder, tree.toml(manifestIn(folder))!, workspace),
    );
    assertPathsCanBeCooked(tree, manifest, this.packages);
    const config = new CargoConfig(tree);
    const overrides = [...overridesIn(tree, manifest, '.'), ...config.overrides];
    overrides.forEach((override) => assertIsThere(tree, override));
    this.configFiles = config.files;
    this.cookedSources = [...new Set([...overridingFolders(tree, overrides, workspace), ...config.files])];
    this.defaults = defaultFolders(tree, manifest);
    const atRoot = this.packages.find(({ directory }) => directory === '.');
    this.resolver =
      workspace?.string('resolver') ??
      packageTable(manifest)?.string('resolver') ??
      ((atRoot?.edition ?? '2015') < '2021' ? '1' : '2');

    this.binaries = this.packages
      .flatMap(({ binaries }) => binaries)
      .sort((a, b) => compare(a.package.name, b.package.name) || compare(a.name, b.name));
    if (this.binaries.length === 0) {
      throw new UserError(
        `no binary in the workspace of ${manifestIn('.')}: an image needs one. Add src/main.rs, src/bin/<name>.rs or a [[bin]]`,
      );
    }
    this.defaultBinary = atRoot?.binaries.find((binary) => binary.name === atRoot.defaultRun);

    this.toolchainFile = findToolchainFile(tree, config.usesBuildStd);
    this.vendorDirectory = config.vendorDirectory;
    const sources = [
      ...this.packages.map(({ manifestPath }) => manifestPath),
      ...this.packages.flatMap(({ library }) => library ?? []),
      ...this.binaries.map(({ rootFile }) => rootFile),
      ...(config.vendorDirectory ? [config.vendorDirectory] : []),
    ];
    const isAmongSources = ({ path }: OutputFolder) => sources.some((source) => isWithin(source, path));
    this.outputFolders = config.outputFolders.filter((folder) => !isAmongSources(folder)).map(({ path }) => path);
    this.aliases = config.aliases;
    this.registries = config.registries;
    this.buildRustflags = config.buildRustflags;
    this.warnings = [
      ...ignoredToolchainFile(tree),
      ...config.warnings,
      ...config.outputFolders.filter(isAmongSources).map(({ path, where }) => ({
        id: 'config-build-dir' as const,
        text:
          `${where} has cargo compile into ${path === '.' ? 'the folder of the project' : JSON.stringify(path)}, where sources are: ` +
          'what it compiles there is sent to each build of the image, since .dockerignore can only hide folders without sources. ' +
          'Name a folder of its own, e.g. "out"',
      })),
    ];
    this.profiles = new Set([
      'release',
      'dev',
      'test',
      'bench',
      ...(manifest.table('profile')?.keys() ?? []),
      ...config.profiles,
    ]);
  }

  /** Whether cargo builds a package where none is named, as far as a manifest says which. */
  public isDefaultMember({ directory }: CargoPackage): boolean {
    return this.defaults.includes(directory);
  }

  /** The binaries that cargo builds where no package is named; all of them where those packages have none. */
  public get defaultBinaries(): ReadonlySet<CargoBinary> {
    const ofDefaults = this.binaries.filter((binary) => this.isDefaultMember(binary.package));
    return new Set(ofDefaults.length > 0 ? ofDefaults : this.binaries);
  }

  /** The package that a dependency comes to, if it is one of the workspace. */
  public packageOf({ path }: CargoDependency): CargoPackage | undefined {
    return path === undefined ? undefined : this.packages.find(({ directory }) => directory === path);
  }

  /** The packages of the workspace that binaries are made of: their own, and those that these depend on by path. */
  public builtWith(binaries: CargoBinary[]): Set<CargoPackage> {
    const found = new Set(binaries.map((binary) => binary.package));
    for (const pkg of found) {
      for (const dependency of pkg.dependencies.filter(({ kind }) => kind !== 'dev')) {
        const used = this.packageOf(dependency);
        if (used) found.add(used);
      }
    }
    return found;
  }

  /** Which features are on where these packages are built in one go. */
  public featuresOf(packages: Iterable<CargoPackage>, request: FeatureRequest): FeatureResolution<CargoPackage> {
    const resolution = new FeatureResolution<CargoPackage>((dependency) => this.packageOf(dependency), this.resolver);
    for (const pkg of packages) resolution.build(pkg, request);
    return resolution;
  }

  /** Refuses to compile two binaries of one name, which one call of cargo would. */
  public assertNamesAreUnique(binaries: CargoBinary[]): void {
    const packages = new Set(binaries.map((binary) => binary.package));
    for (const binary of binaries) {
      const other = this.binaries.find(
        (candidate) => candidate !== binary && candidate.name === binary.name && packages.has(candidate.package),
      );
      if (other) {
        throw new UserError(
          `two binaries are named "${binary.name}", in ${binary.package.manifestPath} and in ${other.package.manifestPath}: ` +
            'they would overwrite each other in the target folder. Rename one of them by a [[bin]] with another name',
        );
      }
    }
  }

  /** Refuses a profile that cargo would not know. */
  public assertProfile(profile: string): void {
    if (!this.profiles.has(profile)) {
      throw new UserError(
        `profile: Cargo.toml has no [profile.${profile}]. Add it there, or name one of ${[...this.profiles].join(', ')}`,
      );
    }
  }
}
