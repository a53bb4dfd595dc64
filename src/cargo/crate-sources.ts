import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { readDependencies } from './dependency';
import { FeatureCrate } from './feature-resolution';
import { SourceTree } from './source-tree';
import { TomlTable } from './toml-table';
import { UserFile } from '../files/user-file';

/**
 * Manifests of crates that are not of the workspace, as far as they are on this machine: vendored, or unpacked by cargo.
 * What is made of them is said to the user, and goes into no file, since other machines may not have them.
 */
export class CrateSources {
  private readonly folders: string[];

  constructor(
    private readonly tree: SourceTree,
    vendorDirectory?: string,
  ) {
    const registries = join(process.env.CARGO_HOME || join(homedir(), '.cargo'), 'registry', 'src');
    this.folders = [
      ...(vendorDirectory === undefined ? [] : [tree.absolute(vendorDirectory)]),
      ...(existsSync(registries) ? readdirSync(registries).map((name) => join(registries, name)) : []),
    ];
  }

  /** The crate, if its manifest is here and can be read. */
  public find(name: string, version: string): FeatureCrate | undefined {
    for (const folder of this.folders) {
      // `cargo vendor` leaves the version out of the name of the newest
      for (const path of [join(folder, `${name}-${version}`), join(folder, name)]) {
        const crate = this.read(join(path, 'Cargo.toml'), version);
        if (crate) return crate;
      }
    }
    return undefined;
  }

  private read(path: string, version: string): FeatureCrate | undefined {
    if (!existsSync(path)) return undefined;
    try {
      const manifest = TomlTable.parse(UserFile.read(path).text, path);
      if (manifest.table('package')?.string('version') !== version) return undefined;
      const features = manifest.table('features');
      return {
        features: Object.fromEntries((features?.keys() ?? []).map((key) => [key, features!.strings(key)!])),
        dependencies: readDependencies(this.tree, '.', manifest),
        isProcMacro: manifest.table('lib')?.boolean('proc-macro') ?? false,
      };
    } catch {
      // TOML that only cargo reads
      return undefined;
    }
  }
}
