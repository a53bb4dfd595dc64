import { Allocator } from './allocator/allocator';
import { BuildStrategy } from './build-strategy';
import { ImageOptions } from './image/image-options';
import { isImageReference } from './image/image-reference';
import { RuntimeBase } from './image/runtime-base';
import { Platform } from './platform';
import { BuildCache } from './workflow/build-cache';

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
 * Refuses options that a generated file could not hold, or that contradict themselves.
 */
export function assertValidOptions(options: MuslRustChefOptions): void {
  const { platforms, muslrustImage, profile, imageRepository, branch } = options;
  if (platforms?.length === 0) {
    throw new Error('platforms: the list is empty. Name at least one platform, or leave the option out to build both.');
  }
  if (platforms && new Set(platforms).size < platforms.length) {
    throw new Error(`platforms: ${platforms.join(', ')} names a platform twice. List each once.`);
  }
  if (muslrustImage !== undefined && !isImageReference(muslrustImage)) {
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
