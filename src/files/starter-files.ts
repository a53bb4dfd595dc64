import { existsSync } from 'fs';
import { join } from 'path';
import { Component, Project, SampleFile } from 'projen';
import { assertReadable } from './obstacle';

/**
 * The files that a new project starts with: written where they are missing, the user's from then on.
 *
 * A project's images are known before its files are: what will be written must be told to whom reads the workspace.
 */
export class StarterFiles extends Component {
  /** The starter files of a project, by their path; none for a project that has no starters. */
  public static contentsOf(project: Project): Record<string, string> {
    const starters = project.components.filter((component) => component instanceof StarterFiles);
    return Object.assign({}, ...starters.map(({ contents }) => contents));
  }

  /** The files that are missing, by their path. */
  public readonly contents: Record<string, string>;

  constructor(project: Project, files: Record<string, string>) {
    super(project, `muslrust-chef-starter-files-${Object.keys(files)[0]}`);
    Object.keys(files).forEach((path) => assertReadable(join(project.outdir, path), path));
    this.contents = Object.fromEntries(
      Object.entries(files).filter(([path]) => !existsSync(join(project.outdir, path))),
    );
    for (const [path, contents] of Object.entries(this.contents)) {
      new SampleFile(project, path, { contents });
    }
  }
}
