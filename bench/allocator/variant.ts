import { Allocator } from '../../src';

/** A way to allocate memory. */
export interface Variant {
  readonly name: string;
  /** What `MuslRustChef` is told; glibc's allocator comes with glibc. */
  readonly allocator?: Allocator;
}

export const MUSL: Variant = { name: 'musl', allocator: Allocator.system() };
export const MIMALLOC: Variant = { name: 'mimalloc', allocator: Allocator.mimalloc() };
export const BOUNDED: Variant = {
  name: 'mimalloc, memory-bounded',
  allocator: Allocator.mimalloc({ memoryBounded: true }),
};
/** As mimalloc is by itself. */
export const HUGE: Variant = { name: 'mimalloc, huge pages', allocator: Allocator.mimalloc({ hugePages: true }) };
export const GLIBC: Variant = { name: 'glibc' };

export const VARIANTS: Variant[] = [
  MUSL,
  MIMALLOC,
  { name: 'mimalloc, secure', allocator: Allocator.mimalloc({ secure: true }) },
  { name: 'mimalloc, v2', allocator: Allocator.mimalloc({ v2: true }) },
  BOUNDED,
  HUGE,
  { name: 'jemalloc', allocator: Allocator.jemalloc() },
  GLIBC,
];
