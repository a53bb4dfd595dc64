import { Project } from 'projen';
import { Installer } from './installer';
import { PackageManager } from './package-manager';
import { PythonPackages } from './python-packages';
import { RcFile } from '../files/rc-file';

/** What installs what synthesises, in the language of the rc file; none where no file says by which releases. */
export function installerOf(root: Project): Installer | undefined {
  return RcFile.isOfPython(root) ? PythonPackages.of(root) : PackageManager.of(root);
}
