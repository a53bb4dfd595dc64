import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, posix, resolve } from 'node:path';
import { GENERATOR } from '../../generator';
import { leavesRoot } from '../../paths/leaves-root';
import { relativePath } from '../../paths/relative-path';
import { shellQuote } from '../../syntax/shell-quote';
import { Remark } from '../remark';
import { RunningPackage, specOf } from '../running-package';

/** Where this package is, that was run from a file or a folder: no registry is asked for it, and no index of Python's. */
export class OwnFile {
  /** That of what runs; nothing where a registry has it, or a repository. */
  public static of(packages: readonly RunningPackage[], root: string): OwnFile | undefined {
    const own = packages.find(({ name }) => name === GENERATOR.name)!;
    const [, path] = /^file:(.*)$/.exec(specOf(own, root)) ?? [];
    return path === undefined ? undefined : new OwnFile(root, path, own.version);
  }

  private constructor(
    private readonly root: string,
    /** As a file at the root names it. */
    private readonly path: string,
    private readonly version: string,
  ) {}

  /** As pip takes it, which installs no package of npm's; from the root. */
  public get wheel(): string {
    const places = ['dist/python', '.'].map((place) => join(this.folder, place, this.wheelName));
    const there = places.find((place) => existsSync(place)) ?? places[this.isClone ? 0 : 1];
    const path = relativePath(this.root, there);
    return path.startsWith('.') ? path : `./${path}`;
  }

  /** The command that makes the wheel; none where it is there. */
  public get making(): string[] {
    if (existsSync(resolve(this.root, this.wheel))) return [];
    const make = 'npx projen package:python';
    return this.isClone
      ? [`(cd ${shellQuote(relativePath(this.root, this.folder))} && ${make})`]
      : [
          `# in a clone of ${GENERATOR.name}, after npx projen compile: ${make}`,
          `cp CLONE/dist/python/${this.wheelName} ${shellQuote(dirname(this.wheel))}  # CLONE: where that is`,
        ];
  }

  /**
   * What is said of it where a file names it that no clone has.
   *
   * @param file that names it
   * @param folder where the file is, with the repository's others
   */
  public remarks(file: string, folder: string, isOfNode: boolean): Remark[] {
    const named = isOfNode ? this.path : this.wheel;
    const line = readFileSync(join(folder, file), 'utf8')
      .split('\n')
      .findIndex((each) => each.includes(named));
    if (line < 0 || !leavesRoot(posix.normalize(named))) return [];
    const [index, what] = isOfNode ? ['npm', 'what `npm pack` makes'] : ['PyPI', 'that wheel'];
    return [
      {
        file,
        line: line + 1,
        text:
          `${named}: where this ran, outside of the repository, and neither CI nor another clone has that. ` +
          `By hand, until a release is on ${index}: commit ${what}, and name its path here`,
      },
    ];
  }

  private get wheelName(): string {
    return `${GENERATOR.name.replaceAll('-', '_')}-${this.version}-py3-none-any.whl`;
  }

  /** The folder that was run, or that with the package. */
  private get folder(): string {
    const path = resolve(this.root, this.path);
    return /\.(tgz|tar\.gz)$/.test(path) ? dirname(path) : path;
  }

  private get isClone(): boolean {
    return existsSync(join(this.folder, '.projenrc.ts'));
  }
}
