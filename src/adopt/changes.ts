import { spawnSync } from 'node:child_process';
import { lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync, rmSync, cpSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What is different in a copy, by paths from its root. */
export interface Changes {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
}

/**
 * @param files of the original, as git has them
 */
export function changesIn(original: string, copy: string, files: readonly string[]): Changes {
  const known = new Set(files.filter((path) => isFile(join(original, path))));
  // what the synth wrote, and what was there: no file of a submodule, which is a folder to git
  const submodules = files.filter((path) => !known.has(path)).map((path) => `${path}/`);
  const there = filesBelow(copy).filter((path) => !submodules.some((folder) => path.startsWith(folder)));
  const thereNow = new Set(there);
  return {
    added: there.filter((path) => !known.has(path)).sort(),
    changed: there.filter((path) => known.has(path) && isOther(join(original, path), join(copy, path))).sort(),
    removed: [...known].filter((path) => !thereNow.has(path)).sort(),
  };
}

/** git's own diff of them. */
export function diffOf(original: string, copy: string, changes: Changes, place: string, isColoured: boolean): string {
  // two folders that are called as git calls the two sides
  for (const [side, root, paths] of [
    ['a', original, [...changes.changed, ...changes.removed]],
    ['b', copy, [...changes.changed, ...changes.added]],
  ] as const) {
    mkdirSync(join(place, side), { recursive: true });
    for (const path of paths) {
      mkdirSync(dirname(join(place, side, path)), { recursive: true });
      cpSync(join(root, path), join(place, side, path), { verbatimSymlinks: true });
    }
  }
  const args = ['diff', '--no-index', '--no-prefix', `--color=${isColoured ? 'always' : 'never'}`, 'a', 'b'];
  const { stdout } = spawnSync('git', ['-c', 'core.quotePath=false', ...args], {
    cwd: place,
    encoding: 'utf8',
    maxBuffer: Infinity,
    // no repository of a folder above has a say
    env: { ...process.env, GIT_CEILING_DIRECTORIES: dirname(place) },
  });
  ['a', 'b'].forEach((side) => rmSync(join(place, side), { recursive: true, force: true }));
  // one that is only on one side has that side's name twice
  return stdout.replace(/^((?:\x1b\[\d*m)*diff --git )([ab])\/(.*) \2\/\3((?:\x1b\[\d*m)*)$/gm, '$1a/$3 b/$3$4');
}

function filesBelow(root: string, folder = ''): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder + entry.name;
    if (entry.isDirectory()) return filesBelow(root, `${path}/`);
    return path === '.git' ? [] : [path];
  });
}

function isFile(path: string): boolean {
  const entry = lstatSync(path, { throwIfNoEntry: false });
  return entry !== undefined && !entry.isDirectory();
}

function isOther(a: string, b: string): boolean {
  const [of, other] = [lstatSync(a), lstatSync(b)];
  if (of.isSymbolicLink() || other.isSymbolicLink()) {
    return !(of.isSymbolicLink() && other.isSymbolicLink() && readlinkSync(a) === readlinkSync(b));
  }
  const isExecutable = (mode: number) => mode % 0o200 >= 0o100;
  return isExecutable(of.mode) !== isExecutable(other.mode) || !readFileSync(a).equals(readFileSync(b));
}
