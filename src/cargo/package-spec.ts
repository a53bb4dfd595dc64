import { posix } from 'node:path';
import { pathToFileURL } from 'node:url';
import { CargoPackage, CargoWorkspace } from './workspace';
import { shellQuote } from '../syntax/shell-quote';

/**
 * What `--package` calls the packages of a workspace in the image: by name, or by the folder below `/app` where another crate
 * that cargo resolves has the name too, which it refuses ("specification is ambiguous").
 *
 * Not by version: cargo-chef gives all packages of the workspace another one in its recipe, and both calls of cargo are to
 * have the same flags. See "Package ID Specifications" in cargo's reference.
 *
 * @param added names of crates that the same synth adds to the manifests
 */
export function packageSpecs(workspace: CargoWorkspace, added: string[]): (pkg: CargoPackage) => string {
  const locked = (workspace.tree.toml('Cargo.lock')?.tables('package') ?? []).map((entry) => entry.string('name'));
  const dependencies = workspace.packages.flatMap((pkg) => pkg.dependencies);
  return ({ name, directory }) => {
    const isAmbiguous =
      added.includes(name) ||
      locked.indexOf(name) !== locked.lastIndexOf(name) ||
      dependencies.some(({ crate, path }) => crate === name && path !== directory);
    return isAmbiguous ? shellQuote(`${pathToFileURL(posix.join('/app', directory)).href}#${name}`) : name;
  };
}
