/** How the images are compiled, as far as machines and crates have to suit it. */
export interface BuildRecord {
  /** Whether the builder's own platform compiles for all platforms. */
  readonly crossCompiles: boolean;
  /** Whether the builder base is an image for each target, with C libraries and a compiler for C++. */
  readonly isPerTarget: boolean;
  /** What buildx calls the builder, where it is one that is kept elsewhere. */
  readonly builder?: string;
  /** Whether each image is compiled by itself. */
  readonly isolated: boolean;
  readonly defaultFeatures: boolean;
  readonly allFeatures: boolean;
  /** What of features is asked for besides, by the name of the image. */
  readonly features: Readonly<Record<string, readonly string[]>>;
  /** Packages of Debian's in the builder. */
  readonly aptPackages: readonly string[];
  /** The ids of warnings that are not shown. */
  readonly acknowledged: readonly string[];
}
