import { AllocatorBlock } from './allocator-block';
import { AllocatorCrate } from './allocator-crate';
import { byHandWarning } from './by-hand-warning';
import { assertNameIsFree } from './crate-name';
import { brokenVersion } from './crate-versions';
import { keptEntries } from './kept-entries';
import { OwnDependency } from './own-dependency';
import { RewrittenEntry } from './rewritten-entries';
import { unfreeBinary } from './unfree-binary';
import { UserAllocators } from './user-allocators';
import { ManifestDependency } from '../cargo/manifest';
import { SourceTree } from '../cargo/source-tree';
import { mayApply } from '../cargo/target-spec';
import { CargoBinary, CargoPackage } from '../cargo/workspace';
import { lineEnd } from '../files/line-end';
import { Warning } from '../messages/warnings';
import { leavesRoot } from '../paths/leaves-root';
import { assertSourceMerged } from '../rust/merged-source';

/** A file and the text it is to have. */
export interface FileEdit {
  readonly path: string;
  readonly text: string;
}

/** What is to be done to the files of one package: all of it, or none. */
export class PackagePlan {
  /** In an order in which the package compiles after each one, should the synth be killed. */
  public readonly edits: FileEdit[];
  /** What the user should know about a choice that was theirs. */
  public readonly notes: Warning[] = [];
  /** What the user has to do by hand. */
  public readonly warnings: Warning[] = [];
  /** Those of its manifests that have the crate by our entry, or are to get it. */
  public readonly manifests: string[];
  /** Those of them that have it when the edits are made. */
  public readonly kept: string[];
  /** Entries that change, the crate staying the same. */
  public readonly rewritten: RewrittenEntry[];

