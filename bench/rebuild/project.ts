import { appendFileSync, cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Proof } from './proof';
import { workspaceFiles } from './workspace/files';
import { run, writeTree } from '../lib/lab';

export type Edit = 'leaf' | 'library' | 'manifest' | 'lock' | 'changelog';

/** A project that is built again and again. */
export interface Project {
  readonly name: string;
  readonly binary: string;
  /** What its image is called beside the project, where that is not the project's own. */
  readonly image?: string;
  /** Writes it into an empty folder. */
  readonly write: (folder: string) => void;
  /** What can be edited; each call edits anew, by a number that has not been used before. */
  readonly edits: Partial<Record<Edit, (folder: string, unique: number) => Proof>>;
}

/** Releases of anyhow, of which each edit of the lock file takes the next. */
const RELEASES = [
  '1.0.93',
  '1.0.94',
  '1.0.95',
  '1.0.96',
  '1.0.97',
  '1.0.98',
  '1.0.99',
  '1.0.100',
  '1.0.101',
  '1.0.102',
];

/** An HTTP service of one crate and some 200 packages, written for this bench. */
const SERVICE: Project = {
  name: 'service',
  binary: 'beacon',
  write: (folder) => cpSync(join(__dirname, 'service'), folder, { recursive: true }),
  edits: {
    leaf: replaceText('src/main.rs', /const BANNER: &str = "[^"]*"/, (text) => `const BANNER: &str = "${text}"`),
    manifest: bumpVersion('Cargo.toml', 'beacon'),
    lock: changeRelease,
    changelog: writeNotes('.'),
  },
};

/** A workspace of 25 crates, generated. */
const WORKSPACE: Project = {
  name: 'workspace',
  binary: 'storefront',
  image: 'storefront',
  write: (folder) => {
    writeTree(folder, workspaceFiles());
    cpSync(join(__dirname, 'workspace/Cargo.lock'), join(folder, 'Cargo.lock'));
  },
  edits: {
    leaf: replaceText(
      'crates/storefront/src/main.rs',
      /const NOTE: &str = "[^"]*"/,
      (text) => `const NOTE: &str = "${text}"`,
    ),
    // six crates depend on it, directly or not
    library: replaceText(
      'crates/accounts/src/lib.rs',
      /const NOTE: &str = "[^"]*"/,
      (text) => `const NOTE: &str = "${text}"`,
    ),
    manifest: bumpVersion('crates/storefront/Cargo.toml', 'storefront'),
    lock: changeRelease,
    changelog: writeNotes('crates/storefront'),
  },
};

export const PROJECTS = [SERVICE, WORKSPACE];

function edit(path: string, from: RegExp, to: string): void {
  const text = readFileSync(path, 'utf8');
  const edited = text.replace(from, to);
  if (edited === text) throw new Error(`${path} has no ${from}`);
  writeFileSync(path, edited);
}

function replaceText(path: string, from: RegExp, to: (text: string) => string) {
  return (folder: string, unique: number): Proof => {
    const text = `edited ${unique}`;
    edit(join(folder, path), from, to(text));
    return { inExecutable: text };
  };
}

function bumpVersion(path: string, name: string) {
  return (folder: string, unique: number): Proof => {
    edit(join(folder, path), /^version = "[^"]*"/m, `version = "0.1.${unique}"`);
    run(['cargo', 'update', '--workspace', '--quiet'], { cwd: folder });
    return { inExecutable: `${name}/0.1.${unique}` };
  };
}

/** Two files that no crate reads: `.dockerignore` hides the one, and the other is in each build. */
function writeNotes(folder: string) {
  return (root: string, unique: number): Proof => {
    for (const file of ['CHANGELOG.md', 'NOTES.txt']) appendFileSync(join(root, folder, file), `edited ${unique}\n`);
    return { inOutput: 'Finished `release` profile' };
  };
}

function changeRelease(folder: string): Proof {
  const lockFile = readFileSync(join(folder, 'Cargo.lock'), 'utf8');
  const [, locked] = /name = "anyhow"\nversion = "(.*)"/.exec(lockFile)!;
  const next = RELEASES[RELEASES.indexOf(locked) + 1];
  if (!next) throw new Error(`what comes after anyhow ${locked}? add it to the releases`);
  run(['cargo', 'update', '--package', 'anyhow', '--precise', next, '--quiet'], { cwd: folder });
  return { inOutput: `Compiling anyhow v${next}` };
}
