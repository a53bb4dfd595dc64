import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { IgnoreFile, Project } from 'projen';
import { ContextRules } from './context-rules';
import { Dockerfile } from './dockerfile';
import { hiddenFiles } from './hidden-files';
import { housekeeping } from './housekeeping';
import { secretFiles } from './secret-files';
import { PATH_HASH } from '../cargo/output-folders';
import { CargoWorkspace } from '../cargo/workspace';
import { RcFile } from '../files/rc-file';
import { BINARIES } from '../image/binaries-folder';
import { UserError } from '../messages/user-error';
import { Warnings } from '../messages/warnings';

/** What docker and buildx read instead, where it is there. (buildx, build/dockerfile.go; moby/buildkit, dockerui/config.go) */
const PREFERRED = 'Dockerfile.dockerignore';

/**
 * What the build does not need to see: a list of what is left out, never of what is let in. Whatever a crate may want
 * to read at compile time (`Cargo.lock`, `.cargo/`, protos, migrations, assets, a README) stays in the context.
 */
export class Dockerignore extends IgnoreFile {
  constructor(
    project: Project,
    private readonly workspace: CargoWorkspace,
    private readonly dockerfile?: Dockerfile,
  ) {
    super(project, '.dockerignore', { filterCommentLines: false, filterEmptyLines: false });
    const { outputFolders, vendorDirectory } = workspace;
    const isOfPython = RcFile.isOfPython(project);
    this.addPatterns(
      '# compiled for another platform, and large; only at the root: `src/target/` may be a module',
      '/target',
      ...outputFolders.map(pattern),
      '',
      '# what the task `binaries` made; whatever else is in dist/ may be an asset',
      ...BINARIES.patterns,
      '',
      '# history and automation: they change without the program changing',
      '/.git',
      '/.github',
      '/.gitignore',
      '/.gitattributes',
      '/.dockerignore',
      '/Dockerfile',
      '/docker-bake.json',
      '',
      '# what is kept beside the program, unless a source names it',
      ...housekeeping(workspace, isOfPython),
      '',
      '# projen and its tools',
      '/.projen',
      '/.projenrc.*',
      '/node_modules',
      '/package-lock.json',
      ...(isOfPython ? ['/.venv', '**/__pycache__'] : []),
      '',
      '# secrets, but for examples of them; each of these by its whole path, since for a * in a line with ! BuildKit would look',
      '# into all that is hidden: a second for 50,000 files in target',
      ...secretFiles(workspace),
      ...(vendorDirectory === undefined
        ? []
        : // the folder's own name would bring back no file that is hidden by itself
          ['', '# vendored crates are whole: cargo has their checksums', `!${pattern(vendorDirectory)}/**`]),
    );
  }

  /** What it hides, lines that were added among it. */
  public get _rules(): ContextRules {
    return new ContextRules(this.synthesizeContent({ resolve: (value: unknown) => value }) ?? '');
  }

  /** Before anything is written. */
  public preSynthesize(): void {
    super.preSynthesize();
    const { project } = this;
    if (existsSync(join(project.outdir, PREFERRED)) && !project.tryFindFile(PREFERRED)) {
      throw new UserError(
        `${PREFERRED}: a build reads this in place of ${this.path}, which would count for nothing. ` +
          'Move its lines into the rc file, as in MuslRustChef.of(project).dockerignore.addPatterns("/docs"), and remove it.',
      );
    }
  }

  /** What is hidden is known at the end: the lines are open to the project. */
  public synthesize(): void {
    super.synthesize();
    const isGenerated = (path: string) => this.project.tryFindFile(path) !== undefined;
    hiddenFiles(this.workspace, this._rules, this.dockerfile?.stages, isGenerated).forEach((warning) =>
      Warnings.of(this.project).warn(warning),
    );
  }
}

/** A folder as a pattern (github.com/moby/patternmatcher). */
function pattern(folder: string): string {
  // projen makes a slash of a backslash, so nothing can be escaped: any character it is
  const literal = folder.replace(/[\\*?[\]]/g, '?');
  return `/${literal.replaceAll(PATH_HASH, '[0-9a-f][0-9a-f]/[0-9a-f]*')}`;
}
