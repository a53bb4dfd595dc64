import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { CompiledPackage } from './compiled';
import { TREES } from './trees';
import { Adoption } from '../../src/adopt/adopt';
import { readDockerfile } from '../../src/adopt/old-dockerfile/old-dockerfile';
import { OldImage } from '../../src/adopt/old-dockerfile/old-image';
import { Corpus } from '../corpus/corpus';
import { git, gitAll } from '../git';
import { describeWithRust } from '../tools/rust';
import { readTree, tempDir, writeTree } from '../util';

/** Some of them; all by `ADOPT_TREES=all`. */
const CHOSEN = process.env.ADOPT_TREES === 'all' ? TREES : TREES.filter((_, i) => i % 8 === 0);

/** Every file but those that git keeps for itself, by a hash. */
function hashes(dir: string): Record<string, string> {
  const files = Object.entries(readTree(dir)).filter(([path]) => !/^(\.git|node_modules)\//.test(path));
  return Object.fromEntries(files.map(([path, text]) => [path, createHash('sha256').update(text).digest('hex')]));
}

function readImages(dir: string, binaries: readonly string[]): readonly OldImage[] {
  const none = {
    file: 'Dockerfile',
    published: [],
    targets: [],
    find: () => undefined,
    list: () => [],
    names: () => false,
    isElsewhere: () => false,
  };
  return readDockerfile(readFileSync(join(dir, 'Dockerfile'), 'utf8'), { ...none, binaries }).images;
}

describeWithRust('trees of crates.io with Dockerfiles and workflows', () => {
  const compiled = new CompiledPackage();
  const corpus = Corpus.fetch();

  beforeAll(() => {
    // Cargo.lock is another test's matter
    process.env.CARGO_NET_OFFLINE = 'true';
  });
  afterAll(() => {
    delete process.env.CARGO_NET_OFFLINE;
  });

  test.each(CHOSEN)('$crate, $shape', ({ crate, binary, files, says }) => {
    const source = corpus.listed.find((path) => basename(path).replace(/-\d.*$/, '') === crate)!;
    const dir = tempDir();
    cpSync(source, dir, { recursive: true });
    ['.cargo-ok', '.cargo_vcs_info.json', 'Cargo.toml.orig'].forEach((name) =>
      rmSync(join(dir, name), { force: true }),
    );
    // what its authors build by stands in the way of what is tried here
    ['Dockerfile', 'Dockerfile-release', '.dockerignore'].forEach((name) => rmSync(join(dir, name), { force: true }));
    writeTree(dir, files(binary));
    gitAll(
      dir,
      ['init', '--quiet', '--initial-branch=main'],
      ['remote', 'add', 'origin', `https://github.com/acme/${crate}.git`],
      // what its own .gitignore leaves out is not in a clone
      ['add', '--all'],
      ['commit', '--quiet', '--message', 'all'],
      ['clean', '-fdxq'],
    );
    const before = hashes(dir);
    const lines = ['.gitignore', '.gitattributes'].map((name) =>
      existsSync(join(dir, name)) ? readFileSync(join(dir, name), 'utf8') : '',
    );

    const adoption = new Adoption({ folders: [dir], rc: 'js', packages: compiled.packages });
    const { changes, diff, undo } = adoption;
    expect(hashes(dir)).toEqual(before);
    adoption.apply();
    adoption.end();
    const after = hashes(dir);

    // nothing is lost, and all that differs was shown
    const shown = new Set([...changes.added, ...changes.changed, ...changes.removed]);
    const paths = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    expect(paths.filter((path) => before[path] !== after[path] && !shown.has(path))).toEqual([]);
    expect([...shown].filter((path) => !diff.includes(` b/${path}\n`))).toEqual([]);
    for (const [i, name] of ['.gitignore', '.gitattributes'].entries()) {
      const now = readFileSync(join(dir, name), 'latin1').split('\n');
      expect(lines[i].split('\n').filter((line) => !now.includes(Buffer.from(line).toString('latin1')))).toEqual([]);
    }

    // the new Dockerfile says what the old one said
    const [image] = readImages(dir, [binary]).slice(-1);
    expect(image).toMatchObject({ ...says, binary, env: expect.objectContaining(says.env ?? {}) });

    compiled.installInto(dir);
    expect(compiled.synth(dir)).toMatchObject({ status: 0 });
    rmSync(join(dir, 'node_modules'), { recursive: true });
    expect(hashes(dir)).toEqual(after);

    undo.forEach((command) => execFileSync('sh', ['-c', command], { cwd: dir }));
    expect(hashes(dir)).toEqual(before);
    expect(git(dir, 'status', '--porcelain')).toBe('');
    rmSync(dir, { recursive: true });
  });
});

test('there are enough of them', () => {
  expect(new Set(TREES.map(({ crate }) => crate)).size).toBeGreaterThanOrEqual(20);
  expect(new Set(TREES.map(({ shape }) => shape)).size).toBeGreaterThanOrEqual(8);
});
