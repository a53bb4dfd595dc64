import { Allocator } from './allocator/allocator';
import { BuildArg } from './image/build-arg';
import { ImageDefaults, ImageOptions } from './image/image-options';
import { PrivateSource } from './image/private-source';
import { RuntimeBase } from './image/runtime-base';
import { Platform } from './platform';
import { BuildCache } from './registry/build-cache';
import { BuildStrategy } from './toolchain/build-strategy';
import { BuilderBase } from './toolchain/builder-base';
import { BuildxBuilder } from './toolchain/buildx-builder';
import { PublishingOptions } from './workflow/publishing-options';

/**
 * Options for `MuslRustChef`. Each has a default: on an ordinary Cargo project none is needed.
 */
export interface MuslRustChefOptions extends PublishingOptions {
  /**
   * The images to build, and no others. A binary may have several, each by a name of its own.
   *
   * @default - an image for each binary of `default-members` (else of the root package, else of all members) that builds with the
   * features that are on, and is no tool for developers: the package `xtask`, and what an alias in `.cargo/config.toml` runs, but
   * for a package that cargo builds anyway
   */
  readonly images?: ImageOptions[];

  /**
   * Defaults for every image, listed in `images` or not. An image adds keys to `env`, `labels` and `files`, or
   * replaces the value of one; whatever else it says, a list too, stands in place of what is said here.
   *
   * @default - nothing
   */
  readonly imageDefaults?: ImageDefaults;

  /**
   * The memory allocator of the musl executables. Builds for other targets keep theirs.
   *
   * @default Allocator.mimalloc()
   */
  readonly allocator?: Allocator;

  /**
   * The base image that each executable is put on.
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
   * How the platforms are built: each natively, or all by one runner that cross-compiles or emulates.
   *
   * @default BuildStrategy.NATIVE
   */
  readonly strategy?: BuildStrategy;

  /**
   * The image that everything is compiled in.
   *
   * @default BuilderBase.muslrust()
   */
  readonly builderBase?: BuilderBase;

  /**
   * The image of a `MuslRustChefBuilder`, e.g. `ghcr.io/acme/muslrust-chef:1.2`: the builder base with cargo-chef and
   * the scripts in it, so that not every repository has to install them.
   *
   * @default - the tools are installed on `builderBase`
   */
  readonly builderImage?: string;

  /**
   * Debian packages to install where everything is compiled: tools that build scripts run, e.g. `protobuf-compiler`
   * or `libclang-dev`. Debian's libraries are of no use: they are built for glibc.
   *
   * @default []
   */
  readonly aptPackages?: string[];

  /**
   * Variables for build scripts, `env!` and `option_env!` of the workspace, as in `{ VERGEN_GIT_SHA:
   * BuildArg.revision(), VERGEN_GIT_DESCRIBE: BuildArg.describe() }`: `.git` is not there while an image is built.
   * Where a value changes, the packages that read it are compiled again; dependencies stay as they are.
   *
   * A value becomes part of the program: with a revision in it, each commit gives the image another digest, and it is
   * deployed anew though nothing else changed.
   *
   * @default {}
   */
  readonly buildArgs?: { [name: string]: BuildArg };

  /**
   * Registries and git repositories of dependencies that want a credential.
   *
   * @default []
   */
  readonly privateSources?: PrivateSource[];

  /**
   * Compile each image from a recipe of its own, instead of all in one go.
   *
   * A new dependency of one binary then leaves what the others have compiled in place, and no binary gets features
   * that only another one asks for. Shared dependencies are compiled once for each image: worth it if few of many
   * binaries change their dependencies often.
   *
   * @default false
   */
  readonly isolated?: boolean;

  /**
   * Link functions of this package in place of musl's `memcpy`, `memmove`, `memset`, `memcmp` and `bcmp`, of which most
   * read and write a byte, or eight, at a time. They take SSE2 or NEON, which every processor of these platforms has.
   *
   * Put into the builder's C libraries: no source of yours is touched, and C code among the dependencies has them too. A
   * build fails if an executable does not have them. On arm64 musl's `memcpy` and `memset` are Arm's, and stay.
   *
   * With them comes a stack of 2 MiB, in place of 128 KiB, for threads that C code starts without asking for one.
   *
   * @default true
   */
  readonly memoryFunctions?: boolean;

  /**
   * Let the builder keep what it compiled, so that the next build compiles what changed and no more: packages whose
   * sources changed, and those that depend on them. Contents decide, not times of files.
   *
   * A macro may read files without telling cargo (migrations, queries, the files of a folder). If such a file
   * changes, all packages of the workspace are compiled again. Name what no package reads in `.dockerignore`.
   *
   * Without this, every build of the workspace starts from its compiled dependencies, and there are no seeds
   * (`seedImages`).
   *
   * @default true
   */
  readonly incremental?: boolean;

  /**
   * The builder of buildx: where BuildKit runs.
   *
   * @default BuildxBuilder.container()
   */
  readonly buildxBuilder?: BuildxBuilder;

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
   * Where the workflow keeps compiled layers between its runs.
   *
   * @default BuildCache.githubActions()
   */
  readonly cache?: BuildCache;

  /**
   * Let the builds of the workflow begin with what the branch has compiled last: each push to the branch also pushes
   * its target folder, as the image `muslrust-chef/seed` below those of the programs, under one tag for each branch and
   * platform. Pull requests read these images and never write them. Where there is none, or one of other tools, flags
   * or configuration, the dependencies are cooked.
   *
   * A new runner then compiles what changed and no more, after an edit of `Cargo.lock` too, for the price of an image to
   * pull, and on the branch to push. On GHCR the workflow removes earlier ones, but for the last ten; other registries
   * have rules for images without a tag.
   *
   * A persistent builder has the target folder itself, and pulls a seed for nothing.
   *
   * @default - true where `seedRepository` is said, and for a workspace of at least five packages that has the workflow,
   * unless its images are isolated, its builder is persistent, or `incremental` is false
   */
  readonly seedImages?: boolean;

  /**
   * The repository of what was compiled (`seedImages`), outright and without a tag. Several GitHub repositories can have
   * one: their ids are in the tags. A registry of another host than that of the images is one of `registries`.
   *
   * @default - `muslrust-chef/seed` below the repository of the project's images
   */
  readonly seedRepository?: string;

  /**
   * Replace a `Dockerfile`, or another file with a generated name, that somebody wrote by hand. Without this, synth
   * stops and changes nothing.
   *
   * @default false
   */
  readonly overwriteExisting?: boolean;

  /**
   * Warnings and notes that are known and not shown any more, by the id in brackets at the end of their first line.
   *
   * @default - each is shown at every synth
   */
  readonly acknowledge?: string[];
}
