/** What a synth wrote of the allocator into the user's manifests. */
export interface AllocatorRecord {
  readonly crate: string;
  readonly version: string;
  readonly features: readonly string[];
  /** Variables of the images. */
  readonly environment: Readonly<Record<string, string>>;
  /** The manifests that have the entry, from the folder of the project. */
  readonly manifests: readonly string[];
}
