import { CheckoutInputs } from './checkout-inputs';
import { RunnerLabels } from './runner-labels';
import { PrivateSource } from '../image/private-source';
import { Pins } from '../pins';
import { Platform } from '../platform';
import { BuildCache } from '../registry/build-cache';
import { ImageRepository } from '../registry/image-repository';
import { ProjectRepository } from '../registry/project-repository';
import { RegistryUse } from '../registry/registry-use';
import { shellQuote } from '../syntax/shell-quote';
import { BuildStrategy } from '../toolchain/build-strategy';
import { BuildxBuilder } from '../toolchain/buildx-builder';

/** An image that is published. */
export interface PublishedImage {
  readonly name: string;
  readonly bakeTarget: string;
  readonly repository: ImageRepository;
  /** The command that tries it: options and its reference, quoted for the shell already. None where its build does that. */
  verifyCommand?(image: string[]): string;
}

export interface PublishPlanOptions {
  /** What caches and digests are called. */
  readonly name: string;
  /** Where the bake file is in the repository; empty for the root. */
  readonly directory: string;
  /** Where the scripts are, from there. */
  readonly scripts: string;
  readonly branch: string;
  /** What its checkout needs. */
  readonly checkout: CheckoutInputs;
  /** What the tag of a release begins with. */
  readonly tagPrefix: string;
  /** Further tags that the branch moves, and that releases do. */
  readonly branchTags: string[];
  readonly releaseTags: string[];
  /** Whether a run that is started by hand tries another branch. */
  readonly manualStart: boolean;
  readonly attest: boolean;
  readonly images: PublishedImage[];
  /** Whether each image is compiled by itself, and so has layers of its own to cache. */
  readonly isolated: boolean;
  readonly platforms: Platform[];
  readonly strategy: BuildStrategy;
  readonly runners: RunnerLabels;
  readonly buildxBuilder: BuildxBuilder;
  readonly pins: Pins;
  readonly cache: BuildCache;
  readonly privateSources: PrivateSource[];
  /** Where the images are, unless one says otherwise. */
  readonly repository: ProjectRepository;
  /** Where the image is of what the branch has compiled last; none where builds do not begin with it. */
  readonly seed?: ImageRepository;
  /** What cargo's configuration consists of and names, beside what is in `.cargo/`; paths from the folder of the bake file. */
  readonly configFiles?: string[];
  /** What is read and written. */
  readonly registries: RegistryUse[];
  /** Variables of the bake file. */
  readonly variables: Record<string, string>;
  /** Commands whose output is some of these, as an output of the step `build-args`. */
  readonly described?: Record<string, string>;
}

/** How many images one call of bake builds: of each there are some 700 bytes in its metadata, and a variable of a step holds 128 KiB. */
const BATCH = 100;

/** Minutes after which GitHub ends a job. */
const LONGEST_JOB = 360;

/**
 * What is built where, and what is made of it.
 */
export class PublishPlan {
  constructor(public readonly options: PublishPlanOptions) {}

  /** Whether one runner builds all platforms. */
  public get isOneRunner(): boolean {
    return this.options.strategy._isOneRunner;
  }

  /** Platforms that the one runner is not of: to compile on, or to try programs on. */
  public get emulated(): Platform[] {
    return this.isOneRunner ? this.options.platforms.filter((platform) => platform !== Platform.LINUX_AMD64) : [];
  }

  /** How many digests there are of an image: one for each platform, or that of an index of all. */
  public get digestsOfAnImage(): number {
    return this.isOneRunner ? 1 : this.options.platforms.length;
  }

  /** The images, as bake is called for them. */
  public get batches(): PublishedImage[][] {
    const { images } = this.options;
    return images.flatMap((_, i) => (i % BATCH === 0 ? [images.slice(i, i + BATCH)] : []));
  }

  /** Minutes that a job may take: for one image, and for each further one. */
  public minutes(forOne: number, forEach: number): number {
    return Math.min(LONGEST_JOB, forOne + Math.ceil(forEach * (this.options.images.length - 1)));
  }

  /** Minutes that a job may take that compiles. */
  public get minutesToBuild(): number {
    return this.options.strategy._isEmulated ? LONGEST_JOB : this.minutes(60, 0.5);
  }

  /** How a script of the package is called: by its interpreter, since a commit made on Windows has no modes. */
  public script(name: string): string {
    return `bash ${this.options.scripts}/${name}`;
  }

  /** How the script is called that says which tags a run moves. */
  public get releaseTags(): string {
    const { branch, tagPrefix, branchTags, releaseTags } = this.options;
    return [
      this.script('release-tags.sh'),
      ...(branch === 'main' ? [] : [`--branch ${shellQuote(branch)}`]),
      ...(tagPrefix === 'v' ? [] : [`--prefix ${tagPrefix}`]),
      ...branchTags.map((tag) => `--branch-tag ${tag}`),
      ...releaseTags.map((tag) => `--release-tag ${shellQuote(tag)}`),
    ].join(' ');
  }
}
