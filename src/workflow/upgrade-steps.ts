import { Project } from 'projen';
import { UpgradeSteps } from './installer';
import { isOfPython } from './installer-of';
import { PackageManager } from './package-manager';
import { PythonPackages } from './python-packages';
import { upgradeCommand } from './upgrade-command';

/** How a repository takes newer releases of what synthesises, by what it installs with. */
export function upgradeSteps(root: Project): UpgradeSteps {
  if (isOfPython(root)) {
    const packages = PythonPackages.of(root);
    return packages?.upgrade ?? { steps: [], projen: packages?.projen(root) ?? root.projenCommand };
  }
  const command = upgradeCommand(root);
  return {
    steps: command === undefined ? [] : [{ exec: command }],
    projen: PackageManager.for(root).projen(root),
  };
}
