import { lookAtLockFile } from './cargo-lock';
import { lookAtCrates } from './crates';
import { DoctorProject } from './doctor-project';
import { lookAtFindings } from './findings';
import { lookAtGeneratedFiles } from './generated-files';
import { Line } from './line';
import { Machine } from './machine';
import { ofProject } from './of-project';
import { lookAtPins } from './pins';
import { lookAtPorts } from './ports';
import { lookAtRelease } from './release';
import { lookAtToolchain, MachineToolchain } from './toolchain';
import { CargoWorkspace } from '../cargo/workspace';
import { UserError } from '../messages/user-error';
import { SaidPins } from '../pin-file/read-pins';
import { oneLine } from '../report/details';

/** What is said of a project. */
export function projectLines(
  machine: Machine,
  project: DoctorProject,
  toolchain: MachineToolchain,
  said: SaidPins | undefined,
): Line[] {
  return [
    ...manifestLines(machine, project, toolchain),
    lookAtRelease(project),
    lookAtGeneratedFiles(project),
    ...lookAtPins(project, said),
    ...lookAtPorts(project),
    ...lookAtFindings(project),
  ].map((line) => ofProject(project, line));
}

/** What is said by the manifests; where a synth would stop at them, what it says. */
function manifestLines(machine: Machine, project: DoctorProject, toolchain: MachineToolchain): Line[] {
  try {
    const workspace = CargoWorkspace.discover(project.folder);
    return [
      ...(toolchain.cargo === undefined ? [] : [lookAtToolchain(toolchain, workspace.toolchainFile)]),
      lookAtLockFile(machine, project, workspace),
      ...lookAtCrates(project, workspace),
    ];
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return [
      {
        about: 'manifests',
        level: 'fails',
        text: `A synth would stop: ${oneLine(error.message)}`,
        remedy: 'npx projen',
      },
    ];
  }
}
