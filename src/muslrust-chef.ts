import { Component, FileBase, github, IgnoreFile, JsonFile, Project } from 'projen';
import { AllocatorSync } from './allocator/allocator-sync';
import { BakeFile } from './bake/bake-file';
import { assertNothingAbove } from './cargo/folders-above';
import { packageSpecs } from './cargo/package-spec';
import { ToolchainFile } from './cargo/toolchain-file';
import { CargoWorkspace } from './cargo/workspace';
import { BuildScript } from './dockerfile/build-script';
import { CompileUnit } from './dockerfile/compile-unit';
import { CopiedFiles } from './dockerfile/copied-files';
import { Dockerfile } from './dockerfile/dockerfile';
import { Dockerignore } from './dockerfile/dockerignore';
import { guardGeneratedFiles } from './files/generated-files';
import { StarterFiles } from './files/starter-files';
import { BuildArg } from './image/build-arg';
import { buildRustflagsWarnings } from './image/build-rustflags';
import { binariesOf, Image } from './image/image';
import { ImageTasks } from './image/image-tasks';
import { nativeCodeWarnings } from './image/native-code';
import { reachedCrates } from './image/reached-crates';
import { MuslRustChefOptions, resolveOptions } from './muslrust-chef-options';
import { checked } from './options/checked';
import { claimReferences } from './registry/claimed-references';
import { ClaimedSecrets } from './registry/claimed-secrets';
import { ContainerRegistry } from './registry/container-registry';
import { ProjectRepository } from './registry/project-repository';
import { registryUses } from './registry/registry-use';
import { BuildStrategy } from './toolchain/build-strategy';
import { rustVersionWarnings } from './toolchain/rust-version';
import { UserError } from './user-error';
import { Warnings } from './warnings/warnings';
import { gitHubOf } from './workflow/github-of';
import { ImageWorkflow } from './workflow/image-workflow';

/** From how many packages on it costs less to pull what was compiled than to compile it. */
const PACKAGES_WORTH_A_SEED = 5;

/**
 * Ships the binaries of a Rust project as static, tiny, multi-platform container images: generates the Dockerfile, the
 * bake file, the build scripts, the tasks and the workflow, keeps a fast allocator in the executables, and keeps all of
 * it in sync at every synth.
 *
 * The project is one with a `Cargo.toml` in its folder, of whatever project type. What packages and binaries it has is
 * read from its files; no cargo is needed for that.
 */
export class MuslRustChef extends Component {
  /**
   * The component of a project, if it has one.
   *
   * @param project the project
   */
  public static of(project: Project): MuslRustChef | undefined {
    checked('MuslRustChef.of', [project]);
    return project.components.find((component): component is MuslRustChef => component instanceof MuslRustChef);
  }

  /** `Dockerfile`: one file for all images; instructions of your own have their points in it. */
  public readonly dockerfile: Dockerfile;

  /** `.dockerignore`. */
  public readonly dockerignore: IgnoreFile;

  /** `docker-bake.json`: one target per image. */
  public readonly bakeFile: JsonFile;

  /** `docker/restore-mtimes.sh`: sets each source file's mtime to when its content last changed. */
  public readonly restoreMtimesScript: FileBase;

  /** `docker/get-executable.sh`: finds the executable that cargo built. */
  public readonly executableScript: FileBase;

  /** `docker/verify-static-build.sh`: reads the ELF headers of an executable. */
  public readonly verifyStaticBuildScript: FileBase;

  /** `docker/verify-image.sh`: checks and starts a finished image. */
  public readonly verifyImageScript: FileBase;

  /** `docker/run-docker.sh`: runs docker for the tasks, says what to do where it can't, and lists what was built. */
  public readonly runDockerScript: FileBase;

  /** `docker/release-tags.sh`, if the project has workflows: says which tags a run moves. */
  public readonly releaseTagsScript?: FileBase;

  /** `docker/publish-images.sh`, if the project has workflows: makes indexes of what was pushed, and moves tags to them. */
  public readonly publishImagesScript?: FileBase;

  /** How the platforms are built. */
  public readonly strategy: BuildStrategy;

  /** The registry that the images are in. */
  public readonly registry: ContainerRegistry;

  /** `.github/workflows/image.yml`, if the project has workflows. */
  public readonly workflow?: github.GithubWorkflow;

