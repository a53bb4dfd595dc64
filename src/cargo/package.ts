import { posix } from 'node:path';
import { BinaryTarget, readBinaryTargets } from './binary-targets';
import { CargoDependency, readDependencies } from './dependency';
import { EDITIONS } from './editions';
import { implicitFeatures } from './feature-resolution';
import { SourceTree } from './source-tree';
import { TomlTable } from './toml-table';
import { UserError } from '../messages/user-error';

/** A binary of the workspace, and the package it belongs to. */
export interface CargoBinary extends BinaryTarget {
  readonly package: CargoPackage;
}

/** One package of the workspace, as its manifest and its files describe it. */
export class CargoPackage {
  public readonly name: string;
  public readonly version?: string;
  public readonly edition: string;
  public readonly description?: string;
  public readonly license?: string;
  public readonly repository?: string;
  /** Relative to the root, like every path here. */
  public readonly manifestPath: string;
  public readonly defaultRun?: string;
  public readonly features: Record<string, string[]>;
  public readonly dependencies: CargoDependency[];
  public readonly binaries: CargoBinary[];
  /** The root file of its library, if it has one. */
  public readonly library?: string;
  /** What its code calls that library. */
  public readonly libraryName: string;
  public readonly isProcMacro: boolean;
  /** Whether its lints ask for each dependency to be used in each of its targets. */
  public readonly wantsUsedCrates: boolean;
  /** The oldest Rust that compiles it, by itself. */
  public readonly rustVersion?: string;

  /**
   * @param directory of its manifest; `.` for the root
   * @param workspace the `[workspace]` that it inherits from
   */
  constructor(
    tree: SourceTree,
    public readonly directory: string,
    manifest: TomlTable,
    workspace?: TomlTable,
  ) {
    const fields = packageTable(manifest)!;
    const shared = workspace?.table('package');
    const source = (key: string): TomlTable => {
      if (!isInherited(fields, key)) return fields;
      if (shared?.has(key)) return shared;
      throw new UserError(
        `${fields.at(key)} is inherited, but the workspace has no ${key} in [workspace.package]: add it there`,
      );
    };
    const inherit = (key: string) => source(key).string(key);

    const name = fields.string('name');
    if (!name) throw new UserError(`${fields.at('name')} is missing: every package needs a name`);
    this.name = name;
    this.manifestPath = manifest.file;
    this.version = inherit('version');
    this.edition = inherit('edition') ?? '2015';
    if (!Object.hasOwn(EDITIONS, this.edition)) {
      throw new UserError(
        `${fields.at('edition')} is "${this.edition}", which is not an edition of Rust: use one of ${Object.keys(EDITIONS).join(', ')}`,
      );
    }
    this.description = inherit('description');
    this.license = inherit('license');
    this.repository = inherit('repository');
    this.defaultRun = fields.string('default-run');

    const features = manifest.table('features');
    this.features = Object.fromEntries((features?.keys() ?? []).map((key) => [key, features!.strings(key)!]));
    this.dependencies = readDependencies(tree, directory, manifest, workspace);
    this.rustVersion = inherit('rust-version');
    const library = manifest.table('lib');
    const libraryPath = tree.resolve(directory, library?.string('path') ?? 'src/lib.rs');
    this.library = tree.isFile(libraryPath) ? libraryPath : undefined;
    this.libraryName = (library?.string('name') ?? name).replace(/-/g, '_');
    this.isProcMacro = library?.boolean('proc-macro') ?? library?.boolean('proc_macro') ?? false;
    const lints = manifest.table('lints');
    const rustLints = (lints?.boolean('workspace') ? workspace?.table('lints') : lints)?.table('rust')?.values ?? {};
    const lint = rustLints.unused_crate_dependencies ?? rustLints['unused-crate-dependencies'];
    this.wantsUsedCrates = lint !== undefined && (lint as { level?: unknown }).level !== 'allow' && lint !== 'allow';
    this.binaries = readBinaryTargets(tree, directory, fields, this.edition, manifest)
      .map((target) => ({ ...target, package: this }))
      .sort((a, b) => compare(a.name, b.name));

    if (this.defaultRun && !this.binaries.some((binary) => binary.name === this.defaultRun)) {
      throw new UserError(
        `${fields.at('default-run')} is "${this.defaultRun}", which is not a binary of ${name}. ` +
          `It has: ${this.binaries.map((binary) => binary.name).join(', ') || 'none'}`,
      );
    }
  }

  /** The dependencies as the files say now: a synth edits them. */
  public dependenciesIn(tree: SourceTree): CargoDependency[] {
    const manifest = tree.toml(this.manifestPath);
    return manifest
      ? readDependencies(tree, this.directory, manifest, tree.toml(manifestIn('.'))?.table('workspace'))
      : [];
  }

  /** Whether `--features` takes this name: one of `[features]`, or an optional dependency that no feature names by `dep:`. */
  public hasFeature(name: string): boolean {
    return name === 'default' || Object.hasOwn(this.features, name) || implicitFeatures(this).includes(name);
  }
}

/** `[package]`, or `[project]` as cargo called it before 1.0. */
export function packageTable(manifest: TomlTable): TomlTable | undefined {
  return manifest.table('package') ?? manifest.table('project');
}

/** The manifest of the package in `directory`. */
export function manifestIn(directory: string): string {
  return posix.join(directory, 'Cargo.toml');
}

/** By code unit, so that the order is the same in every locale. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function isInherited(fields: TomlTable, key: string): boolean {
  const value = fields.values[key];
  return typeof value === 'object' && !Array.isArray(value) && fields.table(key)!.boolean('workspace') === true;
}
