import { Component, FileBase, github, IgnoreFile, JsonFile, Project } from 'projen';
import { Allocator } from './allocator/allocator';
import { AllocatorSync } from './allocator/allocator-sync';
import { BuildStrategy } from './build-strategy';
import { buildFlags } from './cargo/build-flags';
import { CargoWorkspace } from './cargo/workspace';
import { writeAtomically } from './files/atomic-write';
import { HandWrittenFiles } from './files/hand-written-files';
import { keepLines } from './files/kept-lines';
import { StarterFiles } from './files/starter-files';
import { BakeFile } from './image/bake-file';
import { BuildScript } from './image/build-script';
import { Dockerfile } from './image/dockerfile';
import { Dockerignore } from './image/dockerignore';
import { Image } from './image/image';
import { ImageOptions } from './image/image-options';
import { ImageTasks } from './image/image-tasks';
import { RuntimeBase } from './image/runtime-base';
import { PINS } from './pins';
import { Platform } from './platform';
import { BuildCache } from './workflow/build-cache';
import { ImageWorkflow } from './workflow/image-workflow';

/**
 * Options for `MuslRustChef`. Each has a default: on an ordinary Cargo project none is needed.
 */
export interface MuslRustChefOptions {
  /**
   * The images to build, one for each binary listed here.
   *
   * @default - an image for each binary of the workspace that builds with the features that are on
   */
  readonly images?: ImageOptions[];

  /**
   * The memory allocator of the musl executables. Builds for other targets keep theirs.
   *
   * @default Allocator.mimalloc()
   */
  readonly allocator?: Allocator;

  /**
   * What the executables are put on.
   *
   * @default RuntimeBase.chainguardStatic()
   */
  readonly runtimeBase?: RuntimeBase;

  /**
   * The platforms that the workflow builds. A local build is for the builder's own platform.
   *
   * @default - linux/amd64 and linux/arm64
   */
  readonly platforms?: Platform[];

  /**
   * How the platforms are built.
   *
   * @default BuildStrategy.NATIVE
   */
  readonly strategy?: BuildStrategy;

  /**
   * The image that everything is compiled in: muslrust, or one that is made like it (a Rust toolchain whose
   * `CARGO_BUILD_TARGET` is the platform's musl triple and whose `CARGO_HOME` is `/opt/cargo`). Name another tag for
   * another Rust version, or a copy in a registry of your own.
   *
   * @default - docker.io/clux/muslrust, at the stable release that this version of the package pins
   */
  readonly muslrustImage?: string;

  /**
   * The cargo profile of the executables.
   *
   * @default "release"
   */
  readonly profile?: string;

  /**
   * Switch on all features of all packages that have an image.
   *
   * @default false
   */
  readonly allFeatures?: boolean;

  /**
   * Whether the default features of the packages that have an image are on.
   *
   * @default true
   */
  readonly defaultFeatures?: boolean;

  /**
   * Add the GitHub workflow that builds, smoke-tests and publishes the images.
   *
   * @default true
   */
  readonly workflow?: boolean;

  /**
   * The repository that the workflow pushes to, in lower case and without a tag. Where there are several images, each
   * gets its name appended, e.g. `ghcr.io/acme/app/worker`.
   *
   * @default - ghcr.io/<owner>/<repository> of the GitHub repository, in lower case
   */
  readonly imageRepository?: string;

  /**
   * The GitHub secret with the user name for the registry. Not used for GHCR, which knows the workflow's own token.
   *
   * @default "REGISTRY_USERNAME"
   */
  readonly registryUsernameSecret?: string;

  /**
   * The GitHub secret with the password for the registry. Not used for GHCR, which knows the workflow's own token.
   *
   * @default "REGISTRY_PASSWORD"
   */
  readonly registryPasswordSecret?: string;

  /**
   * The branch whose pushes are published; pull requests to it are built and tried.
   *
   * @default "main"
   */
  readonly branch?: string;

  /**
   * Where the workflow keeps compiled layers between its runs.
   *
   * @default BuildCache.githubActions()
   */
  readonly cache?: BuildCache;

  /**
   * Attest the provenance of each published index. GitHub offers this to public repositories, and to private ones on
   * its Enterprise plan.
   *
   * @default true
   */
  readonly attest?: boolean;

