import { posix } from 'node:path';
import { CargoWorkspace } from '../cargo/workspace';
import { leavesRoot } from '../paths/leaves-root';
import { embeddedSources } from '../rust/embedded-sources';

/** By convention these have no secrets in them. */
const EXAMPLES = ['example', 'sample', 'template', 'default', 'defaults', 'dist'].map((name) => `.env.${name}`);

/**
 * Each `.env` and `.env.*` but for examples: those at the root, and those that a source has the compiler read.
 *
 * Examples are let in by their whole paths. For a `*` in a line with `!` BuildKit would look into all that is hidden: a
 * second for 50,000 files in target. (github.com/tonistiigi/fsutil, filter.go: `onlyPrefixExcludeExceptions`)
 */
export function secretFiles({ tree, packages }: CargoWorkspace): string[] {
  const embedded = packages
    .flatMap((pkg) => embeddedSources(tree, pkg))
    .map(({ path }) => path)
    .filter((path) => EXAMPLES.includes(posix.basename(path)) && !leavesRoot(path) && !/[*?[\]\\^]/.test(path));
  return ['**/.env', '**/.env.*', ...new Set([...EXAMPLES, ...embedded].map((path) => `!/${path}`))];
}
