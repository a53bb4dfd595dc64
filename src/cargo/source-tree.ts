import { readdirSync, readFileSync, realpathSync, Stats, statSync } from 'node:fs';
import { isAbsolute, join, posix } from 'node:path';
import { TomlTable } from './toml-table';
import { assertReadable } from '../files/obstacle';
import { UserFile } from '../files/user-file';
import { relativePath } from '../paths/relative-path';

/**
 * The files of a project as this synth will leave them: those on disk, the starters that are still to be written, and
 * those that it writes over what is there. Every path is relative to the root, with forward slashes; the root itself is `.`.
 */
export class SourceTree {
  private readonly starter: ReadonlyMap<string, string>;
  private readonly generated: ReadonlyMap<string, string>;
  private readonly starterFolders = new Map<string, Set<string>>();
  // a tree looks at each file once: it is of one moment, and a workspace has thousands of files
  private readonly stats = new Map<string, Stats | undefined>();
  private readonly realPaths = new Map<string, string>();
  private readonly documents = new Map<string, TomlTable | undefined>();

  constructor(
    public readonly root: string,
    starter: Readonly<Record<string, string>> = {},
    generated: Readonly<Record<string, string>> = {},
  ) {
    this.starter = new Map(Object.entries(starter));
    this.generated = new Map(Object.entries(generated));
    for (const file of Object.keys(starter)) {
      for (let path = posix.normalize(file); path !== '.'; path = posix.dirname(path)) {
        const folder = posix.dirname(path);
        this.starterFolders.set(folder, (this.starterFolders.get(folder) ?? new Set()).add(posix.basename(path)));
      }
    }
  }

  /** The path as the operating system wants it. */
  public absolute(path: string): string {
    return join(this.root, path);
  }

  /** A path as it is written in a file of `folder`, relative to the root; it begins with `..` when it leaves the root. */
  public resolve(folder: string, path: string): string {
    return isAbsolute(path) ? relativePath(this.root, path) || '.' : posix.join(folder, path).replace(/(?<=.)\/$/, '');
  }

  public isFile(path: string): boolean {
    return this.generated.has(path) || (this.stat(path)?.isFile() ?? this.starter.has(path));
  }

  public isFolder(path: string): boolean {
    return this.stat(path)?.isDirectory() ?? this.starterFolders.has(path);
  }

  /** The path of the file that a path leads to by links, relative to the root; the path itself where none is on the way. */
  public real(path: string): string {
    if (!this.stat(path)) return path;
    if (!this.realPaths.has(path)) {
      this.realPaths.set(path, relativePath(realpathSync(this.root), realpathSync(this.absolute(path))));
    }
    return this.realPaths.get(path)!;
  }

  /** Whether two paths that no link leads from are one file all the same. */
  public isHardLink(a: string, b: string): boolean {
    const [one, other] = [this.stat(a), this.stat(b)];
    return one !== undefined && one.ino === other?.ino && one.dev === other.dev && this.real(a) !== this.real(b);
  }

  /** The names in a folder, sorted; none where there is no such folder. */
  public list(folder: string): string[] {
    const onDisk = this.stat(folder)?.isDirectory() ? list(this.absolute(folder)) : [];
    return [...new Set([...onDisk, ...(this.starterFolders.get(folder) ?? [])])].sort();
  }

  /** The text of a file without its byte order mark, or `undefined` where there is none. */
  public text(path: string): string | undefined {
    if (!this.isFile(path)) {
      assertReadable(this.absolute(path), path);
      return undefined;
    }
    const generated = this.generated.get(path);
    if (generated !== undefined) return generated;
    return this.stat(path) ? UserFile.read(this.absolute(path), path).text : this.starter.get(path);
  }

  /**
   * The same of a file that is only searched: a test's data may end in `.rs` and be no UTF-8, and rustc compiles no such file.
   * What is no UTF-8 in it is U+FFFD.
   */
  public searchable(path: string): string | undefined {
    if (!this.isFile(path) || this.generated.has(path) || !this.stat(path)) return this.text(path);
    assertReadable(this.absolute(path), path);
    return new TextDecoder('utf-8').decode(readFileSync(this.absolute(path)));
  }

  /** Whether a file begins with a byte order mark, which its text does not have. */
  public hasMark(path: string): boolean {
    return (
      !this.generated.has(path) && this.stat(path) !== undefined && UserFile.read(this.absolute(path), path).bom !== ''
    );
  }

  /** A parsed TOML file: each is read once, however many packages look at it. */
  public toml(path: string): TomlTable | undefined {
    if (!this.documents.has(path)) {
      const text = this.text(path);
      this.documents.set(path, text === undefined ? undefined : TomlTable.parse(text, path));
    }
    return this.documents.get(path);
  }

  private stat(path: string): Stats | undefined {
    if (!this.stats.has(path)) this.stats.set(path, stat(this.absolute(path)));
    return this.stats.get(path);
  }
}

/** What can't be reached is not there: not only where there is no entry, but where a link leads in a circle, or a file is in the way. */
function stat(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

/** A database may keep its files in the project, where nobody else can look at them. */
function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