  /**
   * Replace a `Dockerfile` (or another file of a name that is generated) that somebody wrote by hand. Without this
   * the synth stops, and nothing is changed.
   *
   * @default false
   */
  readonly overwriteExisting?: boolean;
}

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
    validate(options);

    const starter = StarterFiles.contentsOf(project);
    const workspace = CargoWorkspace.discover(project.outdir, starter);
    const defaultFeatures = options.defaultFeatures ?? true;
    const { images, skipped } = Image.resolve(workspace, {
      images: options.images, defaultFeatures, allFeatures: options.allFeatures ?? false,
    });
    [...workspace.warnings, ...skipped].forEach((warning) => project.logger.warn(warning));
    const binaries = images.map((image) => image.binary);
    const profile = options.profile ?? 'release';
    this.strategy = options.strategy ?? BuildStrategy.NATIVE;

    this.dockerfile = new Dockerfile(project, {
      images,
      muslrustImage: options.muslrustImage ?? PINS.images.muslrust,
      runtimeBase: options.runtimeBase ?? RuntimeBase.chainguardStatic(),
      buildFlags: buildFlags({
        binaries,
        profile,
        defaultFeatures,
        allFeatures: options.allFeatures ?? false,
        features: images.flatMap((image) => image.features),
      }),
      profile,
      // a project may generate the file: then it need not be there yet
      toolchainFile: workspace.toolchainFile ?? project.tryFindFile('rust-toolchain.toml')?.path,
      vendorDirectory: workspace.vendorDirectory,
    });
    this.dockerignore = new Dockerignore(project);
    this.bakeFile = new BakeFile(project, images);
    this.executableScript = new BuildScript(project, 'get-executable.sh');
    this.verifyStaticBuildScript = new BuildScript(project, 'verify-static-build.sh');
    this.verifyImageScript = new BuildScript(project, 'verify-image.sh');
    new ImageTasks(project, images, images.find((image) => image.binary === workspace.defaultBinary) ?? images[0]);
    if (options.workflow ?? true) {
      this.workflow = new ImageWorkflow(gitHubOf(project.root), project, {
        images,
        platforms: options.platforms ?? [Platform.LINUX_AMD64, Platform.LINUX_ARM64],
        cache: options.cache ?? BuildCache.githubActions(),
        branch: options.branch ?? 'main',
        imageRepository: options.imageRepository,
        registryUsernameSecret: options.registryUsernameSecret ?? 'REGISTRY_USERNAME',
        registryPasswordSecret: options.registryPasswordSecret ?? 'REGISTRY_PASSWORD',
        attest: options.attest ?? true,
      });
    }

    new AllocatorSync(project, { workspace, binaries, allocator: options.allocator ?? Allocator.mimalloc(), starter });

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

/** The root's GitHub component: a workflow can only be there. A project that has none gets one, for workflows only. */
function gitHubOf(root: Project): github.GitHub {
  return github.GitHub.of(root) ?? new github.GitHub(root, { mergify: false, pullRequestLint: false });
}

function validate(options: MuslRustChefOptions) {
  const { platforms, muslrustImage, profile, imageRepository, branch } = options;
  if (platforms?.length === 0) {
    throw new Error('platforms: the list is empty. Name at least one platform, or leave the option out to build both.');
  }
  if (platforms && new Set(platforms).size < platforms.length) {
    throw new Error(`platforms: ${platforms.join(', ')} names a platform twice. List each once.`);
  }
  if (muslrustImage !== undefined && !/^[a-z0-9][\w./:@-]*$/.test(muslrustImage)) {
    throw new Error(
      `muslrustImage: ${JSON.stringify(muslrustImage)} is not an image reference. ` +
        'Write it as `docker pull` takes it, e.g. "docker.io/clux/muslrust:1.98.0-stable".',
    );
  }
  if (profile !== undefined && !/^[A-Za-z][\w-]*$/.test(profile)) {
    throw new Error(`profile: ${JSON.stringify(profile)} is not the name of a cargo profile. Name "release", "dev" or one of [profile.*] in Cargo.toml.`);
  }
  if (imageRepository !== undefined && !/^[a-z0-9.-]+(:\d+)?(\/[a-z0-9]+([._-]+[a-z0-9]+)*)+$/.test(imageRepository)) {
    throw new Error(
      `imageRepository: ${JSON.stringify(imageRepository)} is not a repository of images. ` +
        'Write registry and path, in lower case and without a tag, e.g. "ghcr.io/acme/app".',
    );
  }
  if (branch !== undefined && !/^[^\s~^:?*[\\]+$/.test(branch)) {
    throw new Error(`branch: ${JSON.stringify(branch)} is not the name of a branch. Name one, e.g. "main".`);
  }
  for (const option of ['registryUsernameSecret', 'registryPasswordSecret'] as const) {
    const name = options[option];
    if (name !== undefined && !/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
      throw new Error(`${option}: ${JSON.stringify(name)} is not the name of a secret. Give the secret's name, not its value, e.g. "REGISTRY_USERNAME".`);
    }
  }
}
