import { existsSync } from 'fs';
import { join } from 'path';
import { github, javascript, Project } from 'projen';
import { CommentedWorkflow } from './commented-workflow';
import { filterPattern } from './filter-pattern';
import { installerOf } from './installer-of';
import { PackageManager } from './package-manager';
import { PythonPackages } from './python-packages';
import { syncJob } from './sync-job';
import { HandWrittenFiles } from '../files/hand-written-files';
import { PackageJsonGuard } from '../files/package-json';
import { projectsOf } from '../files/projects-of';
import { RcFile } from '../files/rc-file';
import { ignoredFiles } from '../git/ignored-files';
import { outOfGitignore } from '../messages/out-of-gitignore';
import { Warnings } from '../messages/warnings';

const NAME = 'generated-files';

/**
 * `.github/workflows/generated-files.yml`: fails where a generated file is not what the rc file makes. One for the repository,
 * without a filter of paths: a file that is generated may be anywhere, and a check that a branch requires has to run.
 */
export class SyncWorkflow extends CommentedWorkflow {
  /**
   * Sees to it that the repository of a project has one, for the branch too. There is none where no file says by which
   * releases it is synthesised, or where the project has been ejected from it.
   *
   * @returns whether there is one
   */
  public static ensure(gitHub: github.GitHub, project: Project, branch: string, runsOn: string[]): boolean {
    const { root } = project;
    const existing = root.components.find((component): component is SyncWorkflow => component instanceof SyncWorkflow);
    const job = root.ejected || existing ? undefined : syncJob(root, runsOn);
    const workflow = existing ?? (job && new SyncWorkflow(gitHub, job));
    const warnings = Warnings.of(root);
    if (
      job &&
      !RcFile.isOfPython(root) &&
      !javascript.NodePackage.of(root) &&
      !warnings.haveTold('package-json') &&
      !installsProjen(root)
    ) {
      warnings.note({
        id: 'package-json',
        text: `package.json is yours, and stays as it is: add projen, constructs and what the rc file imports to its devDependencies, or ${NAME}.yml will fail`,
      });
    }
    if (!workflow && !root.ejected) noteWhyNone(project);
    workflow?.branches.add(branch);
    return workflow !== undefined;
  }

  private readonly branches = new Set<string>();

  private constructor(gitHub: github.GitHub, job: github.workflows.Job) {
    super(gitHub, NAME);
    this.header = 'Checks that the generated files are what the rc file makes.';
    this.addCommentedJob('sync', job, { comment: 'Synthesises, and fails on any difference.' });
    this.on({ push: {}, pullRequest: {}, mergeGroup: {} });
    new HandWrittenFiles(gitHub.project, NAME, [this.file!], 'give that one another name');
  }

  /** When all branches are known. */
  public preSynthesize(): void {
    super.preSynthesize();
    this.on({ push: { branches: [...this.branches].map(filterPattern) } });
  }

  /** Once git knows what is left out: a clone has nothing else. */
  public postSynthesize(): void {
    super.postSynthesize();
    const { outdir } = this.project;
    const needed = [
      ...(installerOf(this.project)?.files ?? []),
      RcFile.nameOf(this.project),
      '.projen/tasks.json',
    ].filter((path) => path !== undefined && existsSync(join(outdir, path))) as string[];
    const ignored = ignoredFiles(outdir, needed);
    if (ignored.length === 0) return;
    const [it, is] = ignored.length === 1 ? (['it', 'is'] as const) : (['them', 'are'] as const);
    Warnings.of(this.project).warn({
      id: 'sync-ignored',
      text:
        `${ignored.join(', ')} ${is} ignored by git, and ${NAME}.yml installs and synthesises by ${it}: ` +
        outOfGitignore(it),
    });
  }
}

/** Says once in a repository that there is none, where it could be had. */
function noteWhyNone(project: Project): void {
  const { root } = project;
  const isTold = projectsOf(root).some((each) => Warnings.of(each).haveTold('generated-files'));
  if (isTold) return;
  const none = `${NAME}.yml, which would check that generated files are in sync, is not written: `;
  if (RcFile.isOfPython(root)) {
    Warnings.of(project).note({ id: 'generated-files', text: none + PythonPackages.whyNone(root) });
    return;
  }
  // an rc file in another language has its packages from elsewhere
  const rcFile = RcFile.nameOf(root);
  const isOfNode = rcFile === undefined || /\.([mc]?[jt]s|json)$/.test(rcFile);
  if (!isOfNode || !existsSync(join(root.outdir, 'package.json'))) return;
  const { program, lockFile } = (PackageManager.in(root.outdir) ?? PackageManager.NPM).traits;
  Warnings.of(project).note({
    id: 'generated-files',
    text:
      `${none}beside package.json no lock file says how ` +
      `CI installs projen. Run \`${program} install\`, commit ${lockFile}, and synth again`,
  });
}

function installsProjen(root: Project): boolean {
  return existsSync(join(root.outdir, 'package.json')) && PackageJsonGuard.lacks(root, ['projen']).length === 0;
}
