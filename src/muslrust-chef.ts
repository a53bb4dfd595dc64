import { Component, FileBase, github, IgnoreFile, JsonFile, Project } from 'projen';
import { Allocator } from './allocator/allocator';
import { AllocatorSync } from './allocator/allocator-sync';
import { BakeFile } from './bake/bake-file';
import { BuildPlan } from './build-plan';
import { CargoWorkspace } from './cargo/workspace';
import { BuildScript } from './dockerfile/build-script';
import { CopiedFiles } from './dockerfile/copied-files';
import { Dockerfile } from './dockerfile/dockerfile';
import { Dockerignore } from './dockerfile/dockerignore';
import { MeasuringProgram } from './dockerfile/measuring-program';
import { MemoryFunctions } from './dockerfile/memory-functions';
import { OtherBuilds } from './dockerfile/other-builds';
import { DoctorTask } from './doctor-task';
import { guardGeneratedFiles } from './files/generated-files';
import { EngineBuild } from './image/engine-build';
import { Image } from './image/image';
import { ImageRecord } from './image/image-record';
import { UserError } from './messages/user-error';
import { Warnings } from './messages/warnings';
import { MuslRustChefOptions } from './muslrust-chef-options';
import { assertEffective } from './options/assert-effective';
import { checked } from './options/checked';
import { PinFile } from './pin-file/pin-file';
import { Platform } from './platform';
import { movedImages } from './record/moved-images';
import { lastRecord } from './record/read-record';
import { RecordFile } from './record/record-file';
import { claimReferences } from './registry/claimed-references';
import { ContainerRegistry } from './registry/container-registry';
import { resolveOptions } from './resolved-options';
import { ImageTasks } from './tasks/image-tasks';
import { BuildStrategy } from './toolchain/build-strategy';
import { foreignOriginWarnings } from './workflow/foreign-origin';
import { gitHubOf } from './workflow/github-of';
import { ImageWorkflow } from './workflow/image-workflow';
import { usedRegistries } from './workflow/used-registries';
import { whyNoWorkflow } from './workflow/why-no-workflow';

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

  /** `docker/keep-target.sh`: keeps a target folder from build to build, whatever the lock file says. */
  public readonly keepTargetScript: FileBase;

  /** `docker/restore-mtimes.sh`: sets each source file's mtime to when its content last changed. */
  public readonly restoreMtimesScript: FileBase;

  /** `docker/silent-readers.sh`: lists the crates with a macro that could read files without telling cargo. */
  public readonly silentReadersScript: FileBase;

  /** `docker/get-executable.sh`: finds the executable that cargo built. */
  public readonly executableScript: FileBase;

  /** `docker/verify-static-build.sh`: reads the ELF headers of an executable. */
  public readonly verifyStaticBuildScript: FileBase;

  /** `docker/memory-functions.sh`, with `memoryFunctions`: puts them into the C libraries, and looks for them in an executable. */
  public readonly memoryFunctionsScript?: FileBase;

  /** `docker/memory-functions.c`, with `memoryFunctions`. */
  public readonly memoryFunctionsSource?: FileBase;

  /** `docker/verify-image.sh`: checks and starts a finished image. */
  public readonly verifyImageScript: FileBase;

  /** `docker/run-docker.sh`: runs docker for the tasks, says what to do where it can't, and lists what was built. */
  public readonly runDockerScript: FileBase;

  /** `docker/bench-allocators.sh`: measures a program of the project with each allocator. */
  public readonly benchAllocatorsScript: FileBase;

  /** `docker/bench-allocators.rs`: what it measures by, in the image. */
  public readonly benchAllocatorsProgram: FileBase;

  /** `docker/release-tags.sh`, if the project has workflows: says which tags a run moves. */
  public readonly releaseTagsScript?: FileBase;

  /** `docker/publish-images.sh`, if the project has workflows: makes indexes of what was pushed, and moves tags to them. */
  public readonly publishImagesScript?: FileBase;

  /** `.projen/muslrust-chef.json`: what the synth made, which `npx projen-muslrust-chef report` reads; none in a project that is ejected. */
  public readonly record?: JsonFile;

  /** The images. */
  public readonly images: ImageRecord[];

  /** The platforms that they are built for. */
  public readonly platforms: Platform[];

  /** The allocator of the executables. */
  public readonly allocator: Allocator;

  /** How the platforms are built. */
  public readonly strategy: BuildStrategy;

  /** The registry that the images are in. */
  public readonly registry: ContainerRegistry;

  /** `.github/workflows/image.yml`, if the project has workflows. */
  public readonly workflow?: github.GithubWorkflow;

  /** @internal */
  public readonly _images: Image[];

  /** @internal */
  public readonly _engineBuild: EngineBuild;

  /** @internal What is pushed beside the images: what was compiled, and the cache. */
  public readonly _kept: { readonly seed?: string; readonly cache?: string };

  /** @internal Images of which the images hold something, beside their base. */
  public readonly _copiedFrom: readonly string[];

  /** @internal */
  public readonly _workspace: CargoWorkspace;

  constructor(project: Project, options: MuslRustChefOptions = {}) {
    [project, options] = checked('MuslRustChef', [project, options], new.target !== MuslRustChef);
    if (MuslRustChef.of(project)) {
      throw new UserError(
        'MuslRustChef: this project has one already; MuslRustChef.of(project) returns it. One serves all images.',
      );
    }
    super(project, 'muslrust-chef');
    const resolved = resolveOptions(options, PinFile.of(project).pins);
    assertEffective(options, whyNoWorkflow(project));
    const { allocator, cache, runtimeBase } = resolved;
    const warnings = Warnings.of(project);
    warnings.acknowledge(resolved.acknowledge);
    PinFile.of(project).tell(project);

    // what is built
    const plan = new BuildPlan(project, resolved);
    const { images, repository, toolchain, workspace, seedRepository } = plan;
    this._images = images;
    this._workspace = workspace;
    this.images = images.map(({ record }) => record);
    this.platforms = resolved.platforms;
    this.allocator = allocator;
    this.strategy = resolved.strategy;
    this.registry = repository.registry;
    plan.warnings.forEach((warning) => warnings.warn(warning));
    if (runtimeBase._note) {
      warnings.note({ id: 'runtime-base', text: runtimeBase._note });
    }

    // by whom
    const gitHub = resolved.workflow ? gitHubOf(project, 'MuslRustChef') : undefined;
    if (gitHub) {
      foreignOriginWarnings(project, repository.literal !== undefined).forEach((warning) => warnings.warn(warning));
    }
    const hasSeed = plan.hasSeed(gitHub !== undefined);
    const seed = hasSeed ? seedRepository : undefined;
    this._kept = { seed: seed?.name, cache: cache._reference };
    this._copiedFrom = runtimeBase._copiedFrom;
    claimReferences(project, 'MuslRustChef', {
      images,
      local: repository.local,
      seed,
      cache,
      folders: ['.', 'docker'],
    });
    const common = {
      ...resolved,
      images,
      repository,
      seed,
      crossCompiles: toolchain.crossCompiles,
    };
    this._engineBuild = common;

    // from which files
    this.dockerfile = Dockerfile._of(project, {
      ...resolved,
      toolchain,
      units: plan.compileUnits(hasSeed),
      environment: { build: allocator._buildEnvironment, image: allocator._imageEnvironment },
      toolchainFile: plan.toolchainFile,
      vendorDirectory: workspace.vendorDirectory,
      cookedSources: workspace.cookedSources,
    });
    const dockerignore = new Dockerignore(project, workspace, this.dockerfile);
    this.dockerignore = dockerignore;
    new CopiedFiles(project, images, dockerignore);
    new OtherBuilds(project, this.dockerfile, images);
    this.bakeFile = new BakeFile(project, common);
    this.keepTargetScript = new BuildScript(project, 'keep-target.sh');
    this.restoreMtimesScript = new BuildScript(project, 'restore-mtimes.sh');
    this.silentReadersScript = new BuildScript(project, 'silent-readers.sh');
    this.executableScript = new BuildScript(project, 'get-executable.sh');
    this.verifyStaticBuildScript = new BuildScript(project, 'verify-static-build.sh');
    if (resolved.memoryFunctions) {
      this.memoryFunctionsScript = new BuildScript(project, MemoryFunctions.script);
      this.memoryFunctionsSource = new MemoryFunctions(project);
    }
    this.verifyImageScript = new BuildScript(project, 'verify-image.sh');
    this.runDockerScript = new BuildScript(project, 'run-docker.sh');
    let attestations = false;
    DoctorTask.ensure(project);
    new ImageTasks(project, { ...common, byDefault: plan.defaultImage });
    this.benchAllocatorsScript = new BuildScript(project, 'bench-allocators.sh');
    this.benchAllocatorsProgram = new MeasuringProgram(project);
    if (gitHub) {
      this.releaseTagsScript = new BuildScript(project, 'release-tags.sh');
      this.publishImagesScript = new BuildScript(project, 'publish-images.sh');
      const workflow = new ImageWorkflow(gitHub, project, {
        ...common,
        configFiles: workspace.configFiles,
        bases: [resolved.builderImage ?? resolved.base._references, runtimeBase._reference].flat(),
        registries: usedRegistries(project, common),
      });
      this.workflow = workflow;
      attestations = workflow.attests;
    }
    const last = lastRecord(project.outdir);
    const said = images.filter(({ isPlaced }) => isPlaced).map(({ repository: { name } }) => name);
    movedImages(last?.images ?? [], this.images, said).forEach((warning) => warnings.warn(warning));
    const sync = new AllocatorSync(project, {
      workspace,
      binaries: plan.binaries,
      allocator,
      starter: plan.starter,
      last: last?.allocator,
    });
    const record = project.ejected ? undefined : new RecordFile(project, { ...plan.record, attestations }, sync);
    this.record = record;

    const files = [
      this.dockerfile,
      this.dockerignore,
      this.bakeFile,
      this.keepTargetScript,
      this.restoreMtimesScript,
      this.silentReadersScript,
      this.executableScript,
      this.verifyStaticBuildScript,
      this.memoryFunctionsScript,
      this.memoryFunctionsSource,
      this.verifyImageScript,
      this.runDockerScript,
      this.benchAllocatorsScript,
      this.benchAllocatorsProgram,
      this.releaseTagsScript,
      this.publishImagesScript,
      this.workflow?.file,
    ].filter((file) => file !== undefined);
    record?.add(...files);
    guardGeneratedFiles(
      project,
      'muslrust-chef',
      [...files, ...(record ? [record] : [])],
      resolved.overwriteExisting
        ? undefined
        : 'let MuslRustChef replace it by `overwriteExisting: true` (of a RustProject, in `muslRustChefOptions`)',
    );
  }
}
