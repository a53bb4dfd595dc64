import { KNOWN_BAD } from '../pin-file/known-bad';

/** What this package has ever written of an allocator's crate into files of the user's: all else there is the user's. */
export const KNOWN_CRATES = {
  mimalloc: {
    type: 'MiMalloc',
    features: ['secure', 'v2'],
    option: 'Allocator.mimalloc',
    oldest: KNOWN_BAD.mimalloc.oldest,
  },
  'tikv-jemallocator': {
    type: 'Jemalloc',
    features: [],
    option: 'Allocator.jemalloc',
    oldest: KNOWN_BAD['tikv-jemallocator'].oldest,
  },
} as const satisfies Record<
  string,
  {
    readonly type: string;
    /** Each is an option of that name. */
    readonly features: readonly string[];
    readonly option: string;
    /** What is older is refused. */
    readonly oldest: string;
  }
>;

/** The name of such a crate. */
export type KnownCrate = keyof typeof KNOWN_CRATES;
