import { posix } from 'node:path';
import { faultOfMount } from './engine-mounts';
import { UserError } from '../messages/user-error';
import { isWithin } from '../paths/is-within';
import { copy } from '../syntax/dockerfile-syntax';

/** What a runtime base has that programs rely on: by its path, what it is. */
export interface BaseContents {
  readonly files: Record<string, string>;
  readonly folders: Record<string, string>;
}

/** What is known of an image before its files are looked at. */
export interface PlacedImage {
  /** What messages call it. */
  readonly where: string;
  readonly executable: string;
  readonly workdir?: string;
  readonly volumes: string[];
}

/** Something that is copied into an image. */
interface Copied {
  /** In the project. */
  readonly source: string;
  readonly isFolder: boolean;
  /** Whether its place is said, rather than that of a folder that it is in. */
  readonly isNamed: boolean;
}

/** Folders of Linux: where a base has one, a file that is copied to it is put into it. (FHS 3.0) */
const FOLDERS = [
  ...['bin', 'boot', 'etc', 'home', 'lib', 'lib64', 'media', 'mnt', 'opt', 'root', 'run', 'sbin', 'srv', 'tmp'],
  ...['usr', 'usr/bin', 'usr/lib', 'usr/libexec', 'usr/sbin', 'usr/share', 'usr/local/lib', 'usr/local/share'],
  ...['etc/ssl', 'etc/ssl/certs', 'home/nonroot', 'usr/share/zoneinfo'],
  ...['var', 'var/cache', 'var/lib', 'var/log', 'var/opt', 'var/run', 'var/spool', 'var/tmp'],
].map((path) => `/${path}`);

const BOTH = 'Give one of them another place.';

/**
 * What is where in an image, and who put it there: the base, the program, the options `volumes`, `workdir` and `files`.
 *
 * Refuses what can't be as it is said. Without that a build would fail at a folder in the place of a file, or, worse, not: a
 * file is put *into* a folder that is in its place, the program too, and replaces another file. (moby/buildkit,
 * solver/llbsolver/file/backend.go; tonistiigi/fsutil, copy/copy.go: `prepareTargetDir`.) What is in a volume is there
 * as long as nothing is mounted.
 */
export class ImagePlaces {
  private readonly files = new Map<string, string>();
  private readonly folders = new Map<string, string>();

  constructor(
    private readonly image: PlacedImage,
    private readonly base: BaseContents,
  ) {
    const { executable, workdir, volumes } = image;
    FOLDERS.forEach((path) => this.folders.set(path, 'the system'));
    Object.entries(base.folders).forEach(([path, what]) => this.folders.set(path, what));
    const known: [string, string][] = [...Object.entries(base.files), [executable, 'the program']];
    for (const [path, what] of known) {
      this.files.set(path, what);
      this.claimFoldersOf(path, what);
    }
    for (const [i, volume] of volumes.entries()) {
      const said = `volumes has ${JSON.stringify(volume)}`;
      if (volumes.indexOf(volume) < i) throw this.fault(`${said} twice. List each once.`);
      const hidden = [...known, ...Object.entries(base.folders)].find(([path]) => isWithin(path, volume));
      if (hidden) {
        throw this.fault(
          `${said}, and what is mounted there would hide ${hidden[1]}, ${hidden[0]}. Choose another place.`,
        );
      }
      this.addFolder(volume, said, `the volume ${volume}`);
    }
    if (workdir !== undefined) this.addFolder(workdir, `workdir is ${JSON.stringify(workdir)}`, 'the `workdir`');
  }

  /**
   * Something that is copied.
   *
   * @param name what messages call it, e.g. `a of "b/"`
   */
  public copy(path: string, name: string, copied: Copied): void {
    const said = `files has ${name} at ${path}`;
    const volume = this.image.volumes.find((folder) => isWithin(path, folder));
    if (volume !== undefined) {
      throw this.fault(
        `${said}, in the volume ${volume}, and what is mounted there would hide it. ` +
          'Give it another place, or leave the volume out.',
      );
    }
    const mounted = faultOfMount(path);
    if (mounted) throw this.fault(`${said}, ${mounted}`);
    if (copied.isFolder) this.addFolder(path, said, name);
    else this.addFile(path, said, name, copied);
  }

  private addFile(path: string, said: string, name: string, { source, isNamed }: Copied): void {
    const file = this.files.get(path);
    // a project may be synthesised twice
    if (file === name) return;
    if (file !== undefined) {
      const remedy = Object.hasOwn(this.base.files, path)
        ? `Give it another place; to replace that, copy it by MuslRustChef.of(project).dockerfile.runtime(${JSON.stringify([copy(source, path)])}).`
        : BOTH;
      throw this.fault(`${said}, where ${file} is. ${remedy}`);
    }
    const folder = this.folders.get(path);
    if (folder !== undefined) {
      const remedy = isNamed ? `To put it into that folder write ${JSON.stringify(`${path}/`)}.` : BOTH;
      throw this.fault(`${said}, which is a folder for ${folder}. ${remedy}`);
    }
    this.assertNotBelowFile(posix.dirname(path), said);
    this.files.set(path, name);
    this.claimFoldersOf(path, name);
  }

  private addFolder(path: string, said: string, name: string): void {
    this.assertNotBelowFile(path, said);
    if (!this.folders.has(path)) this.folders.set(path, name);
    this.claimFoldersOf(path, name);
  }

  private assertNotBelowFile(path: string, said: string): void {
    for (let above = path; above !== '/'; above = posix.dirname(above)) {
      const file = this.files.get(above);
      if (file !== undefined) throw this.fault(`${said}, and ${above} is ${file}, which is no folder. ${BOTH}`);
    }
  }

  /** The folders that something is in are for it, as long as they are for nothing else. */
  private claimFoldersOf(path: string, name: string): void {
    for (let above = posix.dirname(path); above !== '/'; above = posix.dirname(above)) {
      if (!this.folders.has(above)) this.folders.set(above, name);
    }
  }

  private fault(text: string): UserError {
    return new UserError(`${this.image.where}: ${text}`);
  }
}
