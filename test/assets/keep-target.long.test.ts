import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { runScript } from './script';
import { tempDir, writeTree } from '../util';

// What is taken over, copied and removed, of target folders that are made by hand. That cargo makes the programs of an empty
// folder then is for test/lab/restore-mtimes.test.ts to show.

/** A compilation: what cargo has of it, in each layout. */
interface Compiled {
  readonly name: string;
  readonly hash: string;
  /** Where it is from: the registry, or a folder. */
  readonly from?: 'registry' | 'path';
  /** How many kB it has. */
  readonly size?: number;
}

const PROFILE = 'x86_64-unknown-linux-musl/release';
const hashOf = (name: string) => Buffer.from(name.padEnd(8, '.')).toString('hex').slice(0, 16);
const unit = (name: string, from: Compiled['from'] = 'registry', size = 1): Compiled => ({
  name,
  hash: hashOf(name),
  from,
  size,
});

interface Layout {
  readonly fingerprint: (compiled: Compiled) => string;
  readonly library: (compiled: Compiled) => string;
  readonly script: (compiled: Compiled) => string;
}
const LAYOUTS: Array<[string, Layout]> = [
  [
    'up to cargo 1.99',
    {
      fingerprint: ({ name, hash }) => `${PROFILE}/.fingerprint/${name}-${hash}`,
      library: ({ name, hash }) => `${PROFILE}/deps/lib${name}-${hash}.rlib`,
      script: ({ name, hash }) => `${PROFILE}/build/${name}-${hash}/out`,
    },
  ],
  [
    'from cargo 1.100 on',
    {
      fingerprint: ({ name, hash }) => `${PROFILE}/build/${name}/${hash}/fingerprint`,
      library: ({ name, hash }) => `${PROFILE}/build/${name}/${hash}/out/lib${name}-${hash}.rlib`,
      script: ({ name, hash }) => `${PROFILE}/build/${name}/${hash}/out`,
    },
  ],
];

/** A workspace with a target folder. */
class Workspace {
  public readonly folder = tempDir();
  public readonly target = join(this.folder, 'target');

  constructor(private readonly layout: Layout) {}

  /** What cargo does: it compiles what is not there, and names all. */
  public build(units: Compiled[], program?: Compiled): this {
    for (const each of [...units, ...(program ? [program] : [])]) {
      if (existsSync(join(this.target, this.layout.fingerprint(each)))) continue;
      writeTree(this.target, {
        [this.layout.library(each)]: 'x'.repeat(1024 * (each.size ?? 1)),
        [`${this.layout.fingerprint(each)}/lib-${each.name}`]: '',
      });
    }
    const messages = units.map((each) => message(each, `"filenames":["/app/target/${this.layout.library(each)}"]`));
    if (program) {
      const path = join(this.target, PROFILE, program.name);
      rmSync(path, { force: true });
      linkSync(join(this.target, this.layout.library(program)), path);
      messages.push(message(program, `"filenames":["/app/target/${PROFILE}/${program.name}"]`));
    }
    writeFileSync(
      join(this.target, '.messages'),
      [...messages, '{"reason":"build-finished","success":true}', ''].join('\n'),
    );
    return this;
  }

  public has(each: Compiled): boolean[] {
    return [this.layout.library(each), this.layout.fingerprint(each)].map((path) =>
      existsSync(join(this.target, path)),
    );
  }

  public run(...args: string[]): this {
    const { status, output } = runScript('keep-target.sh', args, { cwd: this.folder });
    expect({ status, output }).toEqual({ status: 0, output: '' });
    return this;
  }
}

function message({ name, from, hash }: Compiled, what: string): string {
  const id =
    from === 'path'
      ? `path+file:///app/${name}#0.1.0`
      : `registry+https://github.com/rust-lang/crates.io-index#${name}@1.0.0`;
  return `{"reason":"compiler-artifact","package_id":"${id}","target":{"name":"${name}"},${what},"executable":null,"fresh":${hash > '7'}}`;
}

