import { Component, FileBase, github, JsonFile, Project } from 'projen';
import { BuilderBakeFile } from './builder-image/builder-bake-file';
import { BuilderDockerfile } from './builder-image/builder-dockerfile';
import { BuilderReadme } from './builder-image/builder-readme';
import { BuilderWorkflow } from './builder-image/builder-workflow';
import { BuildScript } from './dockerfile/build-script';
import { MemoryFunctions } from './dockerfile/memory-functions';
import { contentOf } from './files/content-of';
import { guardGeneratedFiles } from './files/generated-files';
import { UserError } from './messages/user-error';
import { Warnings } from './messages/warnings';
import { assertValidBuilderOptions, MuslRustChefBuilderOptions } from './muslrust-chef-builder-options';
import { assertEffective } from './options/assert-effective';
import { checked } from './options/checked';
import { PinFile } from './pin-file/pin-file';
import { Platform } from './platform';
import { pinsInUse } from './record/pins-in-use';
import { PinRecord } from './record/synth-record';
import { BuildCache } from './registry/build-cache';
import { claimReferences } from './registry/claimed-references';
import { ClaimedSecrets } from './registry/claimed-secrets';
import { ProjectRepository } from './registry/project-repository';
import { registryUses } from './registry/registry-use';
import { TASK_ARGUMENTS } from './tasks/task-arguments';
import { BuildStrategy } from './toolchain/build-strategy';
import { BuilderBase } from './toolchain/builder-base';
import { BuildxBuilder } from './toolchain/buildx-builder';
import { foreignOriginWarnings } from './workflow/foreign-origin';
import { gitHubOf } from './workflow/github-of';
import { publishing } from './workflow/publishing-options';
import { whyNoWorkflow } from './workflow/why-no-workflow';

/**
 * Publishes the builder image: muslrust with cargo-chef and the build scripts in it, so that no other repository has to
 * compile cargo-chef. `MuslRustChef` takes it by its option `builderImage`.
 *
 * All is in a folder of its own; the project needs no Rust of its own. A tag `muslrust-chef-v1.2.3` publishes the image
 * as `1.2.3`, `1.2` and `latest`.
 */
export class MuslRustChefBuilder extends Component {
  /**
   * The component of a project, if it has one.
   *
   * @param project the project
   */
  public static of(project: Project): MuslRustChefBuilder | undefined {
    checked('MuslRustChefBuilder.of', [project]);
    return project.components.find(
      (component): component is MuslRustChefBuilder => component instanceof MuslRustChefBuilder,
    );
  }

  /** `Dockerfile`, in the folder of the image. */
  public readonly dockerfile: FileBase;

  /** `docker-bake.json`, in the folder of the image: the image, and a smoke test of it. */
  public readonly bakeFile: JsonFile;

  /** `README.md`, in the folder of the image: what it is, how it is used and how it is released. */
  public readonly readme: FileBase;

  /** `keep-target.sh`, in the folder of the image. */
  public readonly keepTargetScript: FileBase;

  /** `restore-mtimes.sh`, in the folder of the image. */
  public readonly restoreMtimesScript: FileBase;

  /** `silent-readers.sh`, in the folder of the image. */
  public readonly silentReadersScript: FileBase;

  /** `get-executable.sh`, in the folder of the image. */
  public readonly executableScript: FileBase;

  /** `verify-static-build.sh`, in the folder of the image. */
  public readonly verifyStaticBuildScript: FileBase;

  /** `memory-functions.sh`, in the folder of the image. */
  public readonly memoryFunctionsScript: FileBase;

  /** `memory-functions.c`, in the folder of the image. */
  public readonly memoryFunctionsSource: FileBase;

  /** `run-docker.sh`, in the folder of the image: runs docker for the task, or says what to do where it can't. */
  public readonly runDockerScript: FileBase;

  /** `release-tags.sh`, in the folder of the image, if the project has workflows: says which tags a run moves. */
  public readonly releaseTagsScript?: FileBase;

  /** `publish-images.sh`, in the folder of the image, if the project has workflows: moves tags to what was pushed. */
  public readonly publishImagesScript?: FileBase;

  /** `.github/workflows/muslrust-chef.yml`, if the project has workflows. */
  public readonly workflow?: github.GithubWorkflow;

  /** @internal What rules look at, when all files are known. */
  public readonly _facts: () => {
    readonly reference: string;
    readonly builderBase: string;
    readonly attestations: boolean;
    readonly pins: PinRecord;
  };

