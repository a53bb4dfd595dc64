import { isAbsolute } from 'node:path';
import { SourceTree } from './source-tree';
import { TomlTable } from './toml-table';
import { Warning } from '../messages/warnings';
import { leavesRoot } from '../paths/leaves-root';

/** What a path has for a hash of the workspace's own path, which is another one on each machine. */
export const PATH_HASH = '{workspace-path-hash}';

/** A folder that cargo compiles to. */
export interface OutputFolder {
  /** Relative to the root; a hash is still `PATH_HASH`. */
  readonly path: string;
  /** The key that says so, and its file. */
  readonly where: string;
}

/**
 * Where cargo puts what it compiles on a developer's machine, if it is in the project and not in `target`.
 *
 * By `build.target-dir` and `build.build-dir`, of which the latter may have variables (cargo's `custom_build_dir` in
 * src/context/mod.rs). Every machine must come to the same, since it is written into a generated file.
 */
export class OutputFolders {
  public readonly folders: OutputFolder[] = [];
  public readonly warnings: Warning[] = [];

  /** @param base what paths are relative to */
  constructor(
    private readonly tree: SourceTree,
    private readonly build: TomlTable | undefined,
    private readonly base: string,
  ) {
    this.add('target-dir', (path) => path);
    this.add('build-dir', (path) => path.replaceAll('{workspace-root}', tree.root));
  }

  private add(key: string, expand: (path: string) => string): void {
    const said = this.build?.string(key);
    if (!said) return;
    const folder = this.tree.resolve(this.base, expand(said));
    const isVariable = /[{}]/.test(folder.replaceAll(PATH_HASH, ''));
    if (leavesRoot(folder) || isVariable || /^target(\/|$)/.test(folder)) return;
    if (isAbsolute(said) && folder !== '.') {
      this.warnings.push({
        id: 'config-build-dir',
        text:
          `${this.build!.at(key)} is ${JSON.stringify(said)}, in the project: what cargo compiles there is sent to each build of the image, ` +
          `since .dockerignore can only hide what is there on every machine. Write ${JSON.stringify(folder)}, which is the same folder`,
      });
    } else {
      this.folders.push({ path: folder, where: this.build!.at(key) });
    }
  }
}
