import { posix } from 'node:path';
import { EmbeddedFile, embeddedFiles } from './embedded-files';
import { builtFiles } from '../cargo/built-files';
import { CargoPackage } from '../cargo/package';
import { SourceTree } from '../cargo/source-tree';

/** What a Rust file has the compiler read, by its path in the project. */
interface EmbeddedSource extends Pick<EmbeddedFile, 'path' | 'line'> {
  /** The Rust file. */
  readonly file: string;
}

/**
 * What the Rust files of a package have the compiler read.
 *
 * @param files those that its library and binaries may be made of
 */
export function embeddedSources(
  tree: SourceTree,
  pkg: CargoPackage,
  files: readonly string[] = builtFiles(tree, pkg),
): EmbeddedSource[] {
  return files.flatMap((file) =>
    embeddedFiles(tree.searchable(file) ?? '').map(({ path, base, line }) => ({
      file,
      path: tree.resolve(base === 'file' ? posix.dirname(file) : pkg.directory, path),
      line,
    })),
  );
}
