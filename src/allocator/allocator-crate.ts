/** A crate with an allocator in it. */
export interface AllocatorCrate {
  readonly name: string;
  /** Its unit struct that implements `GlobalAlloc`. */
  readonly type: string;
  readonly version: string;
  /** Those of its features that are switched on: none of them adds a crate, or `Cargo.lock` would have to be looked at more closely. */
  readonly features: string[];
  /**
   * Other crates that link its native library, or have that done, with the versions of them that go with it; `undefined` where
   * none does.
   */
  readonly sameLibrary: Record<string, string | undefined>;
}
