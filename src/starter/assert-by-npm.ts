import { RcProgram } from './rc-program';
import { PACKAGES } from '../generator';
import { UserError } from '../messages/user-error';

/**
 * Refuses npm packages for an rc file whose packages come by pip. What synthesises pip installs anyway: `projen new --from` names
 * this package as if npm did, or something without a name.
 */
export function assertByNpm({ file, install }: RcProgram, packages: (string | undefined)[]): void {
  const lost = packages.filter((name) => name !== undefined && !PACKAGES.includes(name));
  if (install !== undefined && lost.length > 0) {
    throw new UserError(
      `devDeps: ${lost.join(', ')} would not be installed, since ${file} has its packages by pip. ` +
        'Install what it needs by pip, and leave the option out.',
    );
  }
}
