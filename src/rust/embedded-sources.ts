import { posix } from 'node:path';
import { EmbeddedFile, embeddedFiles } from './embedded-files';
import { CargoPackage } from '../cargo/package';
import { SourceTree } from '../cargo/source-tree';

/** What a Rust file of a package has the compiler read, by its path in the project. */
export function embeddedSources(
  tree: SourceTree,
  pkg: CargoPackage,
  file: string,
): Pick<EmbeddedFile, 'path' | 'line'>[] {
  return embeddedFiles(tree.text(file) ?? '').map(({ path, base, line }) => ({
    path: tree.resolve(base === 'file' ? posix.dirname(file) : pkg.directory, path),
    line,
  }));
}