  constructor(project: Project, options: MuslRustChefBuilderOptions = {}) {
    [project, options] = checked('MuslRustChefBuilder', [project, options], new.target !== MuslRustChefBuilder);
    if (MuslRustChefBuilder.of(project)) {
      throw new UserError(
        'MuslRustChefBuilder: this project has one already; MuslRustChefBuilder.of(project) returns it.',
      );
    }
    super(project, 'muslrust-chef-builder');
    assertValidBuilderOptions(options);
    assertEffective(options, whyNoWorkflow(project));
    Warnings.of(project).acknowledge(options.acknowledge ?? []);
    const directory = options.directory ?? 'muslrust-chef';
    const pinFile = PinFile.of(project);
    pinFile.tell(project);
    const { pins } = pinFile;
    const base = BuilderBase.muslrust(options.muslrustImage)._pinnedBy(pins);
    const zig = options.zig ?? false;

    const repository = new ProjectRepository(project, options);
    const image = { ...BuilderBakeFile.image, repository: repository.builderImage };
    claimReferences(project, 'MuslRustChefBuilder', {
      images: [image],
      local: repository.localOfBuilder,
      folders: [directory],
    });
    this.dockerfile = new BuilderDockerfile(project, directory, { pins, base, zig });
    this.bakeFile = new BuilderBakeFile(project, directory, { repository, image: image.repository });
    this.keepTargetScript = new BuildScript(project, 'keep-target.sh', directory);
    this.restoreMtimesScript = new BuildScript(project, 'restore-mtimes.sh', directory);
    this.silentReadersScript = new BuildScript(project, 'silent-readers.sh', directory);
    this.executableScript = new BuildScript(project, 'get-executable.sh', directory);
    this.verifyStaticBuildScript = new BuildScript(project, 'verify-static-build.sh', directory);
    this.memoryFunctionsScript = new BuildScript(project, MemoryFunctions.script, directory);
    this.memoryFunctionsSource = new MemoryFunctions(project, directory);
    this.runDockerScript = new BuildScript(project, 'run-docker.sh', directory);
    this.readme = new BuilderReadme(project, directory, {
      pins,
      base: base._references[0],
      zig,
      image: image.repository.name,
    });
    project.addTask('builder:build', {
      description: 'Build the builder image and try it (arguments go to `docker buildx bake`)',
      cwd: directory,
      exec: `sh run-docker.sh buildx bake --file docker-bake.json ${TASK_ARGUMENTS}`,
      receiveArgs: true,
    });
    let attestations = false;
    const gitHub = (options.workflow ?? true) ? gitHubOf(project, 'MuslRustChefBuilder') : undefined;
    if (gitHub) {
      foreignOriginWarnings(project, repository.literal !== undefined).forEach((warning) =>
        Warnings.of(project).warn(warning),
      );
      this.releaseTagsScript = new BuildScript(project, 'release-tags.sh', directory);
      this.publishImagesScript = new BuildScript(project, 'publish-images.sh', directory);
      // tags and pull requests write none that the other could read
      const cache = BuildCache.none();
      const registries = registryUses({
        named: [options.registry, ...(options.registries ?? [])].filter((registry) => registry !== undefined),
        toPullFrom: options.registries ?? [],
        images: [image.repository],
        cache,
        pulled: base._references,
      });
      ClaimedSecrets.of(project).claim(project, registries);
      const workflow = new BuilderWorkflow(gitHub, project, {
        directory,
        images: [image],
        repository,
        isolated: false,
        platforms: [Platform.LINUX_AMD64, Platform.LINUX_ARM64],
        strategy: BuildStrategy.NATIVE,
        buildxBuilder: BuildxBuilder.container(),
        pins,
        cache,
        privateSources: [],
        registries,
        ...publishing(options),
      });
      this.workflow = workflow;
      attestations = workflow.attests;
    }

    const files = [
      this.dockerfile,
      this.bakeFile,
      this.readme,
      this.keepTargetScript,
      this.restoreMtimesScript,
      this.silentReadersScript,
      this.executableScript,
      this.verifyStaticBuildScript,
      this.memoryFunctionsScript,
      this.memoryFunctionsSource,
      this.runDockerScript,
      ...[this.releaseTagsScript, this.publishImagesScript, this.workflow?.file].filter((file) => file !== undefined),
    ];
    this._facts = () => ({
      reference: image.repository.name,
      builderBase: base._references[0],
      attestations,
      pins: pinsInUse(
        pins,
        files.flatMap((file) => contentOf(file) ?? []),
      ),
    });
    guardGeneratedFiles(project, 'muslrust-chef-builder', files, 'put the image into another folder by `directory`');
  }
}
