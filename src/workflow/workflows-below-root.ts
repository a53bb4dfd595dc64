import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Component, Project } from 'projen';
import { PackageManager } from './package-manager';
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
    const { outdir } = this.project;
    const { root } = this.repository;
    const here = this.repository.pathOf(outdir);
    const rcFile = RcFile.of(this.project)?.name ?? '.projenrc.js';
    const { lockFile } = (PackageManager.of(this.project) ?? PackageManager.NPM).traits;
    const packages = 'projen constructs projen-muslrust-chef';
    const { node, option } = this.packageManager.traits;
    const start =
      option === 'YARN_BERRY' && !this.hasPackageJson ? `echo '{}' > package.json && touch yarn.lock && ` : '';
    const [first] = this.classes.keys();
    Warnings.of(first).warn({
      id: 'workflow-below-root',
      text: [
        `no workflow is written: GitHub reads workflows at the root of a repository, which is ${root}, ` +
          `and none in ${here}. Take ${rcFile}, package.json, ${lockFile} and node_modules out of ${here}, write ` +
          'this .projenrc.js at the root (with the options that are here now), and run ' +
          `\`${start}${this.packageManager.addTo(root)} ${packages} && ${node} .projenrc.js\` there. Without workflows ` +
          '(`workflow: false`) all is right as it is.',
        '',
        ...this.rcFile().map((line) => (line === '' ? '' : `    ${line}`)),
        '',
      ].join('\n'),
    });
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

  /** The text of `.projenrc.js` at the root of the repository. */
  private rcFile(): string[] {
    const { option } = this.packageManager.traits;
    const nodePackage = [
      'new javascript.NodePackage(root, {',
      `  packageManager: javascript.NodePackageManager.${option},`,
      "  entrypoint: '',",
      // projen's default is Apache-2.0, and npm's is to publish: neither is for us to choose
      '  licensed: false,',
      "  devDeps: ['projen', 'constructs', 'projen-muslrust-chef'],",
      "}).addField('private', true);",
    ];
    const names = [...new Set([...this.classes.values()].flatMap((classes) => [...classes]))];
    return [
      "const { javascript, Project } = require('projen');",
      `const { ${names.join(', ')} } = require('projen-muslrust-chef');`,
      '',
      `const root = new Project({ name: ${JSON.stringify(basename(this.repository.root))} });`,
      'new javascript.Projenrc(root);',
      ...(this.hasPackageJson ? [] : nodePackage),
      '',
      ...[...this.classes].flatMap(([project, classes], i) => {
        const folder = JSON.stringify(this.repository.pathOf(project.outdir));
        const options = `{ parent: root, name: ${JSON.stringify(project.name)}, outdir: ${folder} }`;
        // it brings the others with it
        return classes.has('RustProject')
          ? [`new RustProject(${options});`]
          : [
              `const project${i + 1} = new Project(${options});`,
              ...[...classes].map((className) => `new ${className}(project${i + 1});`),
            ];
      }),
      '',
      'root.synth();',
    ];
  }
}
