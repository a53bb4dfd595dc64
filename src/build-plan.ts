import { Project, TomlFile } from 'projen';
import { featureSpecs } from './cargo/feature-spec';
import { assertNothingAbove } from './cargo/folders-above';
import { packageSpecs } from './cargo/package-spec';
import { ToolchainFile } from './cargo/toolchain-file';
import { CargoBinary, CargoWorkspace } from './cargo/workspace';
import { CompileUnit } from './dockerfile/compile-unit';
import { contentOf } from './files/content-of';
import { StarterFiles } from './files/starter-files';
import { BuildArg } from './image/build-arg';
import { buildRustflagsWarnings } from './image/build-rustflags';
import { binariesOf, Image } from './image/image';
import { imageSecretWarnings } from './image/image-secrets';
import { nativeCodeWarnings } from './image/native-code';
import { PrivateSource } from './image/private-source';
import { reachedCrates } from './image/reached-crates';
import { runtimeLacks } from './image/runtime-lacks';
import { Warning } from './messages/warnings';
import { tripleOf } from './platform';
import { ImageRepository } from './registry/image-repository';
import { ProjectRepository } from './registry/project-repository';
import { ResolvedOptions } from './resolved-options';
import { rustVersionWarnings } from './toolchain/rust-version';
import { Toolchain } from './toolchain/toolchain';

const TOOLCHAIN_FILE = 'rust-toolchain.toml';

/** From how many packages on it costs less to pull what was compiled than to compile it. */
const PACKAGES_WORTH_A_SEED = 5;

/** What is built: the images, their binaries, what compiles them, and what the user should know of that. */
export class BuildPlan {
  /** Files that the same synth writes where they are missing, by their path. */
  public readonly starter: Record<string, string>;
  public readonly workspace: CargoWorkspace;
  public readonly toolchainFile?: ToolchainFile;
  public readonly toolchain: Toolchain;
  /** Where the images are. */
  public readonly repository: ProjectRepository;
  public readonly images: Image[];
  /** What is compiled for them. */
  public readonly binaries: CargoBinary[];
  public readonly warnings: Warning[];
  /** Where seeds are, if there are any. */
  public readonly seedRepository: ImageRepository;

  constructor(
    project: Project,
    private readonly options: ResolvedOptions,
  ) {
    const { strategy, buildxBuilder, platforms } = options;
    this.starter = StarterFiles.contentsOf(project);
    // a project may generate the file: what is there is not what will be
    const generated = project.tryFindFile(TOOLCHAIN_FILE);
    const content = generated instanceof TomlFile ? contentOf(generated) : undefined;
    this.workspace = CargoWorkspace.discover(
      project.outdir,
      this.starter,
      content === undefined ? {} : { [TOOLCHAIN_FILE]: content },
    );
    this.workspace.assertProfile(options.profile);
    PrivateSource._assertKnown(options.privateSources, this.workspace.registries);
    this.toolchainFile =
      this.workspace.toolchainFile ??
      (generated && { path: TOOLCHAIN_FILE, isBare: false, components: [], targets: [] });
    assertNothingAbove(project.outdir, this.toolchainFile !== undefined);

    this.repository = new ProjectRepository(project, options);
    this.seedRepository = this.repository.seed(options.seedRepository);
    const { images, skipped } = Image.resolve(this.workspace, { ...options, repository: this.repository });
    this.images = images;
    this.binaries = binariesOf(images);

    this.toolchain = strategy._toolchain(options);
    if (!this.toolchain.crossCompiles && !strategy._isEmulated) {
      buildxBuilder._assertBuilds(platforms);
    }
    const crates = reachedCrates(this.workspace, images, options);
    this.warnings = [
      ...this.workspace.warnings,
      ...BuildArg._warnings(options.buildArgs),
      ...imageSecretWarnings(images),
      ...skipped,
      ...buildRustflagsWarnings(this.workspace.buildRustflags, this.toolchain),
      ...rustVersionWarnings(this.workspace.builtWith(this.binaries), {
        ...options,
        toolchainFile: this.toolchainFile,
      }),
      ...nativeCodeWarnings(crates, this.toolchain, options.aptPackages),
      ...runtimeLacks(images, options.runtimeBase, crates),
    ];
  }

  /** As it is told to whoever looks at the repository. */
  public get record() {
    const { toolchain, repository, images, options } = this;
    const { buildxBuilder } = options;
    return {
      registry: repository.registry.host,
      platforms: options.platforms,
      strategy: toolchain.strategy,
      builderBase: toolchain.builderImage ?? toolchain.base._referenceFor(tripleOf(options.platforms[0])),
      runtimeBase: options.runtimeBase._reference,
      build: {
        crossCompiles: toolchain.crossCompiles,
        isPerTarget: toolchain.base._isPerTarget,
        builder: buildxBuilder._isPersistent ? buildxBuilder._name : undefined,
        isolated: options.isolated,
        defaultFeatures: options.defaultFeatures,
        allFeatures: options.allFeatures,
        features: Object.fromEntries(
          images.filter(({ features }) => features.length > 0).map(({ name, features }) => [name, features]),
        ),
        aptPackages: options.aptPackages,
        acknowledged: [...options.acknowledge].sort(),
      },
      images: images.map(({ record }) => record),
    };
  }

  /** The image that `image:run` runs. */
  public get defaultImage(): Image {
    const { images, repository, workspace } = this;
    return (
      images.find((image) => image.binary === workspace.defaultBinary) ??
      images.find((image) => repository.isOwnName(image.name)) ??
      images[0]
    );
  }

  /**
   * Whether what is compiled becomes an image, for later builds to start from.
   *
   * @param hasWorkflow the workflow is what pushes them
   */
  public hasSeed(hasWorkflow: boolean): boolean {
    const { seedImages, seedRepository, isolated, incremental, buildxBuilder } = this.options;
    const isWorthIt = incremental && this.workspace.packages.length >= PACKAGES_WORTH_A_SEED;
    return (
      seedImages ??
      // a persistent builder has the target folder itself, and pulls a seed for nothing
      (seedRepository !== undefined || (hasWorkflow && !isolated && !buildxBuilder._isPersistent && isWorthIt))
    );
  }

  /** What is compiled together. */
  public compileUnits(hasSeed: boolean): CompileUnit[] {
    const { allocator, isolated } = this.options;
    const { _crate: crate } = allocator;
    const added = crate ? [crate.name, ...Object.keys(crate.sameLibrary)] : [];
    const options = {
      ...this.options,
      images: this.images,
      packageSpec: packageSpecs(this.workspace, added),
      featureSpec: featureSpecs(this.workspace),
    };
    return isolated ? CompileUnit.isolated(options) : CompileUnit.shared(options, hasSeed);
  }
}
