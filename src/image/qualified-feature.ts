import { CargoBinary, CargoPackage } from '../cargo/workspace';
import { UserError } from '../messages/user-error';

/**
 * A feature with the package that it is of, as one call of cargo for several packages wants it. Refuses one that is not there.
 *
 * @param said what messages begin with
 */
export function qualifiedFeature(said: string, binary: CargoBinary, feature: string, packages: CargoPackage[]): string {
  const name = feature.startsWith(`${binary.package.name}/`) ? feature.slice(binary.package.name.length + 1) : feature;
  if (!/^[\w+.-]+(\??\/[\w+.-]+)?$/.test(name)) {
    throw new UserError(
      `${said} ${JSON.stringify(feature)}, which is not the name of a cargo feature. List one feature per entry.`,
    );
  }
  const [of, ofThat] = name.includes('/') ? name.split(/\??\//) : [];
  const member = packages.find((pkg) => pkg.name === of);
  if (of !== undefined && !member && !binary.package.dependencies.some((dependency) => dependency.name === of)) {
    throw new UserError(
      `${said} ${JSON.stringify(feature)}, but "${of}" is neither a dependency in ${binary.package.manifestPath} nor a package of the workspace.`,
    );
  }
  if (member && !member.hasFeature(ofThat)) {
    throw new UserError(
      `${said} ${JSON.stringify(feature)}, which ${member.manifestPath} does not define. ` +
        `It defines: ${Object.keys(member.features).join(', ') || 'none'}.`,
    );
  }
  if (!name.includes('/') && !binary.package.hasFeature(name)) {
    throw new UserError(
      `${said} ${JSON.stringify(feature)}, which ${binary.package.manifestPath} does not define. ` +
        `It defines: ${Object.keys(binary.package.features).join(', ') || 'none'}.`,
    );
  }
  return name.includes('/') ? name : `${binary.package.name}/${name}`;
}
