import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { AdoptedRepository } from './adopted-repository';
import { applyChanges, undoing } from './apply-changes';
import { adoptedProject } from './carried-over/adopted-options';
import { otherWorkflows } from './carried-over/awaited-workflows';
import { replacedBy, replacedWorkflows } from './carried-over/replaced-workflows';
import { sharedGroups } from './carried-over/shared-groups';
import { Changes, changesIn, diffOf } from './changes';
import { findingsIn } from './findings';
import { foldersToAdopt } from './project-folders';
import { OwnFile } from './rc-file/own-file';
import { isOfModules, withDevDependencies } from './rc-file/own-package-json';
import { addRequirements } from './rc-file/own-requirements';
import { RcLanguage, RcModel } from './rc-file/rc-model';
import { nodeProgram, pythonProgram } from './rc-file/rc-writer';
import { leftDockerfiles } from './readers/dockerfile-readers';
import { textFiles } from './readers/text-files';
import { unreadBuilds } from './readers/unread-builds';
import { workflowReaders } from './readers/workflow-readers';
import { Remark } from './remark';
import { RunningPackage, runningPackages, specOf } from './running-package';
import { synthIn } from './trial';
import { WorkingCopy } from './working-copy';
import { PackageManager } from '../workflow/package-manager';

export interface AdoptOptions {
  /** The folders of the projects; as seen from the current one. */
  readonly folders: readonly string[];
  readonly rc: RcLanguage;
  readonly isColoured?: boolean;
  /** Whether it will not be applied, so that changes that are not committed are no matter. */
  readonly isDry?: boolean;
  /** What it is synthesised with; the packages that run, where none are named. */
  readonly packages?: readonly RunningPackage[];
}

/** What adopting a repository would do, tried in a copy of it. */
export class Adoption {
  /** The repository, as it was read. */
  public readonly repository: AdoptedRepository;
  public readonly rcFile: string;
  /** git's diff of all that would change. */
  public readonly diff: string;
  public readonly changes: Changes;
  /** What could not be carried over, or is otherwise from now on. */
  public readonly remarks: readonly Remark[];
  /** What the synth said. */
  public readonly said: string;
  /** The requirements file by which pip installs the packages, of an rc file in Python. */
  private readonly requirements?: string;
  /** Where this package is, unless a registry has it. */
  private readonly own?: OwnFile;
  private readonly copy: WorkingCopy;

  constructor(options: AdoptOptions) {
    const start = resolve(options.folders[0] ?? '.');
    this.repository = new AdoptedRepository(start);
    const { root, gitHubName } = this.repository;
    const folders = foldersToAdopt(this.repository, options.folders);
    if (!options.isDry) this.repository.assertClean();
    this.rcFile = `.projenrc.${options.rc}`;

    const all = folders.map((folder) => findingsIn(this.repository, folder));
    const isGitLab =
      gitHubName === undefined && existsSync(join(root, '.gitlab-ci.yml')) && !existsSync(join(root, '.github'));
    const { branches } = this.repository;
    const workflows = replacedWorkflows(all);
    const texts = textFiles(this.repository).filter(({ path }) => !workflows.files.includes(path));
    const surroundings = { root, gitHubName, isGitLab, ...branches, all: otherWorkflows(this.repository), texts };
    const adopted = all.map((findings) => adoptedProject(findings, surroundings));
    const readFiles = all.flatMap((findings) => findings.workflows.map(({ file }) => file));
    const remarks = [
      ...[...all, workflows, ...adopted].flatMap((each) => each.remarks),
      ...all.flatMap((findings) => leftDockerfiles(findings, texts)),
      ...sharedGroups(surroundings.all, workflows.files),
      // where the new workflow is left out nothing is published twice
      ...(isGitLab ? [] : unreadBuilds(texts, readFiles)),
      ...workflowReaders(
        workflows.files.map((file) => replacedBy(file, all)),
        texts,
      ),
    ];
    const projects = adopted.map(({ project }) => project);

    const manifest = existsSync(join(root, 'package.json'))
      ? readFileSync(join(root, 'package.json'), 'utf8')
      : undefined;
    const packages = options.packages ?? runningPackages();
    const specs = Object.fromEntries(packages.map((each) => [each.name, specOf(each, root)]));
    const needed = { ...specs, ...(options.rc === 'ts' ? { tsx: '^4.20.0' } : {}) };
    const isOfNode = options.rc !== 'py';
    this.own = OwnFile.of(packages, root);
    const model: RcModel = {
      name:
        projects.length === 1 && projects[0].folder === ''
          ? projects[0].name
          : (gitHubName?.split('/')[1] ?? root.split(/[\\/]/).at(-1)!),
      projects,
      language: options.rc,
      devDeps:
        isOfNode && manifest === undefined
          ? Object.entries(needed).map(([name, spec]) => `${name}@${spec}`)
          : undefined,
    };

    this.copy = new WorkingCopy(this.repository, packages);
    try {
      [...all.flatMap(({ replaced }) => replaced), ...workflows.files].forEach((path) =>
        rmSync(join(this.copy.root, path), { force: true }),
      );
      if (isOfNode && manifest !== undefined) {
        writeFileSync(join(this.copy.root, 'package.json'), withDevDependencies('package.json', manifest, needed));
      }
      if (!isOfNode) this.requirements = addRequirements(this.copy.root, packages, this.own);
      const imports =
        options.rc === 'ts' || (manifest !== undefined && isOfModules('package.json', manifest)) ? 'import' : 'require';
      const program = options.rc === 'py' ? pythonProgram(model) : nodeProgram(model, imports);
      writeFileSync(join(this.copy.root, this.rcFile), program);
      const naming = this.requirements ?? (manifest === undefined ? this.rcFile : 'package.json');
      remarks.push(...(this.own?.remarks(naming, this.copy.root, isOfNode) ?? []));
      // what two projects have in common is said once
      this.remarks = [...new Map(remarks.map((remark) => [JSON.stringify(remark), remark])).values()];
      this.said = synthIn(this.copy, model);
      this.changes = changesIn(root, this.copy.root, this.repository.files);
      this.diff = diffOf(root, this.copy.root, this.changes, this.copy.place, options.isColoured ?? false);
    } catch (error) {
      this.copy.remove();
      throw error;
    }
  }

  /** Refuses what could not be undone. */
  public assertCanBeApplied(): void {
    this.repository.assertClean();
    this.repository.assertCommitted([...this.changes.added, ...this.changes.changed, ...this.changes.removed]);
  }

  public apply(): void {
    this.assertCanBeApplied();
    applyChanges(this.repository.root, this.copy.root, this.changes);
  }

  /** The commands that undo it, at the root of the repository. */
  public get undo(): string[] {
    return undoing(this.changes);
  }

  /** The commands that come next, at the root of the repository. */
  public get next(): string[] {
    const { program, run } = (PackageManager.in(this.repository.root) ?? PackageManager.NPM).traits;
    return this.requirements === undefined
      ? [`${program} install`, `${run} projen`]
      : [...(this.own?.making ?? []), `pip install -r ${this.requirements}`, 'projen'];
  }

  /** Removes the copy. */
  public end(): void {
    this.copy.remove();
  }
}
