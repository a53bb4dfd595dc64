/** A crate with an allocator in it. */
export interface AllocatorCrate {
  readonly name: string;
  /** Its unit struct that implements `GlobalAlloc`. */
  readonly type: string;
  readonly version: string;
}
