import { existsSync, readFileSync, rmSync } from 'fs';
import { join } from 'path';
import { Component, InitProject, Project } from 'projen';
import { PackageSpec } from './package-spec';

/**
 * The `package.json` that npm writes when `projen new --from` has it install a project type. Where the rc file needs nothing
 * of npm's it goes again: without a lock file nothing is installed by it.
 */
export class LeftoverPackageJson extends Component {
  /**
   * @param devDeps the project type, as it was asked for
   */
  constructor(
    project: Project,
    private readonly devDeps: string[],
  ) {
    super(project, 'muslrust-chef-leftover-package-json');
  }

  /** Once in the life of a project. */
  public postProjectCreation(_: InitProject): void {
    const { outdir } = this.project;
    const path = join(outdir, 'package.json');
    if (!existsSync(path)) return;
    const { devDependencies = {}, ...others } = JSON.parse(readFileSync(path, 'utf8'));
    const installed = new Set(['projen', ...this.devDeps.map((spec) => new PackageSpec(outdir, spec).name)]);
    if (Object.keys(others).length === 0 && Object.keys(devDependencies).every((name) => installed.has(name))) {
      rmSync(path);
    }
  }
}
