import { CargoWorkspace } from './workspace';

/**
 * What `--features` calls a feature, by its package and name. With resolver 1 those of the package at the root have their bare
 * names: cargo takes `package/feature` for a feature of a dependency there. (rust-lang/cargo, members_with_features_old in
 * src/cargo/core/workspace.rs)
 */
export function featureSpecs({ packages, resolver }: CargoWorkspace): (feature: string) => string {
  const root = resolver === '1' ? packages.find(({ directory }) => directory === '.') : undefined;
  return (feature) => (root && feature.startsWith(`${root.name}/`) ? feature.slice(root.name.length + 1) : feature);
}
