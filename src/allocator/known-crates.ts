/** What this package has ever written of an allocator's crate into files of the user's: all else there is the user's. */
export const KNOWN_CRATES = {
  mimalloc: { type: 'MiMalloc', features: ['secure', 'v2'] },
  'tikv-jemallocator': { type: 'Jemalloc', features: [] },
} as const satisfies Record<string, { readonly type: string; readonly features: readonly string[] }>;
