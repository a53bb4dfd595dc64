/** A crate with an allocator in it. */
export interface AllocatorCrate {
  readonly name: string;
  /** Its unit struct that implements `GlobalAlloc`. */
  readonly type: string;
  readonly version: string;
  /** Those of its features that are switched on: none of them adds a crate, or `Cargo.lock` would have to be looked at more closely. */
  readonly features: string[];
}
