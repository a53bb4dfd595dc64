import { Component, FileBase, github, IgnoreFile, JsonFile, Project } from 'projen';
import { Allocator } from './allocator/allocator';
import { AllocatorSync } from './allocator/allocator-sync';
import { BuildStrategy } from './build-strategy';
import { BuildxBuilder } from './buildx-builder';
import { lockedCrates } from './cargo/locked-crates';
import { CargoWorkspace } from './cargo/workspace';
import { writeAtomically } from './files/atomic-write';
import { HandWrittenFiles } from './files/hand-written-files';
import { keepLines } from './files/kept-lines';
import { StarterFiles } from './files/starter-files';
import { BakeFile } from './image/bake-file';
import { BuildScript } from './image/build-script';
import { BuilderBase } from './image/builder-base';
import { CompileUnit } from './image/compile-unit';
import { Dockerfile } from './image/dockerfile';
import { Dockerignore } from './image/dockerignore';
import { Image } from './image/image';
import { ImageTasks } from './image/image-tasks';
import { nativeCodeWarnings } from './image/native-code';
import { RuntimeBase } from './image/runtime-base';
import { Toolchain } from './image/toolchain';
import { assertValidOptions, MuslRustChefOptions } from './muslrust-chef-options';
import { Platform } from './platform';
import { BuildCache } from './workflow/build-cache';
import { gitHubOf } from './workflow/github-of';
import { ImageWorkflow } from './workflow/image-workflow';
import { publishing } from './workflow/publishing-options';

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
    return project.components.find((component): component is MuslRustChef => component instanceof MuslRustChef);
  }

  /** `Dockerfile`: one file for all images. */
  public readonly dockerfile: FileBase;

  /** `.dockerignore`. */
  public readonly dockerignore: IgnoreFile;

  /** `docker-bake.json`: one target per image. */
  public readonly bakeFile: JsonFile;

  /** `docker/get-executable.sh`: finds the executable that cargo built. */
  public readonly executableScript: FileBase;

  /** `docker/verify-static-build.sh`: reads the ELF headers of an executable. */
  public readonly verifyStaticBuildScript: FileBase;

  /** `docker/verify-image.sh`: checks and starts a finished image. */
  public readonly verifyImageScript: FileBase;

  /** How the platforms are built. */
  public readonly strategy: BuildStrategy;

  /** `.github/workflows/image.yml`, if the project has workflows. */
  public readonly workflow?: github.GithubWorkflow;

  constructor(project: Project, options: MuslRustChefOptions = {}) {
    if (MuslRustChef.of(project)) {
      throw new Error('MuslRustChef: this project has one already; MuslRustChef.of(project) returns it. One serves all images.');
    }
    super(project, 'muslrust-chef');
    assertValidOptions(options);

    const starter = StarterFiles.contentsOf(project);
    const workspace = CargoWorkspace.discover(project.outdir, starter);
    const defaultFeatures = options.defaultFeatures ?? true;
    const allFeatures = options.allFeatures ?? false;
    const { images, skipped } = Image.resolve(workspace, { images: options.images, defaultFeatures, allFeatures });
    const binaries = images.map((image) => image.binary);
    const profile = options.profile ?? 'release';
    workspace.assertProfile(profile);
    const platforms = options.platforms ?? [Platform.LINUX_AMD64, Platform.LINUX_ARM64];
    const allocator = options.allocator ?? Allocator.mimalloc();
    const runtimeBase = options.runtimeBase ?? RuntimeBase.chainguardStatic();
    const aptPackages = options.aptPackages ?? [];
    const privateSources = options.privateSources ?? [];
    const buildxBuilder = options.buildxBuilder ?? BuildxBuilder.container();
    this.strategy = options.strategy ?? BuildStrategy.NATIVE;
    const toolchain = new Toolchain({
      strategy: this.strategy,
      base: options.builderBase ?? BuilderBase.muslrust(),
      builderImage: options.builderImage,
      platforms,
    });
    [...workspace.warnings, ...skipped, ...nativeCodeWarnings(lockedCrates(workspace, binaries), toolchain, aptPackages)]
      .forEach((warning) => project.logger.warn(warning));
    if (runtimeBase._note) {
      project.logger.info(runtimeBase._note);
    }

    this.dockerfile = new Dockerfile(project, {
      toolchain,
      aptPackages,
      units: CompileUnit[options.isolated ? 'isolated' : 'shared']({ images, profile, defaultFeatures, allFeatures }),
      profile,
      privateSources,
      environment: { build: allocator._buildEnvironment, image: allocator._imageEnvironment },
      runtimeBase,
      // a project may generate the file: then it need not be there yet
      toolchainFile: workspace.toolchainFile ?? project.tryFindFile('rust-toolchain.toml')?.path,
      vendorDirectory: workspace.vendorDirectory,
    });
    this.dockerignore = new Dockerignore(project);
    this.bakeFile = new BakeFile(project, { images, platforms, privateSources });
    this.executableScript = new BuildScript(project, 'get-executable.sh');
    this.verifyStaticBuildScript = new BuildScript(project, 'verify-static-build.sh');
    this.verifyImageScript = new BuildScript(project, 'verify-image.sh');
    new ImageTasks(project, {
      images,
      byDefault: images.find((image) => image.binary === workspace.defaultBinary) ?? images[0],
      buildxBuilder,
    });
    if (options.workflow ?? true) {
      // GitHub reads workflows at the root only
      this.workflow = new ImageWorkflow(gitHubOf(project.root), project, {
        images,
        platforms,
        strategy: this.strategy,
        buildxBuilder,
        cache: options.cache ?? BuildCache.githubActions(),
        privateSources,
        ...publishing(options),
      });
    }

    new AllocatorSync(project, { workspace, binaries, allocator, starter });

    const files = [
      this.dockerfile, this.dockerignore, this.bakeFile,
      this.executableScript, this.verifyStaticBuildScript, this.verifyImageScript,
      ...(this.workflow?.file ? [this.workflow.file] : []),
    ];
    files.forEach(writeAtomically);
    if (!options.overwriteExisting) {
      new HandWrittenFiles(project, 'muslrust-chef', files, 'let MuslRustChef replace it by `overwriteExisting: true`');
    }
    keepLines(project.gitignore);
    keepLines(project.gitattributes);
  }
}
