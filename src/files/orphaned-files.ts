import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Component, Project } from 'projen';
import { HandWrittenFiles } from './hand-written-files';
import { projectsOf } from './projects-of';
import { nothingChanged } from '../messages/nothing-changed';
import { thenAgain } from '../messages/then-again';
import { UserError } from '../messages/user-error';

const ID = 'muslrust-chef-orphaned-files';

/** What a `RustProject` writes, whatever else there is. */
const OF_RUST = /^(\.github\/workflows\/(rust|generated-files)(-.*)?\.yml|rust-toolchain\.toml)$/;

/** What is written with the scripts. */
const WITH_SCRIPTS =
  /^(\.github\/workflows\/((image|muslrust-chef)(-.*)?|upgrade)\.yml|(.+\/)?(Dockerfile|\.dockerignore|docker-bake\.json|compose\.yaml|(deployment|service|volume-\d+|kustomization)\.yaml|\.projen\/muslrust-chef\.json|memory-functions\.c|bench-allocators\.rs|.+\.sh)|.+\/README\.md)$/;

/** A script that is there wherever one of this package's Dockerfiles is. */
const SCRIPT = /(^|\/)restore-mtimes\.sh$/;

/**
 * Stops the synth where projen's cleanup would delete a file that somebody wrote by hand in the place of one of ours, which is
 * not generated any more.
 *
 * Cleanup goes by the list of the last synth alone, and looks into no file (projen, cleanup.ts, findOrphanedFiles). What others
 * have projen write may never have had a marker, so theirs are not looked at.
 */
export class OrphanedFiles extends Component {
  /** Looks at the lists of a project's whole tree. */
  public static watch(project: Project): void {
    if (!project.root.node.tryFindChild(ID)) {
      new OrphanedFiles(project.root);
    }
  }

  /** Those of some paths of a list of projen's that are this package's. */
  public static oursAmong(listed: string[]): string[] {
    const hadScripts = listed.some((path) => SCRIPT.test(path));
    return listed.filter((path) => OF_RUST.test(path) || (hadScripts && WITH_SCRIPTS.test(path)));
  }

  private constructor(private readonly root: Project) {
    super(root, ID);
  }

  /** Before projen's cleanup. */
  public preSynthesize(): void {
    for (const project of projectsOf(this.root)) {
      const written = new Set(project.files.map(({ path }) => path));
      const orphans = OrphanedFiles.oursAmong(HandWrittenFiles.listed(project)).filter(
        (path) =>
          !written.has(path) && existsSync(join(project.outdir, path)) && !HandWrittenFiles.isFree(project, path),
      );
      if (orphans.length > 0) {
        throw new UserError(
          `${orphans.join(', ')}: projen wrote this once, and would delete it now, but its marker is gone, so it may be yours by now. ` +
            `${nothingChanged()} Where nothing in it is yours, remove it; else take its line out of .projen/files.json, ` +
            `and it stays. ${thenAgain()}`,
        );
      }
    }
  }
}
