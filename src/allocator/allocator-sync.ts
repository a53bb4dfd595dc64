import { existsSync } from 'node:fs';
import { join, posix } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { Component, Project } from 'projen';
import { Allocator } from './allocator';
import { AllocatorRecord } from './allocator-record';
import { assertResolvable } from './crate-versions';
import { ignoredSources } from './ignored-sources';
import { assertLinksCanBeFollowed } from './linked-files';
import { LockFile } from './lock-file';
import { PackagePlan } from './package-plan';
import { RewrittenEntry, rewrittenEntries } from './rewritten-entries';
import { UserAllocators } from './user-allocators';
import { CargoDependency } from '../cargo/dependency';
import { ManifestDependency } from '../cargo/manifest';
import { SourceTree } from '../cargo/source-tree';
import { CargoBinary, CargoPackage, CargoWorkspace } from '../cargo/workspace';
import { removeLeftovers } from '../files/replace-file';
import { UserFile } from '../files/user-file';
import { Warnings } from '../messages/warnings';

/** What is kept in sync. */
export interface AllocatorSyncOptions {
  readonly workspace: CargoWorkspace;
  /** Those that become images. */
  readonly binaries: CargoBinary[];
  readonly allocator: Allocator;
  /** Files that the same synth writes where they are missing. */
  readonly starter?: Record<string, string>;
  /** What the last synth wrote, as far as that is known. */
  readonly last?: AllocatorRecord;
}

/** Keeps the allocator in the user's manifests and root files: in those of the binaries that become images, and in no others. */
export class AllocatorSync extends Component {
  private isIn: string[] = [];

  constructor(
    project: Project,
    private readonly options: AllocatorSyncOptions,
  ) {
    super(project);
  }

  /** Every error is found before anything is written. */
  public preSynthesize(): void {
    this.plans();
  }

  public synthesize(): void {
    const { workspace, allocator } = this.options;
    const { root } = workspace;
    const warnings = Warnings.of(this.project);
    this.folders.forEach((folder) => removeLeftovers(join(root, folder)));
    const plans = this.plans();
    const edited = plans.flatMap((plan) => plan.rewritten).filter((entry) => !this.isOfLastSynth(entry));
    for (const note of rewrittenEntries(edited, allocator._otherOptions)) warnings.note(note);
    for (const { edits, notes, warnings: said } of plans) {
      for (const note of notes) warnings.note(note);
      for (const warning of said) warnings.warn(warning);
      // a starter is written once: the user may have left it out since
      for (const { path, text } of edits.filter((edit) => existsSync(join(root, edit.path)))) {
        UserFile.read(join(root, path), path).write(text);
      }
    }
    this.isIn = plans.flatMap(({ kept }) => kept);
  }

  /** What is in the user's manifests now. */
  public get record(): AllocatorRecord | undefined {
    const { _crate: crate, _imageEnvironment: environment } = this.options.allocator;
    return (
      crate && {
        crate: crate.name,
        version: crate.version,
        features: crate.features,
        environment,
        manifests: this.isIn,
      }
    );
  }

  /** The image builds with `--locked`. */
  public postSynthesize(): void {
    const { workspace, allocator } = this.options;
    const warning = new LockFile(workspace).update(allocator._crate);
    for (const said of [...(warning ? [warning] : []), ...ignoredSources(workspace)]) {
      Warnings.of(this.project).warn(said);
    }
  }

  /** Whether an entry is what a synth wrote, and nobody edited: then it is the rc file, or this package, that wants another. */
  private isOfLastSynth({ path, crate, version, features }: RewrittenEntry): boolean {
    const { last } = this.options;
    return (
      last !== undefined &&
      last.manifests.includes(path) &&
      isDeepStrictEqual([last.crate, last.version, last.features], [crate, version, features])
    );
  }

  /** Of all files that a synth may edit: one that was killed may have left something there. */
  private get folders(): Set<string> {
    const { packages } = this.options.workspace;
    return new Set(
      packages.flatMap(({ manifestPath, binaries, library }) =>
        [manifestPath, ...(library ? [library] : []), ...binaries.map(({ rootFile }) => rootFile)].map((path) =>
          posix.dirname(path),
        ),
      ),
    );
  }

  /** All dependencies but those that are kept. */
  private othersEntries(tree: SourceTree, crate: string): [CargoPackage, CargoDependency][] {
    return this.options.workspace.packages.flatMap((pkg) => {
      const isKept = ManifestDependency.isIn(tree.text(pkg.manifestPath)!, crate);
      return pkg
        .dependenciesIn(tree)
        .filter(({ key }) => !(isKept && key === ManifestDependency.key(crate)))
        .map((dependency): [CargoPackage, CargoDependency] => [pkg, dependency]);
    });
  }

  private plans(): PackagePlan[] {
    const { workspace, binaries, allocator, starter } = this.options;
    const tree = new SourceTree(workspace.root, starter);
    assertLinksCanBeFollowed(tree, workspace, binaries, allocator._crate);
    const users = new UserAllocators(tree, workspace);
    const ofPackage = new Map<CargoPackage, CargoBinary[]>();
    const owners = new Map<string, Set<CargoPackage>>();
    for (const binary of binaries) {
      ofPackage.set(binary.package, [...(ofPackage.get(binary.package) ?? []), binary]);
      const file = tree.real(binary.rootFile);
      if (allocator._crate) owners.set(file, (owners.get(file) ?? new Set()).add(binary.package));
    }
    const plans = workspace.packages.map(
      (pkg) => new PackagePlan(tree, pkg, ofPackage.get(pkg) ?? [], allocator._crate, users, owners),
    );
    if (allocator._crate) {
      const takers = plans.flatMap(({ manifests }) => manifests);
      assertResolvable(allocator._crate, takers, this.othersEntries(tree, allocator._crate.name));
    }
    return plans;
  }
}
