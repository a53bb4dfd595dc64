import { RcProgram } from './rc-program';
import { UserError } from '../messages/user-error';

/** What `pip` installs anyway; `projen new --from` names the last one as if npm did. */
const BY_PIP = ['projen', 'constructs', 'projen-muslrust-chef'];

/** Refuses npm packages for an rc file whose packages come by pip. One without a name is what `projen new --from` was given. */
export function assertByNpm({ file, install }: RcProgram, packages: (string | undefined)[]): void {
  const lost = packages.filter((name) => name !== undefined && !BY_PIP.includes(name));
  if (install !== undefined && lost.length > 0) {
    throw new UserError(
      `devDeps: ${lost.join(', ')} would not be installed, since ${file} has its packages by pip. ` +
        'Install what it needs by pip, and leave the option out.',
    );
  }
}
