import { CargoPackage } from './package';
import { SourceTree } from './source-tree';

/** The build script of a package, if it has one. (https://doc.rust-lang.org/cargo/reference/manifest.html#the-build-field) */
export function buildScript(tree: SourceTree, pkg: CargoPackage): string | undefined {
  const said = tree.toml(pkg.manifestPath)?.table('package')?.values.build;
  const path = tree.resolve(pkg.directory, typeof said === 'string' ? said : 'build.rs');
  return said !== false && tree.isFile(path) ? path : undefined;
}
