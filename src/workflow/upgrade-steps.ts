import { Project } from 'projen';
import { UpgradeSteps } from './installer';
import { PackageManager } from './package-manager';
import { PythonPackages } from './python-packages';
import { runsByNpx } from './runs-by-npx';
import { upgradeCommand } from './upgrade-command';
import { RcFile } from '../files/rc-file';

/** How a repository takes newer releases of what synthesises, by what it installs with. */
export function upgradeSteps(root: Project): UpgradeSteps {
  if (RcFile.isOfPython(root)) {
    const packages = PythonPackages.of(root);
    return packages?.upgrade ?? { steps: [], projen: packages?.projen(root) ?? ownProjen(root) };
  }
  const command = upgradeCommand(root);
  return {
    steps: command === undefined ? [] : [{ exec: command }],
    projen: PackageManager.for(root).projen(root),
  };
}

/** The program of the environment: `npx` would fetch the one of npm, in whatever release. */
function ownProjen(root: Project): string {
  return runsByNpx(root) ? 'projen' : root.projenCommand;
}
