import {
  appendFileSync,
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { Corpus, report } from './corpus';
import { gitState, RC, runRc, takeComponentOut } from '../files/rc';
import { git, gitAll } from '../git';
import { describeWithRust } from '../tools/rust';
import { tempDir, writeTree } from '../util';

/** What the generated files would take the place of; their owners would have to move them. */
const IN_THE_WAY = ['Dockerfile', '.dockerignore'];
/** What cargo itself puts into a crate that it unpacks. */
const OF_CARGO = ['.cargo-ok', '.cargo_vcs_info.json', 'Cargo.toml.orig'];
const FILES_OF_GIT = ['.gitignore', '.gitattributes'] as const;
/** Small trees are as good as large ones, and faster; those with attributes are few. */
const MOST_ENTRIES = { '.gitignore': 45, '.gitattributes': 600 };

/** A path that a line of `.gitignore` or `.gitattributes` is about, as far as it is easily told. */
function pathOf(line: string): string {
  const path = line
    .replace(/^!?\/?/, '')
    .replace(/\*\*/g, 'a')
    .replace(/\*/g, 'b')
    .replace(/\?/g, 'c')
    .replace(/\[([^\]!^])[^\]]*\]/g, '$1');
  return path.endsWith('/') ? `${path}d` : path;
}

/** What lies about in a working tree, by the patterns that its owner found worth writing. */
function litter(dir: string): Record<string, string> {
  const patterns = FILES_OF_GIT.filter((name) => existsSync(join(dir, name))).flatMap((name) =>
    readFileSync(join(dir, name), 'utf8')
      .split(/\r?\n/)
      .map((line) => (name === '.gitignore' ? line.trim() : line.trim().split(/\s/)[0]))
      .filter((line) => /^[^#[\\]/.test(line)),
  );
  const paths = patterns.flatMap((pattern) => [pathOf(pattern), `deep/er/${pathOf(pattern)}`]);
  const files: Record<string, string> = { 'untracked.txt': 'a\r\n', 'deep/untracked.sh': 'a\n' };
  for (const path of paths) {
    const steps = path.split('/');
    const folders = steps.map((_, end) => steps.slice(0, end).join('/')).slice(1);
    const isFree =
      !existsSync(join(dir, path)) &&
      !FILES_OF_GIT.some((name) => name === steps.at(-1)) &&
      !Object.keys(files).some((other) => other === path || other.startsWith(`${path}/`)) &&
      !folders.some((folder) => folder in files || isFile(join(dir, folder)));
    if (isFree) files[path] = 'a\r\n';
  }
  return files;
}

function isChosen(crate: string): boolean {
  const entries = readdirSync(crate, { recursive: true }).length;
  const hasFile = FILES_OF_GIT.some((name) => existsSync(join(crate, name)) && entries <= MOST_ENTRIES[name]);
  // cargo lists the binaries in what it publishes; older releases of it did not
  const hasBinary =
    existsSync(join(crate, 'src/main.rs')) || /^\[\[bin\]\]/m.test(readFileSync(join(crate, 'Cargo.toml'), 'utf8'));
  return hasFile && hasBinary;
}

function isFile(path: string): boolean {
  return existsSync(path) && statSync(path).isFile();
}

/** A clone of a crate's repository, as a developer has it: all is committed, and the tree is littered. */
function repository(crate: string): { dir: string; paths: string[] } {
  const dir = tempDir();
  cpSync(crate, dir, { recursive: true });
  [...IN_THE_WAY, ...OF_CARGO].forEach((path) => rmSync(join(dir, path), { recursive: true, force: true }));
  git(dir, 'init', '--quiet');
  const none = join(dir, '.git/info/none');
  appendFileSync(
    join(dir, '.git/config'),
    `[core]\nexcludesFile = ${none}\nattributesFile = ${none}\nsafecrlf = false\n`,
  );
  const [, , committed] = gitAll(
    dir,
    ['add', '--all'],
    ['commit', '--quiet', '--message', 'before'],
    ['ls-files', '-z'],
  );
  const files = litter(dir);
  writeTree(dir, files);
  const paths = [...committed.split('\0').filter(Boolean), ...Object.keys(files)];
  writeFileSync(join(dir, '.projenrc.js'), RC);
  return { dir, paths };
}

/** What git would commit of what is not new. */
const changed = (dir: string) => git(dir, 'diff', '--name-only', '-z', '--no-renames').split('\0').filter(Boolean);

describeWithRust('the trees of real crates', () => {
  test('are to git what they were: with the component, and when it is taken out again', () => {
    const counts = { trees: 0, 'with attributes': 0, files: 0, ignored: 0 };
    const crates = Corpus.fetch().listed.filter(isChosen);
    for (const crate of crates) {
      const { dir, paths } = repository(crate);
      const before = gitState(dir, paths);
      expect([basename(crate), changed(dir)]).toEqual([basename(crate), []]);

      runRc(dir);
      expect([basename(crate), gitState(dir, paths)]).toEqual([basename(crate), before]);
      const edited = changed(dir);
      expect(edited.filter((path) => !/(^|\/)(Cargo\.toml|[^/]*\.rs)$|^\.git(ignore|attributes)$/.test(path))).toEqual(
        [],
      );

      takeComponentOut(dir);
      runRc(dir);
      expect([basename(crate), gitState(dir, paths)]).toEqual([basename(crate), before]);
      expect(changed(dir)).toEqual(edited);

      counts.trees += 1;
      counts['with attributes'] += existsSync(join(crate, '.gitattributes')) ? 1 : 0;
      counts.files += paths.length;
      counts.ignored += Object.values(before).filter((state) => state.startsWith('ignored')).length;
      rmSync(dir, { recursive: true });
    }
    report(counts);
    expect(counts.trees).toBeGreaterThanOrEqual(20);
    expect(counts['with attributes']).toBeGreaterThanOrEqual(5);
    expect(counts.ignored).toBeGreaterThanOrEqual(20 * 5);
  });
});
