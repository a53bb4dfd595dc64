import { AllocatorCrate } from './allocator-crate';
import { CargoDependency } from '../cargo/dependency';
import { ManifestDependency } from '../cargo/manifest';
import { manifestIn } from '../cargo/package';
import { SourceTree } from '../cargo/source-tree';
import { alwaysApplies, mayApply } from '../cargo/target-spec';
import { CargoPackage } from '../cargo/workspace';

/** A package's own dependency on the allocator's crate, or by its name: one that is not the entry we keep. */
export class OwnDependency {
  /** @param isKept whether the manifest has our entry */
  public static of(
    pkg: CargoPackage,
    tree: SourceTree,
    allocator: AllocatorCrate,
    isKept: boolean,
  ): OwnDependency | undefined {
    const ours = isKept ? ManifestDependency.key(allocator.name) : undefined;
    const found = pkg
      .dependenciesIn(tree)
      .find(
        ({ name, crate, kind, target, key }) =>
          (crate === allocator.name || name === allocator.name) &&
          kind === 'normal' &&
          key !== ours &&
          (target === undefined || mayApply(target)),
      );
    return found && new OwnDependency(found, tree, allocator);
  }

  public readonly name: string;
  /** Where it is in the manifest. */
  public readonly key: string;

  private constructor(
    private readonly dependency: CargoDependency,
    private readonly tree: SourceTree,
    private readonly allocator: AllocatorCrate,
  ) {
    this.name = dependency.name;
    this.key = dependency.key;
  }

  /** Why no block may rely on it. */
  public get whyUnusable(): string | undefined {
    const { name, crate, optional, target } = this.dependency;
    if (crate !== this.allocator.name) return `gives the name ${name} to another crate, ${crate}`;
    if (this.lacksType) return `is a crate of your own that has no ${this.allocator.type}`;
    if (optional) return 'is optional';
    if (target !== undefined && !alwaysApplies(target)) return 'is not there on every musl target';
    return undefined;
  }

  /** A copy of the allocator's crate may well be in the project, and so may another one of its name. */
  private get lacksType(): boolean {
    const { path: folder } = this.dependency;
    if (folder === undefined) return false;
    const path = this.tree.toml(manifestIn(folder))?.table('lib')?.string('path') ?? 'src/lib.rs';
    return !this.tree.text(this.tree.resolve(folder, path))?.includes(this.allocator.type);
  }
}
