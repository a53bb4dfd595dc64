import { Allocator } from '../../src';
import { Executables } from '../lib/executables';
import { forGlibc } from '../lib/for-glibc';
import { forMusl } from '../lib/for-musl';

/** How programs are linked. */
export const VARIANTS = ['glibc', 'glibc, static', 'musl', 'this package'] as const;
export type Variant = (typeof VARIANTS)[number];

/**
 * Builds a program in each way.
 *
 * @param crate makes a fresh copy of its sources
 */
export function inAllVariants(name: string, crate: () => string): Record<Variant, Executables> {
  console.error(`build ${name}`);
  const glibc = forGlibc(crate());
  return {
    glibc: glibc.dynamic,
    'glibc, static': glibc.static,
    // with its own memory functions and its own allocator
    musl: forMusl(crate(), [name], { allocator: Allocator.system(), memoryFunctions: false }),
    'this package': forMusl(crate(), [name], {}),
  };
}
