import { CargoPackage } from '../cargo/workspace';
import { Warning } from '../messages/warnings';

/** Edits of a package's files that can't be proven, and so are not made. */
export interface RefusedEdits {
  readonly pkg: CargoPackage;
  /** The files that they are of. */
  readonly files: string[];
  /** What the user can paste, each with its place; `undefined` where nothing is to be put in. */
  readonly toPaste?: string[];
  /** Whether the manifest has no place for lines of its own. */
  readonly hasNoPlace: boolean;
}

/** What the user has to do by hand. */
export function byHandWarning({ pkg, files, toPaste, hasNoPlace }: RefusedEdits): Warning {
  if (hasNoPlace) {
    return {
      id: 'allocator-by-hand',
      text:
        `${pkg.manifestPath}: no dependency can be put in without writing anew what stands there ` +
        '(a table in braces over several lines). Nothing was changed in this package. Write `target` with headers, as in ' +
        `[target.'cfg(unix)'.dependencies], or use Allocator.system()`,
    };
  }
  if (toPaste) {
    return {
      id: 'allocator-by-hand',
      text:
        `${files.join(', ')}: the allocator can't be put in with certainty that the rest keeps its meaning ` +
        '(TOML 1.1, an inline table, or code behind an inner attribute on its line). Nothing was changed in this package. ' +
        `Paste these lines, and synth again:\n\n${toPaste.join('\n\n')}\n`,
    };
  }
  return {
    id: 'allocator-removal',
    text:
      `${pkg.manifestPath}: the entry of the allocator can't be taken out with certainty that the rest keeps its meaning. ` +
      `Nothing was changed in ${pkg.name}: remove the lines that are marked muslrust-chef from its manifest and root files by hand`,
  };
}
