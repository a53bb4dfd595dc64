import { posix } from 'node:path';
import { TomlTable } from './toml-table';
import { isWithin } from '../paths/is-within';

/** `exclude` of a workspace. */
export class WorkspaceExclusion {
  private readonly members: string[];
  private readonly excluded: string[];

  constructor(workspace: TomlTable) {
    const normalise = (paths: string[] = []) => paths.map((path) => posix.join(path, '.'));
    this.members = normalise(workspace.strings('members'));
    this.excluded = normalise(workspace.strings('exclude'));
  }

  /** A member that is listed by its path wins over `exclude`, one that a pattern matches does not. */
  public excludes(folder: string): boolean {
    const isBelow = (parent: string) => isWithin(folder, parent);
    return folder !== '.' && this.excluded.some(isBelow) && !this.members.some(isBelow);
  }
}
