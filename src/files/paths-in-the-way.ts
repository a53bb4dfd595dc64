import { Component, Project } from 'projen';
import { linkOutOf } from './link-out-of';
import { obstacleToWriting } from './obstacle';
import { projectsOf } from './projects-of';
import { StarterFiles } from './starter-files';
import { isAdopting } from '../messages/adopting';
import { nothingChanged } from '../messages/nothing-changed';
import { thenAgain } from '../messages/then-again';
import { UserError } from '../messages/user-error';
import { relativePath } from '../paths/relative-path';

const ID = 'muslrust-chef-paths-in-the-way';

/**
 * Stops the synth where something is in the place of a file that it writes, or of a folder above one: a link out of the
 * project too.
 */
export class PathsInTheWay extends Component {
  /** Looks at the files of a project's whole tree, projen's own too. */
  public static watch(project: Project): void {
    if (!project.root.node.tryFindChild(ID)) {
      new PathsInTheWay(project.root);
    }
  }

  private constructor(private readonly root: Project) {
    super(root, ID);
  }

  /** Before projen's cleanup, and before anything is written. */
  public preSynthesize(): void {
    const projects = projectsOf(this.root);
    const obstacles = projects.flatMap((project) =>
      [...project.files.map(({ path }) => path), ...Object.keys(StarterFiles.contentsOf(project))].flatMap((path) => {
        const fromRoot = relativePath(this.root.outdir, `${project.outdir}/${path}`);
        return obstacleToWriting(this.root.outdir, fromRoot) ?? [];
      }),
    );
    // a file that is in the place of a folder is in the way of each file there
    const distinct = [...new Map(obstacles.map((text) => [text.replace(/ (is|can't) .*/, ''), text])).values()];
    if (distinct.length > 0) {
      throw new UserError(`${nothingChanged()} ${distinct.join('. ')}.${isAdopting() ? ` ${thenAgain()}` : ''}`);
    }
    for (const { outdir, files } of projects) {
      const [link] = files.flatMap(({ path }) => linkOutOf(outdir, path) ?? []);
      if (link !== undefined) throw new UserError(link);
    }
  }
}
