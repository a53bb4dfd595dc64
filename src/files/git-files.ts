import { Component, FileBase, InitProject, javascript, Project } from 'projen';
import { GitAttributes } from './git-attributes';
import { GitIgnore } from './git-ignore';
import { HandWrittenFiles } from './hand-written-files';
import { KeptFile } from './kept-file';
import { projectsOf } from './projects-of';
import { RcFile } from './rc-file';
import { StarterFiles } from './starter-files';
import { isProjenNew } from '../messages/projen-new';
import { Warnings } from '../messages/warnings';
import { relativePath } from '../paths/relative-path';

const ID = 'muslrust-chef-git-files';

/**
 * Keeps git's own files in the user's hands, in all projects of the tree: projen would replace them.
 *
 * A `.gitignore` or `.gitattributes` that the user has stays as it is. projen's lines stand in a marked block before the
 * user's, so that the user's decide: in both files the last match wins. What concerns generated files alone stands in
 * another block behind them. And since projen would replace the file as soon as this component is gone, the rc file is
 * told to leave it alone.
 */
export class GitFiles extends Component {
  /** Keeps the files of a project's whole tree, and lets these generated ones be committed. */
  public static guard(project: Project, generated: FileBase[]): void {
    const root = project.root;
    const present = root.node.tryFindChild(ID) as GitFiles | undefined;
    (present ?? new GitFiles(root, project)).generated.push(...generated);
  }

  private readonly generated: FileBase[] = [];
  private kept: KeptFile[] = [];
  private isTaken = false;

  private constructor(
    private readonly root: Project,
    private readonly guarded: Project,
  ) {
    super(root, ID);
    // of what runs the rc file, which would be committed, and CI would find new files after its synth
    if (RcFile.isOfPython(root)) root.gitignore.exclude('/.venv/', '__pycache__/');
  }

  /** Before projen's cleanup, and before anything is written. */
  public preSynthesize(): void {
    const projects = projectsOf(this.root);
    const isNew = projects.some((project) => 'Cargo.toml' in StarterFiles.contentsOf(project));
    const files = projects.flatMap((project) => {
      const generated = this.generated
        .filter((file) => file.project === project && file.committed)
        .map((file) => file.path);
      // projen would say something of every file, so that what is not there is the user's decision too
      const { gitignore, gitattributes } = project;
      const listed = HandWrittenFiles.listed(project);
      const isUsers = (file: FileBase) => !isNew && !listed.includes(file.path);
      return [
        new GitIgnore(project, [...generated, ...lockFile(project)], isUsers(gitignore)),
        new GitAttributes(project, generated, isUsers(gitattributes), lockFile(project)),
      ];
    });
    this.kept = files.filter((file) => file.isUsers);
    // a project may be synthesised twice
    if (!this.isTaken) files.forEach((file) => file.take());
    this.isTaken = true;
  }

  public synthesize(): void {
    this.kept.forEach((file) => file.write());
    if (!isProjenNew()) this.tellRcFile();
  }

  /** `projen new` writes the rc file last, and commits it at once: what a clone makes again must be in it by then. */
  public projectCreation(_: InitProject): void {
    this.tellRcFile();
  }

  private tellRcFile(): void {
    const taken = this.kept
      .filter(({ file }) => this.root.tryFindFile(file.absolutePath))
      .map(({ file }) => relativePath(this.root.outdir, file.absolutePath));
    const rcFile = RcFile.of(this.root);
    if (taken.length === 0 || !rcFile) {
      return;
    }
    const warnings = Warnings.of(this.guarded);
    const names = new Intl.ListFormat('en-GB').format(taken);
    const isOne = taken.length === 1;
    if (rcFile.addLeaveAlone(taken, `yours, not projen's, whatever components there are`)) {
      warnings.note({
        id: 'rc-file',
        text: `added ${taken.length + 1} lines to ${rcFile.name}, before synth(): by them ${names} ${isOne ? 'stays' : 'stay'} yours`,
      });
    } else {
      const statements = rcFile.leaveAlone(taken).join(' ');
      const remedy = rcFile.isProgram
        ? `Put this before the call of synth(), with the name of your root project: ${statements}`
        : `JSON can't keep it from that. Before you do so, write a .projenrc.js in its place, with this before the call of synth(): ${statements}`;
      warnings.warn({
        id: 'rc-file',
        text: `${names}: projen would replace ${isOne ? 'this' : 'these'} as soon as projen-muslrust-chef is taken out of ${rcFile.name}. ${remedy}`,
      });
    }
  }
}

/** What `npm ci` wants, in the workflow and in a clone. */
function lockFile(project: Project): string[] {
  const nodePackage = javascript.NodePackage.of(project);
  return nodePackage?.packageManager === javascript.NodePackageManager.NPM ? [nodePackage.lockFile] : [];
}