/** All files of a folder, by name; not what the script has for itself. */
const filesOf = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => !path.startsWith('.') && statSync(join(folder, path)).isFile())
    .sort();

/** Whether the script, with all that it started, was killed after some milliseconds, as by a builder. */
function kill(args: string[], after: number, cwd: string): boolean {
  const script = resolve(__dirname, '../../assets/keep-target.sh');
  const { status, signal } = spawnSync('timeout', ['-s', 'KILL', String(after / 1000), script, ...args], { cwd });
  return status === 137 || signal === 'SIGKILL';
}

const [ITOA, RYU, LIBC] = ['itoa', 'ryu', 'libc'].map((name) => unit(name));
const [LIB, APP] = [unit('lib', 'path'), unit('app', 'path')];

describe.each(LAYOUTS)('a target folder as cargo has it, %s', (_, layout) => {
  const workspace = () => new Workspace(layout);

  /** What a cook leaves. */
  function layer(...units: Compiled[]): string {
    const folder = join(tempDir(), 'compiled');
    workspace()
      .build([...units, LIB], APP)
      .run('copy', folder);
    return folder;
  }

  test('is copied but for packages of the workspace, and what no build has use for', () => {
    const cook = workspace().build([ITOA, RYU], APP);
    writeTree(cook.target, { 'zig/o/libc.a': '', '.mtimes': '', '.silent': '' });
    const folder = join(tempDir(), 'compiled');
    cook.build([ITOA, LIB], APP).run('copy', folder);
    expect(filesOf(folder)).toEqual(
      [`${layout.fingerprint(ITOA)}/lib-itoa`, layout.library(ITOA), 'zig/o/libc.a'].sort(),
    );
    expect(readdirSync(folder)).not.toEqual(expect.arrayContaining(['.mtimes']));
    expect(readdirSync(folder)).not.toEqual(expect.arrayContaining(['.silent']));
  });

  test('is copied as a seed: all that the last build had use for, without the executables', () => {
    const kept = workspace().build([ITOA, RYU], APP);
    writeTree(kept.target, { '.mtimes': 'times\n', '.silent': 'hash\n' });
    const folder = join(tempDir(), 'compiled');
    kept.build([ITOA, LIB], APP).run('copy-all', folder);
    const expected = [ITOA, LIB, APP].flatMap((each) => [
      `${layout.fingerprint(each)}/lib-${each.name}`,
      layout.library(each),
    ]);
    expect(filesOf(folder)).toEqual(expected.sort());
    expect(readFileSync(join(folder, '.mtimes'), 'utf8')).toBe('times\n');
    expect(readFileSync(join(folder, '.silent'), 'utf8')).toBe('hash\n');
  });

  test('is named by the output of build scripts, too', () => {
    const cook = workspace().build([ITOA]);
    const run = unit('run');
    writeTree(cook.target, { [`${layout.script(run)}/made`]: '', [`${layout.fingerprint(run)}/run-build-script`]: '' });
    const executed = `{"reason":"build-script-executed","package_id":"registry+https://x#run@1.0.0","linked_libs":[],"linked_paths":["native=/app/target/x"],"cfgs":[],"env":[["A","b"]],"out_dir":"/app/target/${layout.script(run)}"}\n`;
    writeFileSync(join(cook.target, '.messages'), executed, { flag: 'a' });
    const folder = join(tempDir(), 'compiled');
    cook.run('copy', folder);
    expect(filesOf(folder)).toContain(`${layout.script(run)}/made`);
  });

  test('takes over all where it is new, and what it has not where it is not', () => {
    const build = workspace().run('take', layer(ITOA)).build([ITOA, LIB], APP);
    const library = join(build.target, layout.library(ITOA));
    writeFileSync(library, 'as it was compiled here');
    const next = layer(ITOA, RYU);
    const time = 1e9;
    utimesSync(join(next, layout.library(RYU)), time, time);
    build.run('take', next);
    expect([ITOA, RYU, LIB, APP].map((each) => build.has(each))).toEqual(Array(4).fill([true, true]));
    expect(readFileSync(library, 'utf8')).toBe('as it was compiled here');
    expect(statSync(join(build.target, layout.library(RYU))).mtimeMs).toBe(time * 1000);
    expect(readdirSync(join(build.target, '.keep'))).toEqual(['begun']);
  });

  test('takes over nothing of a seed, unless it is new: that may be of other sources', () => {
    const folder = join(tempDir(), 'compiled');
    const seed = workspace().build([ITOA, LIB], APP);
    writeTree(seed.target, { '.mtimes': '' });
    seed.run('copy-all', folder);
    const begun = workspace().run('take', layer(RYU)).run('take', folder);
    expect([ITOA, LIB].map((each) => begun.has(each))).toEqual([
      [false, false],
      [false, false],
    ]);
    const fresh = workspace().run('take', folder);
    expect([ITOA, LIB].map((each) => fresh.has(each))).toEqual([
      [true, true],
      [true, true],
    ]);
  });

  test('has no executable of an earlier build, which would be taken for that of a build that went elsewhere', () => {
    const build = workspace().run('take', layer(ITOA)).build([ITOA, LIB], APP);
    expect(existsSync(join(build.target, PROFILE, APP.name))).toBe(true);
    build.run('take', layer(ITOA));
    expect(existsSync(join(build.target, PROFILE, APP.name))).toBe(false);
    expect([ITOA, LIB, APP].map((each) => build.has(each))).toEqual(Array(3).fill([true, true]));
  });

  test('begins anew where a build was killed that had begun to take over', () => {
    const build = workspace();
    writeTree(build.target, { [layout.library(LIBC)]: 'half', '.mtimes': 'of nothing\n' });
    build.run('take', layer(ITOA));
    expect([ITOA, LIBC].map((each) => build.has(each))).toEqual([
      [true, true],
      [false, false],
    ]);
    expect(existsSync(join(build.target, '.mtimes'))).toBe(false);
  });

  test('replaces what is there of a compilation without a fingerprint', () => {
    const build = workspace().run('take', layer(ITOA));
    writeTree(build.target, { [`${layout.library(RYU)}`]: 'half' });
    if (layout !== LAYOUTS[0][1]) return;
    build.run('take', layer(ITOA, RYU));
    expect(readFileSync(join(build.target, layout.library(RYU)), 'utf8')).toHaveLength(1024);
  });

  test('keeps what another build had use for, up to a quarter of what this one has', () => {
    const many = Array.from({ length: 8 }, (__, i) => unit(`dep${i}`, 'registry', 64));
    const build = workspace();
    const [old, older, oldest] = ['old', 'older', 'oldest'].map((name) => unit(name, 'registry', 64));
    for (const each of [oldest, older, old]) build.build([...many, each], APP).run('prune');
    // two of these are a quarter of the eight
    build.build(many, APP).run('prune');
    expect([old, older, oldest].map((each) => build.has(each)[0])).toEqual([true, true, false]);
    expect(build.has(oldest)).toEqual([false, false]);
    expect(many.map((each) => build.has(each)[1])).not.toContain(false);
    // used again, it is the last to go
    build
      .build([...many, older], APP)
      .run('prune')
      .build([...many, unit('new', 'registry', 64)], APP)
      .run('prune')
      .build([...many, unit('newer', 'registry', 64)], APP)
      .run('prune');
    expect([old, older].map((each) => build.has(each)[0])).toEqual([false, true]);
  });

  test('stays as large as it was, after fifty edits of a lock file', () => {
    const many = Array.from({ length: 20 }, (__, i) => unit(`dep${i}`, 'registry', 64));
    const build = workspace();
    const size = () => Number(spawnSync('du', ['-sk', build.target], { encoding: 'utf8' }).stdout.split('\t')[0]);
    const program = (i: number): Compiled => ({ ...APP, hash: hashOf(`app${i}`), size: 64 });
    build.build([...many, unit('v0', 'registry', 64)], program(0)).run('prune');
    const first = size();
    for (let i = 1; i <= 50; i += 1) {
      build.build([...many, unit(`v${i}`, 'registry', 64)], program(i)).run('prune');
      expect(size()).toBeLessThanOrEqual(1.3 * first);
    }
    expect(build.has(program(50))).toEqual([true, true]);
    expect(build.has(program(1))).toEqual([false, false]);
  });

  test('names what is linked into place, and all where nothing is linked', () => {
    const other: Compiled = { ...APP, hash: hashOf('other') };
    const build = workspace().build([ITOA], other).build([ITOA], APP).run('prune');
    expect([APP, other].map((each) => build.has(each))).toEqual([
      [true, true],
      [false, false],
    ]);
    build.build([ITOA], other).build([ITOA], APP);
    const path = join(build.target, PROFILE, APP.name);
    cpSync(path, `${path}.copy`);
    rmSync(path);
    cpSync(`${path}.copy`, path);
    build.run('prune');
    expect([APP, other].map((each) => build.has(each))).toEqual([
      [true, true],
      [true, true],
    ]);
  });

  test('has no half of a compilation that cargo takes for a whole one, whenever it is killed', () => {
    const many = Array.from({ length: 30 }, (__, i) => unit(`dep${i}`, 'registry', 4));
    const next = layer(ITOA, ...many);
    let killed = 0;
    for (let delay = 2; delay < 100; delay += 14) {
      const build = workspace().run('take', layer(RYU)).build([RYU, LIB], APP);
      killed += kill(['take', next], delay, build.folder) ? 1 : 0;
      const halves = [ITOA, ...many].filter((each) => build.has(each)[1] && !build.has(each)[0]);
      expect(halves).toEqual([]);
      build.run('take', next);
      expect([ITOA, ...many].filter((each) => build.has(each).includes(false))).toEqual([]);

      build.build([RYU, LIB], APP);
      kill(['prune'], delay, build.folder);
      expect([ITOA, ...many].filter((each) => build.has(each)[1] && !build.has(each)[0])).toEqual([]);
      expect([RYU, LIB, APP].filter((each) => build.has(each).includes(false))).toEqual([]);
      build.run('take', next).build([RYU, LIB], APP).run('prune');
      expect([RYU, LIB, APP].filter((each) => build.has(each).includes(false))).toEqual([]);
      expect(existsSync(join(build.target, '.keep/drop'))).toBe(false);
    }
    expect(killed).toBeGreaterThan(0);
  });
});

test('of rustc’s own folders the last of each crate is kept', () => {
  const [[, layout]] = LAYOUTS;
  const build = new Workspace(layout).build([ITOA], APP);
  ['app-1a2b', 'app-3c4d', 'lib-5e6f'].forEach((name, i) => {
    const path = join(build.target, PROFILE, 'incremental', name);
    mkdirSync(path, { recursive: true });
    utimesSync(path, 1e9 + i, 1e9 + i);
  });
  const incremental = () => readdirSync(dirname(join(build.target, PROFILE, 'incremental/x'))).sort();
  build.run('prune');
  expect(incremental()).toHaveLength(3);
  build.build([RYU], { ...APP, hash: hashOf('other') }).run('prune');
  expect(incremental()).toEqual(['app-3c4d', 'lib-5e6f']);
});

test.each<[string, string[], RegExp]>([
  ['no command', [], /^usage: /],
  ['another command', ['keep'], /^usage: /],
  ['no folder', ['take'], /^usage: /],
  ['an option', ['--here', 'prune'], /unknown option --here/],
])('says what is wrong: %s', (_, args, expected) => {
  const { status, output } = runScript('keep-target.sh', args, { cwd: tempDir() });
  expect(status).toBe(1);
  expect(output).toMatch(expected);
});
