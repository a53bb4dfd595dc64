import { AllocatorBlock } from './allocator-block';
import { AllocatorCrate } from './allocator-crate';
import { assertNameIsFree } from './crate-name';
import { brokenVersion } from './crate-versions';
import { keptEntries } from './kept-entries';
import { RewrittenEntry } from './rewritten-entries';
import { UserAllocators } from './user-allocators';
import { CargoDependency } from '../cargo/dependency';
import { ManifestDependency } from '../cargo/manifest';
import { manifestIn } from '../cargo/package';
import { SourceTree } from '../cargo/source-tree';
import { alwaysApplies, mayApply } from '../cargo/target-spec';
import { CargoBinary, CargoPackage } from '../cargo/workspace';
import { lineEnd } from '../files/line-end';
import { UserError } from '../messages/user-error';
import { Warning } from '../messages/warnings';
import { isWithin } from '../paths/is-within';
import { leavesRoot } from '../paths/leaves-root';
import { assertSourceMerged } from '../rust/merged-source';
import { RustSource } from '../rust/rust-source';

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
    private readonly crate: AllocatorCrate | undefined,
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
    const own = this.ownDependency(isKept);
    if (binaries.length > 0) this.warnings.push(...this.brokenVersions());
    const free = crate ? binaries.filter((binary) => this.isFree(binary)) : [];
    // where no binary is to get one, it is nobody's concern
    const isBlocked = own !== undefined && free.length > 0 && this.noteUnusable(own);
    const roots = new Set(isBlocked ? [] : free.map(({ rootFile }) => tree.real(rootFile)));
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
        dependency && !byHand && manifestEdit.text === undefined
          ? {
              id: 'allocator-by-hand',
              text:
                `${manifestPath}: no dependency can be put in without writing anew what stands there ` +
                '(a table in braces over several lines). Nothing was changed in this package. Write `target` with headers, as in ' +
                `[target.'cfg(unix)'.dependencies], or use Allocator.system()`,
            }
          : dependency || roots.size > 0
            ? {
                id: 'allocator-by-hand',
                text: pasteMessage(refused, [
                  ...(byHand ? [`in ${manifestPath}, ${byHand.where}:\n\n${byHand.lines.join('\n')}`] : []),
                  ...sourceEdits
                    .filter(({ path, text }) => blocks.has(path) && text !== this.read(path))
                    .map(({ path }) => `in ${path}, ${this.placeIn(path)}:\n\n${blocks.get(path)!.text}`),
                ]),
              }
            : {
                id: 'allocator-removal',
                text:
                  `${manifestPath}: the entry of the allocator can't be taken out with certainty that the rest keeps its meaning. ` +
                  `Nothing was changed in ${pkg.name}: remove the lines that are marked muslrust-chef from its manifest and root files by hand`,
              },
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

  /** A dependency on the crate, or by its name, that is not the one we keep. */
  private ownDependency(isKept: boolean): CargoDependency | undefined {
    const { crate } = this;
    if (!crate) return undefined;
    const ours = isKept ? ManifestDependency.key(crate.name) : undefined;
    return this.pkg
      .dependenciesIn(this.tree)
      .find(
        ({ name, crate: itsCrate, kind, target, key }) =>
          (itsCrate === crate.name || name === crate.name) &&
          kind === 'normal' &&
          key !== ours &&
          (target === undefined || mayApply(target)),
      );
  }

  /** Whether the user's dependency is one that no block may rely on. */
  private noteUnusable({ name, crate, key, optional, target, path }: CargoDependency): boolean {
    const reason =
      crate !== this.crate!.name
        ? `gives the name ${name} to another crate, ${crate}`
        : this.lacksType(path)
          ? `is a crate of your own that has no ${this.crate!.type}`
          : optional
            ? 'is optional'
            : target !== undefined && !alwaysApplies(target)
              ? 'is not there on every musl target'
              : undefined;
    if (reason) {
      this.notes.push({
        id: 'allocator-dependency',
        text:
          `${this.pkg.manifestPath}: ${key} ${reason}, so no allocator is put in place for ${this.pkg.name}: ` +
          'remove that dependency, or set #[global_allocator] in your own code',
      });
    }
    return reason !== undefined;
  }

  /** A copy of the allocator's crate may well be in the project, and so may another one of its name. */
  private lacksType(folder: string | undefined): boolean {
    if (folder === undefined) return false;
    const path = this.tree.toml(manifestIn(folder))?.table('lib')?.string('path') ?? 'src/lib.rs';
    return !this.tree.text(this.tree.resolve(folder, path))?.includes(this.crate!.type);
  }

  private isFree(binary: CargoBinary): boolean {
    const { rootFile } = binary;
    if (!isWithin(rootFile, this.pkg.directory)) {
      throw new UserError(
        `${this.pkg.manifestPath}: the root file of binary "${binary.name}" is ${rootFile}, outside the package: ` +
          'no allocator can be put into a file of another package. Move it inside, or use Allocator.system()',
      );
    }
    if (!this.tree.isFile(rootFile)) {
      throw new UserError(
        `${rootFile}: the root file of binary "${binary.name}" does not exist, and its allocator is put into it before the build: ` +
          'create it, or use Allocator.system()',
      );
    }
    if (new RustSource(this.read(rootFile)).isFreestanding) {
      this.notes.push({
        id: 'allocator-freestanding',
        text: `${rootFile}: #![no_std] or #![no_main] leaves the allocator to you, so none is put in place for "${binary.name}"`,
      });
      return false;
    }
    const own = this.users.of(binary);
    if (own) {
      this.notes.push({
        id: 'allocator-own',
        text: `${own}: this #[global_allocator] is yours and stays, so none is put in place for "${binary.name}"`,
      });
      return false;
    }
    return true;
  }
}

function pasteMessage(refused: string[], parts: string[]): string {
  return (
    `${refused.join(', ')}: the allocator can't be put in with certainty that the rest keeps its meaning ` +
    '(TOML 1.1, an inline table, or code behind an inner attribute on its line). Nothing was changed in this package. ' +
    `Paste these lines, and synth again:\n\n${parts.join('\n\n')}\n`
  );
}
