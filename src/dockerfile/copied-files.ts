import { existsSync, lstatSync, readdirSync, statSync } from 'node:fs';
import { join, posix } from 'node:path';
import { Component, Project } from 'projen';
import { Dockerignore } from './dockerignore';
import { ignoredFiles } from '../git/ignored-files';
import { Image } from '../image/image';
import { ImageFile } from '../image/image-file';
import { outOfGitignore } from '../messages/out-of-gitignore';
import { UserError } from '../messages/user-error';
import { Warnings } from '../messages/warnings';
import { outside } from '../paths/outside';

/** Something that is copied, seen from what `files` names; nothing stands for that itself. */
interface Entry {
  readonly path: string;
  readonly isFolder: boolean;
}

const ITSELF: Entry = { path: '', isFolder: false };

/**
 * Sees to it that what images are to hold is there for a build, before anything is written. The files may be generated, and
 * lines of `.dockerignore` may be added, after the component is constructed.
 */
export class CopiedFiles extends Component {
  constructor(
    project: Project,
    private readonly images: Image[],
    private readonly dockerignore: Dockerignore,
  ) {
    super(project);
  }

  public preSynthesize(): void {
    const copied = this.images.flatMap((image) => this.filesOf(image));
    const unique = [...new Set(copied)];
    const rules = this.dockerignore._rules;
    const hidden = unique.filter((path) => rules.hiding(path) !== undefined);
    const warnings = Warnings.of(this.project);
    if (hidden.length > 0) {
      warnings.warn({
        id: 'files-hidden',
        text:
          `files: ${listed(hidden)} will not be in the image: ${rules.hiding(hidden[0])} of .dockerignore hides it from builds. ` +
          `If it is to be there, add ${JSON.stringify(`!${hidden[0]}`)} by MuslRustChef.of(project).dockerignore.addPatterns`,
      });
    }
    const ignored = unique.length > 0 ? ignoredFiles(this.project.outdir, unique) : [];
    if (ignored.length > 0) {
      warnings.warn({
        id: 'sources-ignored',
        text:
          `files: ${listed(ignored)} ${ignored.length === 1 ? 'is' : 'are'} ignored by git, and no clone would have it for its image: ` +
          outOfGitignore('it'),
      });
    }
  }

  /** The files of the project that an image gets, seen from its folder. */
  private filesOf(image: Image): string[] {
    const { places } = image;
    return image.files.flatMap((file) =>
      this.entriesOf(image, file).flatMap(({ path, isFolder }) => {
        const source = posix.join(file.source, path);
        const isNamed = path === '';
        const name = isNamed ? `${file}` : `${path} of ${file}`;
        places.copy(file.placeOf(isNamed && !isFolder ? undefined : path), name, { source, isFolder, isNamed });
        if (isFolder) return [];
        const special = specialFile(join(this.project.outdir, source));
        if (special === undefined) return [source];
        if (this.dockerignore._rules.hiding(source) !== undefined) return [];
        throw new UserError(
          `${image.where}: files has ${name}, which is a ${special}: there is nothing in it that an image could hold. ` +
            `Take it out, or hide it by MuslRustChef.of(project).dockerignore.addPatterns(${JSON.stringify(source)}).`,
        );
      }),
    );
  }

  /** What there is of it: itself, and what is in it where it is a folder. */
  private entriesOf(image: Image, file: ImageFile): Entry[] {
    const name = `${image.where}: files has ${file}`;
    const hiding = this.dockerignore._rules.hiding(file.source);
    if (hiding !== undefined) {
      throw new UserError(
        `${name}, which ${JSON.stringify(hiding)} of .dockerignore hides from builds. ` +
          `Let it in by MuslRustChef.of(project).dockerignore.addPatterns(${JSON.stringify(`!${file.source}`)}), or move it.`,
      );
    }
    const path = join(this.project.outdir, file.source);
    if (!lstatSync(path, { throwIfNoEntry: false })) {
      // it will be there when the image is built
      if (this.project.tryFindFile(file.source)) return [ITSELF];
      throw new UserError(
        `${name}, which is not there. Correct the name${/[*?[]/.test(file.source) ? ', which is no pattern: name the folder' : ''}; ` +
          'what a build makes is for a stage of your own (dockerfile.addStage).',
      );
    }
    assertInside(this.project.outdir, path, name, 'a build has the files of the project only');
    const isFolder = statSync(path).isDirectory();
    if (file.isFolder && !isFolder) {
      throw new UserError(`${name}, which is a file. Leave the slash at its end out.`);
    }
    return isFolder ? [{ path: '', isFolder }, ...entriesIn(path, name)] : [ITSELF];
  }
}

function assertInside(folder: string, path: string, name: string, reason: string): void {
  const place = existsSync(path) ? outside(folder, path) : '';
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory();
  if (place !== undefined) {
    throw new UserError(
      `${name}, a link that leads ${place ? `to ${place}` : 'nowhere'}: ${reason}. Put ${isFolder ? 'the folder' : 'the file'} itself there.`,
    );
  }
}

/**
 * What a path is that is neither a file nor a folder. Of a named pipe a build would make another one, and of a socket an empty
 * file. (github.com/tonistiigi/fsutil, stat.go and copy/copy.go)
 */
function specialFile(path: string): string | undefined {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found || found.isFile() || found.isDirectory()) return undefined;
  return found.isFIFO() ? 'named pipe' : found.isSocket() ? 'socket' : 'device';
}

/** What is in a folder; links stay links. */
function entriesIn(folder: string, name: string, below: string = ''): Entry[] {
  return readdirSync(join(folder, below)).flatMap((entry) => {
    const path = posix.join(below, entry);
    const found = lstatSync(join(folder, path));
    if (found.isDirectory()) return [{ path, isFolder: true }, ...entriesIn(folder, name, path)];
    if (found.isSymbolicLink()) {
      assertInside(folder, join(folder, path), `${name}, and in it ${path}`, 'in the image it would lead elsewhere');
    }
    return [{ path, isFolder: false }];
  });
}

function listed(paths: string[]): string {
  const [first, ...others] = paths;
  return others.length > 0 ? `${first} and ${others.length} more` : first;
}