  /**
   * @param binaries those of the package that become images
   * @param owners of all root files that become images: packages may share one
   */
  constructor(
    private readonly tree: SourceTree,
    private readonly pkg: CargoPackage,
    binaries: CargoBinary[],
    crate: AllocatorCrate | undefined,
    private readonly users: UserAllocators,
    owners: ReadonlyMap<string, ReadonlySet<CargoPackage>>,
  ) {
    const { manifestPath } = pkg;
    for (const file of [
      ...(pkg.library === undefined ? [] : [pkg.library]),
      ...pkg.binaries.map(({ rootFile }) => rootFile),
    ]) {
      assertSourceMerged(file, tree.text(file) ?? '');
    }
    const manifest = this.read(manifestPath);
    const entries = keptEntries(manifestPath, manifest);
    const isKept = crate !== undefined && ManifestDependency.isIn(manifest, crate.name);
    const own = crate && OwnDependency.of(pkg, tree, crate, isKept);
    if (binaries.length > 0) this.warnings.push(...this.brokenVersions());
    const free = crate ? binaries.filter((binary) => this.isFree(binary)) : [];
    // where no binary is to get one, it is nobody's concern
    const whyUnusable = free.length > 0 ? own?.whyUnusable : undefined;
    if (whyUnusable) {
      this.notes.push({
        id: 'allocator-dependency',
        text:
          `${manifestPath}: ${own!.key} ${whyUnusable}, so no allocator is put in place for ${pkg.name}: ` +
          'remove that dependency, or set #[global_allocator] in your own code',
      });
    }
    const roots = new Set(whyUnusable ? [] : free.map(({ rootFile }) => tree.real(rootFile)));
    const isOthers = (file: string) => [...(owners.get(file) ?? [])].some((owner) => owner !== pkg);
    const asked = crate && new ManifestDependency(crate.name, crate.version, crate.features);
    const dependency = roots.size > 0 && !own ? asked : undefined;
    if (dependency) assertNameIsFree(pkg, crate!.name);
    const block = crate && AllocatorBlock.of(own?.name ?? crate.name, crate.type, pkg.edition);
    const library = pkg.library === undefined ? [] : [tree.real(pkg.library)];
    // what else of the package the image compiles
    const others = [...library, ...binaries.map(({ rootFile }) => tree.real(rootFile))].filter(
      (file) => !roots.has(file) && !leavesRoot(file),
    );
    const blocks = new Map([
      ...(dependency ? others : [])
        .filter((file) => pkg.wantsUsedCrates || this.read(file).includes('unused_crate_dependencies'))
        .map((file): [string, AllocatorBlock] => [file, AllocatorBlock.use(crate!.name, pkg.edition)]),
      ...[...roots].map((file): [string, AllocatorBlock] => [file, block!]),
    ]);
    const unused = new Set(
      [...library, ...pkg.binaries.map(({ rootFile }) => tree.real(rootFile))].filter(
        (file) => !blocks.has(file) && !isOthers(file) && !leavesRoot(file),
      ),
    );

    // what a user was told to paste is as it should be
    const isDictated = own?.key === ManifestDependency.key(crate?.name ?? '') && asked!.isSaidIn(manifest);
    if (own && roots.size > 0 && !isDictated) {
      const features = crate!.features.map((feature) => `"${feature}"`).join(' and ');
      this.notes.push({
        id: 'allocator-own-dependency',
        text:
          `${manifestPath}: ${own.key} is yours and stays as it is; the allocator of the musl builds is taken from it` +
          (features && `, and has ${features} only if you name them among its features`),
      });
    }

    const manifestEdit = {
      path: manifestPath,
      text: dependency ? dependency.addTo(manifest, lineEnd(manifest)) : ManifestDependency.removeFrom(manifest),
    };
    const withoutBlock = (path: string) => ({ path, text: AllocatorBlock.removeFrom(this.read(path), path) });
    const sourceEdits = [
      ...[...unused].filter((path) => tree.isFile(path)).map(withoutBlock),
      ...[...blocks].map(([path, lines]) => ({
        path,
        text: lines.addTo(this.read(path), lineEnd(this.read(path)), path),
      })),
    ];
    // a block that changes is out while the manifest does: it may name a crate that another takes the place of
    const before = dependency
      ? sourceEdits.filter(({ path, text }) => text !== this.read(path)).map(({ path }) => withoutBlock(path))
      : [];
    const edits = dependency ? [...before, manifestEdit, ...sourceEdits] : [...sourceEdits, manifestEdit];
    const refused = edits.filter(({ text }) => text === undefined).map(({ path }) => path);
    this.manifests = dependency ? [manifestPath] : [];
    this.kept = refused.length > 0 ? [] : this.manifests;
    this.edits = refused.length > 0 ? [] : (edits as FileEdit[]).filter(({ path, text }) => text !== this.read(path));
    this.rewritten =
      dependency && refused.length === 0 && !dependency.isUpToDate(manifest)
        ? entries
            .filter((entry) => entry.crate === crate!.name)
            .map((entry) => ({ ...entry, path: manifestPath, before: entry.text, after: dependency.entry }))
        : [];
    if (refused.length > 0) {
      const byHand = dependency?.byHand(manifest);
      this.warnings.push(
        byHandWarning({
          pkg,
          files: refused,
          hasNoPlace: dependency !== undefined && !byHand && manifestEdit.text === undefined,
          toPaste:
            dependency || roots.size > 0
              ? [
                  ...(byHand ? [`in ${manifestPath}, ${byHand.where}:\n\n${byHand.lines.join('\n')}`] : []),
                  ...sourceEdits
                    .filter(({ path, text }) => blocks.has(path) && text !== this.read(path))
                    .map(({ path }) => `in ${path}, ${this.placeIn(path)}:\n\n${blocks.get(path)!.text}`),
                ]
              : undefined,
        }),
      );
    }
  }

  private read(path: string): string {
    return this.tree.text(path)!;
  }

  /** Where a user puts the block. */
  private placeIn(path: string): string {
    return AllocatorBlock.removeFrom(this.read(path), path) === this.read(path)
      ? 'before the first item, on lines of their own'
      : 'in the place of the block that is marked there';
  }

  private brokenVersions(): Warning[] {
    return this.pkg
      .dependenciesIn(this.tree)
      .filter(({ kind, target }) => kind === 'normal' && (target === undefined || mayApply(target)))
      .flatMap((dependency) => brokenVersion(this.tree, this.pkg, dependency) ?? []);
  }

  private isFree(binary: CargoBinary): boolean {
    const why = unfreeBinary(binary, this.pkg, this.tree, this.users);
    if (why) this.notes.push(why);
    return !why;
  }
}
