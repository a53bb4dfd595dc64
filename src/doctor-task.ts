import { Component, Project } from 'projen';
import { RcFile } from './files/rc-file';
import { GENERATOR } from './generator';
import { TASK_ARGUMENTS } from './tasks/task-arguments';
import { PackageManager } from './workflow/package-manager';
import { RequirementsFile } from './workflow/requirements-file';

const ID = 'muslrust-chef-doctor';
const TASK = 'chef:doctor';

/** `chef:doctor`, once for all projects of an rc file: says what of the machine and of the repository fails. */
export class DoctorTask extends Component {
  /** Sees to it that the root of a project has the task, unless there is one of that name, or no package to run any more. */
  public static ensure({ root }: Project): void {
    if (root.ejected || root.node.tryFindChild(ID) || root.tasks.tryFind(TASK)) return;
    new DoctorTask(root);
  }

  private constructor(root: Project) {
    super(root, ID);
    root.addTask(TASK, {
      description: 'Say what of this machine, the repository and its pins fails, or may (--json: for programs)',
    });
  }

  /** When it is known what installs the package. */
  public preSynthesize(): void {
    const { project } = this;
    const task = project.tasks.tryFind(TASK);
    const isOfPython = RcFile.isOfPython(project);
    if (isOfPython) {
      // the shell would say no more than that there is no such command
      task?.say(
        `${GENERATOR.name} is in the environment of Python that ${RequirementsFile.NAME} or the lock file is installed into. ` +
          'Activate that one, as by `. .venv/bin/activate`, or run this by `uv run` or `poetry run`.',
        { condition: `! which ${GENERATOR.name}` },
      );
    }
    const run = isOfPython ? '' : `${PackageManager.for(project).traits.run} `;
    task?.exec(`${run}${GENERATOR.name} doctor ${TASK_ARGUMENTS}`, { receiveArgs: true });
  }
}
