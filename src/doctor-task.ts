import { Component, Project } from 'projen';
import { GENERATOR } from './generator';
import { TASK_ARGUMENTS } from './tasks/task-arguments';
import { isOfPython } from './workflow/installer-of';
import { PackageManager } from './workflow/package-manager';

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
    this.project.tasks.tryFind(TASK)?.exec(`${this.program} doctor ${TASK_ARGUMENTS}`, { receiveArgs: true });
  }

  private get program(): string {
    const { project } = this;
    // that of the package in Python is where its environment has others
    if (isOfPython(project)) return GENERATOR.name;
    return `${PackageManager.for(project).traits.run} ${GENERATOR.name}`;
  }
}
