import { Image } from './image';
import { isNative } from './native-code';
import { CrateSources } from '../cargo/crate-sources';
import { FeatureRequest } from '../cargo/feature-resolution';
import { LockedCrates, ReachedCrate } from '../cargo/locked-crates';
import { CargoWorkspace } from '../cargo/workspace';

/** The crates that images are made of: all in one go, or each image by itself. */
export function reachedCrates(
  workspace: CargoWorkspace,
  images: Pick<Image, 'binary' | 'features'>[],
  request: FeatureRequest & { readonly isolated: boolean },
): ReachedCrate[] {
  const { tree } = workspace;
  const units = request.isolated ? images.map((image) => [image]) : [images];
  const reached = units.flatMap((unit) => {
    const packages = new Set(unit.map(({ binary }) => binary.package));
    const features = unit.flatMap((image) => image.features);
    const of = (sources?: CrateSources) =>
      new LockedCrates(workspace, tree, packages, { ...request, features }, sources).reached;
    const byLock = of();
    // hundreds of manifests are read only where something would be said
    return byLock.some(isNative) ? of(new CrateSources(tree, workspace.vendorDirectory)) : byLock;
  });
  return [...new Map(reached.map((crate) => [`${crate.name} ${crate.onHost}`, crate])).values()];
}
