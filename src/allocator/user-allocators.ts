import { AllocatorBlock } from './allocator-block';
import { builtFiles } from '../cargo/built-files';
import { SourceTree } from '../cargo/source-tree';
import { CargoBinary, CargoPackage, CargoWorkspace } from '../cargo/workspace';
import { assertSourceMerged } from '../rust/merged-source';
import { RustSource } from '../rust/rust-source';

/** The global allocators that users chose themselves: a program can have one only. */
export class UserAllocators {
  private readonly found = new Map<string, Map<string, number>>();
  private readonly packages: Map<string, CargoPackage>;

  constructor(
    private readonly tree: SourceTree,
    workspace: CargoWorkspace,
  ) {
    this.packages = new Map(workspace.packages.map((pkg) => [pkg.directory, pkg]));
  }

  /** `file:line` of a global allocator in the code of a binary: its package, and the packages that this depends on by path. */
  public of(binary: CargoBinary): string | undefined {
    for (const pkg of this.linked(binary.package)) {
      const otherRoots = pkg.binaries.map(({ rootFile }) => rootFile).filter((file) => file !== binary.rootFile);
      for (const [file, line] of this.in(pkg)) {
        if (!otherRoots.includes(file)) return `${file}:${line}`;
      }
    }
    return undefined;
  }

  private linked(pkg: CargoPackage, found = new Set<CargoPackage>()): Set<CargoPackage> {
    if (found.has(pkg)) return found;
    found.add(pkg);
    for (const { kind, path } of pkg.dependencies) {
      const dependency = kind === 'normal' && path !== undefined ? this.packages.get(path) : undefined;
      if (dependency) this.linked(dependency, found);
    }
    return found;
  }

  private in(pkg: CargoPackage): Map<string, number> {
    const known = this.found.get(pkg.directory);
    if (known) return known;
    const found = new Map<string, number>();
    const roots = pkg.binaries.map(({ rootFile }) => rootFile);
    for (const file of new Set([...builtFiles(this.tree, pkg), ...roots])) {
      const text = this.tree.searchable(file);
      // reading the tokens of every file would take long
      if (!text?.includes('global_allocator')) continue;
      assertSourceMerged(file, text);
      const line = new RustSource(AllocatorBlock.removeFrom(text, file)).globalAllocatorLine;
      if (line) found.set(file, line);
    }
    this.found.set(pkg.directory, found);
    return found;
  }
}
