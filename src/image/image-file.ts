import { posix } from 'node:path';
import { assertImagePath } from './image-path';
import { UserError } from '../messages/user-error';
import { leavesRoot } from '../paths/leaves-root';
import { copy } from '../syntax/dockerfile-syntax';

/** Who may do what: root's, for all to read; `X` is for folders, and for what is executable. */
const MODE = '--chmod=u=rwX,go=rX';

/**
 * A file or a folder of the project that is copied into an image.
 */
export class ImageFile {
  /** Relative to the project, without a slash at its end. */
  public readonly source: string;
  /** Whether it is said to be a folder. */
  public readonly isFolder: boolean;

  /**
   * @param where what messages call the image
   * @param said what the option calls the file
   * @param target where it is in the image
   */
  constructor(
    where: string,
    private readonly said: string,
    private readonly target: string,
  ) {
    this.source = posix.normalize(said).replace(/(?<=.)\/$/, '');
    this.isFolder = said.endsWith('/');
    const name = `${where}: files has ${JSON.stringify(said)}`;
    if (said === '' || this.source === '.' || leavesRoot(this.source) || /[\0-\x1f\x7f]/.test(said)) {
      throw new UserError(
        `${name}, which is no file or folder in the project. Name it as seen from the project's folder, e.g. "templates/".`,
      );
    }
    assertImagePath(`${name} at ${JSON.stringify(target)}`, target);
  }

  /**
   * Where something of it is in the image.
   *
   * @param path in the folder that it is, empty for itself; nothing for a file
   */
  public placeOf(path?: string): string {
    if (path !== undefined) return posix.join(this.target, path).replace(/(?<=.)\/$/, '');
    return this.target.endsWith('/') ? posix.join(this.target, posix.basename(this.source)) : this.target;
  }

  /** The line of the Dockerfile. */
  public get instruction(): string {
    return copy(this.source + (this.isFolder ? '/' : ''), this.target, MODE);
  }

  public toString(): string {
    return JSON.stringify(this.said);
  }
}
