import { CargoPackage } from './package';
import { rustFiles } from './rust-files';
import { SourceTree } from './source-tree';

/** Compiled for tests and examples only. */
const NOT_BUILT = ['target', 'tests', 'examples', 'benches'];

/** The Rust files that a package's library and binaries may be made of. */
export function builtFiles(tree: SourceTree, pkg: CargoPackage): string[] {
  return rustFiles(tree, pkg.directory, NOT_BUILT);
}