  constructor(project: Project, options: MuslRustChefOptions = {}) {
    [project, options] = checked('MuslRustChef', [project, options], new.target !== MuslRustChef);
    if (MuslRustChef.of(project)) {
      throw new UserError(
        'MuslRustChef: this project has one already; MuslRustChef.of(project) returns it. One serves all images.',
      );
    }
    super(project, 'muslrust-chef');
    const resolved = resolveOptions(options);
    const warnings = Warnings.of(project);
    warnings.acknowledge(options.acknowledge ?? []);
    const { allocator } = resolved;
    this.strategy = resolved.strategy;

    const starter = StarterFiles.contentsOf(project);
    const workspace = CargoWorkspace.discover(project.outdir, starter);
    workspace.assertProfile(resolved.profile);
    // a project may generate the file: then it need not be there yet
    const toolchainFile = workspace.toolchainFile ?? generatedToolchainFile(project);
    assertNothingAbove(project.outdir, toolchainFile !== undefined);
    const repository = new ProjectRepository(project, resolved);
    const seed = repository.seed(resolved.seedRepository);
    this.registry = repository.registry;
    const { images, skipped } = Image.resolve(workspace, { ...resolved, repository });
    claimReferences(project, 'MuslRustChef', {
      images,
      local: repository.local,
      seed,
      cache: resolved.cache,
      folders: ['.', 'docker'],
    });
    const binaries = binariesOf(images);
    const toolchain = resolved.strategy._toolchain(resolved);
    if (!toolchain.crossCompiles && !resolved.strategy._isEmulated) {
      resolved.buildxBuilder._assertBuilds(resolved.platforms);
    }
    [
      ...workspace.warnings,
      ...BuildArg._warnings(resolved.buildArgs),
      ...skipped,
      ...buildRustflagsWarnings(workspace.buildRustflags, toolchain),
      ...rustVersionWarnings(workspace.builtWith(binaries), { ...resolved, toolchainFile }),
      ...nativeCodeWarnings(reachedCrates(workspace, images, resolved), toolchain, resolved.aptPackages),
    ].forEach((warning) => warnings.warn(warning));
    if (resolved.runtimeBase._note) {
      warnings.note({ id: 'runtime-base', text: resolved.runtimeBase._note });
    }

    // GitHub reads workflows at the root only
    const gitHub = (options.workflow ?? true) ? gitHubOf(project, 'MuslRustChef') : undefined;
    const hasSeed =
      resolved.seedImages ??
      // what pushes seeds is the workflow; a persistent builder has the target folder itself, and begins a new one with
      // each seed
      (resolved.seedRepository !== undefined ||
        (gitHub !== undefined &&
          !resolved.isolated &&
          !resolved.buildxBuilder._isPersistent &&
          workspace.packages.length >= PACKAGES_WORTH_A_SEED));
    const added = allocator._crate ? [allocator._crate.name, ...Object.keys(allocator._crate.sameLibrary)] : [];
    const unitOptions = { ...resolved, images, packageSpec: packageSpecs(workspace, added) };
    const units = resolved.isolated ? CompileUnit.isolated(unitOptions) : CompileUnit.shared(unitOptions, hasSeed);
    this.dockerfile = Dockerfile._of(project, {
      ...resolved,
      toolchain,
      units,
      environment: { build: allocator._buildEnvironment, image: allocator._imageEnvironment },
      toolchainFile,
      vendorDirectory: workspace.vendorDirectory,
      cookedSources: workspace.cookedSources,
    });
    const dockerignore = new Dockerignore(project, workspace);
    this.dockerignore = dockerignore;
    new CopiedFiles(project, images, dockerignore);
    this.bakeFile = new BakeFile(project, {
      ...resolved,
      crossCompiles: toolchain.crossCompiles,
      images,
      repository,
      seed: hasSeed ? seed : undefined,
    });
    this.restoreMtimesScript = new BuildScript(project, 'restore-mtimes.sh');
    this.executableScript = new BuildScript(project, 'get-executable.sh');
    this.verifyStaticBuildScript = new BuildScript(project, 'verify-static-build.sh');
    this.verifyImageScript = new BuildScript(project, 'verify-image.sh');
    this.runDockerScript = new BuildScript(project, 'run-docker.sh');
    new ImageTasks(project, {
      ...resolved,
      crossCompiles: toolchain.crossCompiles,
      images,
      repository,
      byDefault:
        images.find((image) => image.binary === workspace.defaultBinary) ??
        images.find((image) => repository.isOwnName(image.name)) ??
        images[0],
    });
    if (gitHub) {
      this.releaseTagsScript = new BuildScript(project, 'release-tags.sh');
      this.publishImagesScript = new BuildScript(project, 'publish-images.sh');
      const registries = registryUses({
        named: resolved.registries,
        toPullFrom: options.registries ?? [],
        images: images.map((image) => image.repository),
        seed: hasSeed ? seed : undefined,
        cache: resolved.cache,
        pulled: [resolved.builderImage ?? resolved.base._referenceFor(''), resolved.runtimeBase._reference],
      });
      ClaimedSecrets.of(project).claim(project, registries);
      if (
        resolved.strategy._isEmulated &&
        registries.some(({ registry, writes }) => writes && registry._login?.kind === 'google')
      ) {
        warnings.warn({
          id: 'google-login',
          text:
            "strategy: Google's login lasts an hour, and BuildStrategy.EMULATED may compile for longer; then nothing is pushed. " +
            'BuildStrategy.NATIVE and BuildStrategy.CROSS are faster.',
        });
      }
      this.workflow = new ImageWorkflow(gitHub, project, {
        ...resolved,
        images,
        repository,
        seed: hasSeed ? seed : undefined,
        registries,
      });
    }

    new AllocatorSync(project, { workspace, binaries, allocator, starter });

    const files = [
      this.dockerfile,
      this.dockerignore,
      this.bakeFile,
      this.restoreMtimesScript,
      this.executableScript,
      this.verifyStaticBuildScript,
      this.verifyImageScript,
      this.runDockerScript,
      ...[this.releaseTagsScript, this.publishImagesScript, this.workflow?.file].filter((file) => file !== undefined),
    ];
    guardGeneratedFiles(
      project,
      'muslrust-chef',
      files,
      options.overwriteExisting ? undefined : 'let MuslRustChef replace it by `overwriteExisting: true`',
    );
  }
}

function generatedToolchainFile(project: Project): ToolchainFile | undefined {
  const path = 'rust-toolchain.toml';
  return project.tryFindFile(path) ? { path, isBare: false, components: [], targets: [] } : undefined;
}
