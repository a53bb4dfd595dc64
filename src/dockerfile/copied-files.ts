import { existsSync, lstatSync, readdirSync, statSync } from 'node:fs';
import { join, posix } from 'node:path';
import { Component, Project } from 'projen';
import { Dockerignore } from './dockerignore';
import { ignoredFiles } from '../git/ignored-files';
import { Image } from '../image/image';
import { ImageFile } from '../image/image-file';
import { UserError } from '../messages/user-error';
import { Warnings } from '../messages/warnings';
import { isWithin } from '../paths/is-within';
import { outside } from '../paths/outside';

/** What is in an image, by its place in it. */
type Contents = Map<string, string>;

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
          'take it out of .gitignore and commit it. Of each file, `git check-ignore -v <file>` names the line',
      });
    }
  }

  /** The files of the project that an image gets, seen from its folder. */
  private filesOf(image: Image): string[] {
    const contents: Contents = new Map([[image.executable, 'the executable']]);
    const copied = image.files.flatMap((file) => {
      const paths = this.pathsOf(image, file);
      paths.forEach((path) => contents.set(...claim(image, contents, file, path)));
      return paths.map((path) => posix.join(file.source, path ?? ''));
    });
    assertNoneIsAFolder(image, contents);
    return copied;
  }

  /** What there is of it: files of a folder, seen from there; nothing stands for a file itself. */
  private pathsOf(image: Image, file: ImageFile): (string | undefined)[] {
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
      if (this.project.tryFindFile(file.source)) return [undefined];
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
    return isFolder ? filesIn(path, name) : [undefined];
  }
}

function assertInside(folder: string, path: string, name: string, reason: string): void {
  const place = existsSync(path) ? outside(folder, path) : '';
  if (place !== undefined) {
    throw new UserError(
      `${name}, a link that leads ${place ? `to ${place}` : 'nowhere'}: ${reason}. Put the file itself there.`,
    );
  }
}

/** The files in a folder, and the links, which stay links. */
function filesIn(folder: string, name: string, below: string = ''): string[] {
  return readdirSync(join(folder, below)).flatMap((entry) => {
    const path = posix.join(below, entry);
    const found = lstatSync(join(folder, path));
    if (found.isDirectory()) return filesIn(folder, name, path);
    if (found.isSymbolicLink()) {
      assertInside(folder, join(folder, path), `${name}, and in it ${path}`, 'in the image it would lead elsewhere');
    }
    return [path];
  });
}

function claim(image: Image, contents: Contents, file: ImageFile, path?: string): [string, string] {
  const place = file.placeOf(path);
  const owner = path === undefined ? `${file}` : `${path} of ${file}`;
  const volume = image.volumes.find((folder) => isWithin(place, folder));
  if (volume !== undefined) {
    throw new UserError(
      `${image.where}: files has ${owner} at ${place}, in the volume ${volume}, and what is mounted there would hide it. ` +
        'Give it another place, or leave the volume out.',
    );
  }
  const other = contents.get(place);
  if (other !== undefined) {
    throw new UserError(
      `${image.where}: files has ${owner} at ${place}, where ${other} is. Give one of them another place.`,
    );
  }
  return [place, owner];
}

function assertNoneIsAFolder(image: Image, contents: Contents): void {
  for (const [place, owner] of contents) {
    for (let above = posix.dirname(place); above !== '/'; above = posix.dirname(above)) {
      const other = contents.get(above);
      if (other !== undefined) {
        throw new UserError(
          `${image.where}: files has ${other} at ${above}, which is a folder for ${owner}. Give one of them another place.`,
        );
      }
    }
  }
}

function listed(paths: string[]): string {
  const [first, ...others] = paths;
  return others.length > 0 ? `${first} and ${others.length} more` : first;
}
