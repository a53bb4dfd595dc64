import { resolve } from 'node:path';
import { projectsIn } from './doctor-projects';
import { Line } from './line';
import { Machine } from './machine';
import { machineLines } from './machine-lines';
import { pinFileIn } from './pins';
import { projectLines } from './project-lines';
import { saidOnce } from './said-once';
import { machineToolchain } from './toolchain';
import { GENERATOR } from '../generator';
import { PinFile } from '../pin-file/pin-file';

/** What is said of a machine and of the projects of a repository. */
export interface Diagnosis {
  /** Who says it: pins are held against those of this release. */
  readonly generator: { readonly name: string; readonly version: string };
  readonly lines: readonly Line[];
}

/** Looks at a machine, and at the repository in a folder. Nothing is changed, and no network is asked. */
export function diagnose(root: string, machine = new Machine()): Diagnosis {
  const { projects, lines: unread } = projectsIn(root);
  const pinFile = pinFileIn(resolve(root));
  const toolchain = machineToolchain(machine);
  return {
    generator: { name: GENERATOR.name, version: GENERATOR.version },
    lines: saidOnce([
      ...machineLines(machine, projects, PinFile.pinsOf(pinFile.said ?? {}).buildkit),
      ...(toolchain.line ? [toolchain.line] : []),
      ...unread,
      ...(pinFile.line ? [pinFile.line] : []),
      ...projects.flatMap((project) => projectLines(machine, project, toolchain, pinFile.said)),
    ]),
  };
}
