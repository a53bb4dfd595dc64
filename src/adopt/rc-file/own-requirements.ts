import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { OwnFile } from './own-file';
import { GENERATOR } from '../../generator';
import { RequirementsFile } from '../../workflow/requirements-file';
import { RunningPackage } from '../running-package';

/** Where another program writes that of projen's name, or each release in it has hashes. */
const OTHER = 'requirements-projen.txt';

/**
 * Pins the packages that run in a requirements file, for an rc file in Python: a new one, or lines at the end of the user's. What
 * that says of them stays.
 *
 * @param own where this package is, unless an index has it
 * @returns its name
 */
export function addRequirements(folder: string, packages: readonly RunningPackage[], own?: OwnFile): string {
  const versions = new Map(packages.map(({ name, version }) => [name, version]));
  const usual = read(folder, RequirementsFile.NAME);
  const file = usual.hasHashes || usual.compiler ? read(folder, OTHER) : usual;
  writeFileSync(
    join(folder, file.name),
    file.withPins((name) => (own && name === GENERATOR.name ? own.wheel : `${name}==${versions.get(name)}`)),
  );
  return file.name;
}

function read(folder: string, name: string): RequirementsFile {
  const path = join(folder, name);
  return new RequirementsFile(name, existsSync(path) ? readFileSync(path, 'utf8') : '');
}
