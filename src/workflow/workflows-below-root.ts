import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Component, Project } from 'projen';
import { PackageManager } from './package-manager';
import { PythonPackages } from './python-packages';
import { rcFileInJavaScript, rcFileInPython, RootProjects } from './rc-file-at-root';
import { RequirementsFile } from './requirements-file';
import { RcFile } from '../files/rc-file';
import { GitRepository } from '../git/git-repository';
import { Warnings } from '../messages/warnings';

/**
 * Says that workflows are not written, where the rc file is further down than the root of the git repository, and shows
 * the rc file that does it right.
 */
export class WorkflowsBelowRoot extends Component {
  /** The one of a tree of projects. */
  public static of(root: Project, repository: GitRepository): WorkflowsBelowRoot {
    return (
      root.components.find((component): component is WorkflowsBelowRoot => component instanceof WorkflowsBelowRoot) ??
      new WorkflowsBelowRoot(root, repository)
    );
  }

  /** The classes that would have written a workflow, by project. */
  private readonly classes = new Map<Project, Set<string>>();

  private constructor(
    root: Project,
    private readonly repository: GitRepository,
  ) {
    super(root);
  }

  /**
   * @param project that would have a workflow
   * @param className what of this package would write it
   */
  public add(project: Project, className: string): void {
    this.classes.set(project, (this.classes.get(project) ?? new Set()).add(className));
  }

  /** When all of them are known. */
  public preSynthesize(): void {
    const { root } = this.repository;
    const here = this.repository.pathOf(this.project.outdir);
    const { advice, lines } = RcFile.isOfPython(this.project) ? this.inPython(here) : this.inJavaScript(here);
    const [first] = this.classes.keys();
    Warnings.of(first).warn({
      id: 'workflow-below-root',
      text: [
        `no workflow is written: GitHub reads workflows at the root of a repository, which is ${root}, ` +
          `and none in ${here}. ${advice}`,
        '',
        ...lines.map((line) => (line === '' ? '' : `    ${line}`)),
        '',
      ].join('\n'),
    });
  }

  private inJavaScript(here: string): { advice: string; lines: string[] } {
    const rcFile = RcFile.of(this.project)?.name ?? '.projenrc.js';
    const { lockFile } = (PackageManager.of(this.project) ?? PackageManager.NPM).traits;
    const packages = 'projen constructs projen-muslrust-chef';
    const { node, option } = this.packageManager.traits;
    const packageManager = this.hasPackageJson ? undefined : option;
    const start = packageManager === 'YARN_BERRY' ? `echo '{}' > package.json && touch yarn.lock && ` : '';
    return {
      advice:
        `Take ${rcFile}, package.json, ${lockFile} and node_modules out of ${here}, write ` +
        'this .projenrc.js at the root (with the options that are here now), and run ' +
        `\`${start}${this.packageManager.addTo(this.repository.root)} ${packages} && ${node} .projenrc.js\` there. Without workflows ` +
        '(`workflow: false`) all is right as it is.',
      lines: rcFileInJavaScript({ ...this.projects, packageManager }),
    };
  }

  private inPython(here: string): { advice: string; lines: string[] } {
    const pins = PythonPackages.of(this.project)?.files.join(' and ');
    return {
      advice:
        `Take .projenrc.py out of ${here}, write this one at the root (with the options that are here now), ` +
        `${pins === undefined ? `with a ${RequirementsFile.NAME} beside it that pins projen and projen-muslrust-chef` : `with ${pins} of ${here} beside it`}, ` +
        'and run `python .projenrc.py` there. Without workflows (`workflow=False`) all is right as it is.',
      lines: rcFileInPython(this.projects),
    };
  }

  private get projects(): RootProjects {
    return {
      name: basename(this.repository.root),
      projects: [...this.classes].map(([project, classes]) => ({
        name: project.name,
        folder: this.repository.pathOf(project.outdir),
        classes: [...classes],
      })),
    };
  }

  /** What the repository installs packages by; else what is used here. */
  private get packageManager(): PackageManager {
    return (
      PackageManager.in(this.repository.root) ??
      PackageManager.of(this.project) ??
      PackageManager.in(this.project.outdir) ??
      PackageManager.NPM
    );
  }

  /** Whether the repository has one, which stays its own. */
  private get hasPackageJson(): boolean {
    return existsSync(join(this.repository.root, 'package.json'));
  }
}
