import { Project } from 'projen';
import { installerOf } from './installer-of';
import { PythonPackages } from './python-packages';
import { upgradeSteps } from './upgrade-steps';
import { RcFile } from '../files/rc-file';

/** Why nothing brings a repository up to date by the clock, and what to do, if it is so. */
export function whyNoUpgrade(root: Project): string | undefined {
  if (RcFile.isOfPython(root)) {
    const packages = PythonPackages.of(root);
    if (!packages) return PythonPackages.whyNone(root);
    return packages.upgrade
      ? undefined
      : `${packages.files.join(', ')} has hashes, and nothing in it says what wrote it: write it by \`uv pip compile --generate-hashes\` or \`pip-compile --generate-hashes\`, and synth again`;
  }
  return installerOf(root)
    ? undefined
    : `beside the rc file no lock file of Node.js says how CI installs projen. \`${upgradeSteps(root).projen} upgrade\` does by hand what it would do`;
}
