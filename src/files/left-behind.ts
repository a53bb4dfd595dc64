import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix, resolve } from 'node:path';
import { Component, Project } from 'projen';
import { HandWrittenFiles } from './hand-written-files';
import { OrphanedFiles } from './orphaned-files';
import { projectsOf } from './projects-of';
import { RcFile } from './rc-file';
import { GitRepository } from '../git/git-repository';
import { Warnings } from '../messages/warnings';
import { leavesRoot } from '../paths/leaves-root';
import { relativePath } from '../paths/relative-path';
import { shellQuote } from '../syntax/shell-quote';

const ID = 'muslrust-chef-left-behind';

/**
 * Says where the generated files of a project are left that is not in the tree any more: projen cleans up in the folders of
 * the projects that there are, and nowhere else (projen, project.ts, synth).
 */
export class LeftBehind extends Component {
  /** Looks for what is left of a project's whole tree. */
  public static watch(project: Project): void {
    if (!project.root.node.tryFindChild(ID)) {
      new LeftBehind(project.root, project);
    }
  }

  private constructor(
    private readonly root: Project,
    private readonly watching: Project,
  ) {
    super(root, ID);
  }

  /** When all projects are known. */
  public preSynthesize(): void {
    const repository = GitRepository.of(this.root);
    const folders = projectsOf(this.root).map(({ outdir }) => outdir);
    for (const list of repository.projenLists) {
      const outdir = join(repository.root, posix.dirname(posix.dirname(list)));
      if (folders.includes(outdir) || !this.wasOfTree(outdir)) continue;
      const files = generatedIn(outdir);
      if (files.length > 0) this.say(relativePath(this.root.outdir, outdir), files);
    }
  }

  /** The task by which projen is run leads a project to the root of its tree; a folder with an rc file has one of its own. */
  private wasOfTree(outdir: string): boolean {
    try {
      const { tasks } = JSON.parse(readFileSync(join(outdir, '.projen/tasks.json'), 'utf8'));
      return (
        resolve(outdir, tasks.default.steps[0].cwd) === resolve(this.root.outdir) &&
        !readdirSync(outdir).some((name) => name.startsWith('.projenrc.'))
      );
    } catch {
      // none, or none that leads anywhere
      return false;
    }
  }

  private say(folder: string, files: string[]): void {
    const rcFile = RcFile.of(this.root);
    const isNamed = ['.gitignore', '.gitattributes'].some((name) => rcFile?.leavesAlone(`${folder}/${name}`));
    Warnings.of(this.watching).warn({
      id: 'left-behind',
      text:
        `${folder}: the rc file has no project there any more, and projen leaves there what it generated for one. ` +
        `\`cd ${shellQuote(folder)} && rm -f ${files.map(shellQuote).join(' ')}\` removes it.` +
        (isNamed ? ` ${rcFile!.name} need not say any more that files of ${folder} are yours.` : ''),
    });
  }
}

/** The files of ours that are left, and those that projen wrote with them; none where none of them is ours. */
function generatedIn(outdir: string): string[] {
  try {
    const listed = HandWrittenFiles.listed({ outdir });
    const left = listed.filter(
      (path) =>
        !leavesRoot(posix.normalize(path)) &&
        existsSync(join(outdir, path)) &&
        HandWrittenFiles.isFree({ outdir }, path),
    );
    return OrphanedFiles.oursAmong(listed).some((path) => left.includes(path)) ? left : [];
  } catch {
    // a list or a file that can't be read is not one to give advice by
    return [];
  }
}
