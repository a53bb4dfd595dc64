import { basename } from 'path';
import { Component, Project } from 'projen';
import { RunningRcFile } from './running-rc-file';
import { inPython } from '../messages/in-python';
import { runsInPython } from '../messages/runs-in-python';
import { UserError } from '../messages/user-error';

/** What the rc file that runs has made, and not synthesised yet. */
const awaited = new Set<AwaitedSynth>();

/**
 * Says it where an rc file ends without a synth, or adds something after it: nothing would be written, and nothing said. Says
 * it, too, where two root projects have one folder, of which each synth would remove what is the other's.
 */
export class AwaitedSynth extends Component {
  /** Looks at something that was added to a project, where the program that runs is an rc file. */
  public static watch(project: Project): void {
    const { root } = project;
    // what a test in Python makes is in a folder of its own
    if (RunningRcFile.path === undefined || (runsInPython() && RunningRcFile.nameIn(root.outdir) === undefined)) return;
    const roots = [...awaited].map((each) => each.project.root);
    const other = roots.find((each) => each !== root && each.outdir === root.outdir);
    if (other) {
      throw new UserError(
        `${root.outdir}: two root projects have this folder, "${other.name}" and "${root.name}", and each synth would remove what the other wrote. ` +
          'List all images in one MuslRustChef, or put the second project into a folder of its own: ' +
          `new Project({ parent: project, name: '${root.name}', outdir: '…' }).`,
      );
    }
    if (awaited.size === 0) {
      process.off('exit', tell);
      process.once('exit', tell);
    }
    new AwaitedSynth(project);
  }

  private constructor(project: Project) {
    super(project, `muslrust-chef-awaited-synth-${project.components.length}`);
    awaited.add(this);
  }

  public preSynthesize(): void {
    awaited.delete(this);
  }
}

function tell(status: number): void {
  // what stopped it has been said
  const { path } = RunningRcFile;
  if (status !== 0 || awaited.size === 0 || path === undefined) return;
  const text =
    `${basename(path)} ended without a synth of what projen-muslrust-chef was to make, so that was not written. ` +
    'Let its last line be `project.synth();`, below all that is added to the project.';
  if (!runsInPython()) {
    process.stderr.write(`${text}\n`);
  } else if (!UserError.wasMade) {
    // what else Python stopped at is not known here, and is said above
    process.stderr.write(`${inPython(text)} Where it stopped at an error, mend that.\n`);
  }
  process.exitCode = 1;
}
