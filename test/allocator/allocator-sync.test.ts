import { spawnSync } from 'node:child_process';
import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import * as fc from 'fast-check';
import { LogLevel, Project } from 'projen';
import { Allocator } from '../../src/allocator/allocator';
import { AllocatorBlock } from '../../src/allocator/allocator-block';
import { AllocatorSync } from '../../src/allocator/allocator-sync';
import { CargoWorkspace } from '../../src/cargo/workspace';
import { UserFile } from '../../src/files/user-file';
import { KILLS, sleep, startTs } from '../child';
import { testWithRust } from '../tools/rust';
import { readTree, tempDir, writeTree } from '../util';

const MAIN = 'fn main() {}\n';
const MARK = '# kept by projen-muslrust-chef';
const ENTRY = 'mimalloc = { version = "0.1.52", default-features = false }';
const OWN = '#[global_allocator]\nstatic A: B = B;\n';

function pkg(name: string, rest = '', edition = '2021'): string {
  return `[package]\nname = "${name}"\nversion = "0.1.0"\nedition = "${edition}"\n${rest}`;
}

interface SyncOptions {
  readonly allocator?: Allocator;
  /** The names of the binaries that become images; all by default. */
  readonly images?: string[];
  readonly starter?: Record<string, string>;
}

class Synced {
  public readonly notes: string[] = [];
  public readonly warnings: string[] = [];
  private readonly sync: AllocatorSync;

  constructor(
    public readonly root: string,
    { allocator = Allocator.mimalloc(), images, starter }: SyncOptions = {},
  ) {
    const workspace = CargoWorkspace.discover(root, starter);
    const project = new Project({ name: 'test', outdir: tempDir(), logging: { level: LogLevel.OFF } });
    jest.spyOn(project.logger, 'info').mockImplementation((text) => void this.notes.push(withoutId(String(text))));
    jest.spyOn(project.logger, 'warn').mockImplementation((text) => void this.warnings.push(withoutId(String(text))));
    const binaries = workspace.binaries.filter(({ name }) => !images || images.includes(name));
    this.sync = new AllocatorSync(project, { workspace, binaries, allocator, starter });
    this.sync.preSynthesize();
    this.sync.synthesize();
  }

  public post(): this {
    this.sync.postSynthesize();
    return this;
  }

  public text(path: string): string {
    return readFileSync(join(this.root, path), 'utf8');
  }

  public has(path: string): boolean {
    return /MUSLRUST_CHEF_ALLOCATOR|kept by projen-muslrust-chef$/m.test(this.text(path));
  }
}

/** Which id a message has is tested with the messages' mechanism. */
function withoutId(text: string): string {
  return text.replace(/ \[[a-z-]+\]$/m, '');
}

function sync(files: Record<string, string>, options?: SyncOptions): Synced {
  return new Synced(writeTree(tempDir(), files), options);
}

const TWO = {
  'Cargo.toml': '[workspace]\nresolver = "2"\nmembers = ["a", "b"]\n',
  'a/Cargo.toml': pkg('a'),
  'a/src/main.rs': MAIN,
  'b/Cargo.toml': pkg('b', '', '2015'),
  'b/src/main.rs': MAIN,
  'b/src/bin/b2.rs': MAIN,
};

const ALLOCATORS = {
  system: Allocator.system(),
  mimalloc: Allocator.mimalloc(),
  secure: Allocator.mimalloc({ secure: true }),
  v2: Allocator.mimalloc({ v2: true, memoryBounded: true }),
  jemalloc: Allocator.jemalloc(),
};

describe('AllocatorSync', () => {
  test('puts the dependency and the block into each package that has an image', () => {
    const synced = sync(TWO);
    for (const path of Object.keys(TWO)) expect([path, synced.has(path)]).toEqual([path, path !== 'Cargo.toml']);
    expect(synced.text('a/src/main.rs')).toContain('::mimalloc::MiMalloc');
    expect(synced.text('b/src/main.rs')).toContain('extern crate mimalloc as muslrust_chef;');
    expect([synced.notes, synced.warnings]).toEqual([[], []]);
  });

  test('touches nothing the second time', () => {
    const { root } = sync(TWO);
    const before = readTree(root);
    const write = jest.spyOn(UserFile.prototype, 'write');
    new Synced(root);
    expect(write).not.toHaveBeenCalled();
    write.mockRestore();
    expect(readTree(root)).toEqual(before);
  });

  test.each([
    ['with nothing to write', {}],
    ['without an allocator', { allocator: Allocator.system() }],
  ])('what a killed synth left beside manifests and root files goes: %s', (_, options) => {
    const { root } = sync(TWO);
    const leftovers = ['a/.Cargo.toml', 'b/src/.main.rs', 'b/src/bin/.b2.rs'].map(
      (name) => `${name}.muslrust-chef-4194305`,
    );
    writeTree(root, Object.fromEntries(leftovers.map((path) => [path, 'half'])));
    expect(Object.keys(readTree(new Synced(root, options).root)).sort()).toEqual(Object.keys(TWO).sort());
  });

  test('Allocator.system() takes everything out again, byte for byte', () => {
    const files = Object.fromEntries(
      Object.entries(TWO).map(([path, text], index) => [
        path,
        index % 2 ? `\uFEFF${text.replace(/\n/g, '\r\n')}` : text.trimEnd(),
      ]),
    );
    const root = writeTree(tempDir(), files);
    const before = readTree(root);
    expect(readTree(new Synced(root).root)).not.toEqual(before);
    expect(readTree(new Synced(root, { allocator: Allocator.system() }).root)).toEqual(before);
  });

  test('a binary that is no longer an image loses its block, a package its entry', () => {
    const { root } = sync(TWO);
    const synced = new Synced(root, { images: ['b2'] });
    expect(Object.keys(TWO).filter((path) => synced.has(path))).toEqual(['b/Cargo.toml', 'b/src/bin/b2.rs']);
    expect(synced.text('a/Cargo.toml')).toBe(TWO['a/Cargo.toml']);
  });

  test('jemalloc is the crate tikv-jemallocator', () => {
    const synced = sync(TWO, { allocator: Allocator.jemalloc() });
    expect(synced.text('a/Cargo.toml')).toContain(
      `tikv-jemallocator = { version = "0.7.0", default-features = false } ${MARK}`,
    );
    expect(synced.text('a/src/main.rs')).toContain('= ::tikv_jemallocator::Jemalloc;');
    expect(synced.text('b/src/main.rs')).toContain('extern crate tikv_jemallocator as muslrust_chef;');
  });

  test('a feature changes the manifest alone', () => {
    const { root } = sync(TWO);
    const before = readTree(root);
    const after = readTree(new Synced(root, { allocator: Allocator.mimalloc({ secure: true }) }).root);
    expect(Object.keys(after).filter((path) => after[path] !== before[path])).toEqual(['a/Cargo.toml', 'b/Cargo.toml']);
    expect(after['a/Cargo.toml']).toBe(
      before['a/Cargo.toml'].replace(ENTRY, ENTRY.replace(' }', ', features = ["secure"] }')),
    );
  });

  test('from any allocator to any other: what the other alone would give, byte for byte', () => {
    const manifestEnd = fc.constantFrom(
      '',
      '\n',
      '\n# end',
      '[dependencies]\n',
      '[target.\'cfg(target_env = "musl")\'.dependencies]\n',
      '[target.\'cfg(target_env = "musl")\'.dependencies]\nlog = "0.4"\n\n[features]',
      '[features]\n\n\n',
      '[dependencies]\nmimalloc = { version = "0.1.52", features = ["secure"] }\n',
      '[dependencies]\nfast = { package = "tikv-jemallocator", version = "0.6" }\n',
      '[dependencies]\nserde = {\n  version = "1",\n}\n',
    );
    const source = fc.constantFrom(
      MAIN,
      'fn main() {}',
      '#![allow(unused)] // why\nfn main() {}\n',
      '// Copyright\n\n//! Docs.\n\nuse std::fmt;\n\nfn main() {}\n',
      '',
      '#![a]\n',
      '#!/bin/sh\nfn main() {}\n',
      '#![allow(unused)] fn main() {}\n',
      `${MAIN}${OWN}`,
    );
    const names = fc.array(fc.constantFrom(...Object.values(ALLOCATORS)), { minLength: 2, maxLength: 4 });
    fc.assert(
      fc.property(
        manifestEnd,
        source,
        source,
        fc.constantFrom('2015', '2021'),
        fc.boolean(),
        names,
        (rest, main, other, edition, isCrlf, steps) => {
          const texts = { 'Cargo.toml': pkg('one', rest, edition), 'src/main.rs': main, 'src/bin/two.rs': other };
          const files = Object.fromEntries(
            Object.entries(texts).map(([path, text]) => [path, isCrlf ? text.replace(/\n/g, '\r\n') : text]),
          );
          const root = writeTree(tempDir(), files);
          for (const allocator of steps) {
            expect(readTree(new Synced(root, { allocator }).root)).toEqual(readTree(sync(files, { allocator }).root));
          }
          expect(readTree(new Synced(root, { allocator: Allocator.system() }).root)).toEqual(
            readTree(writeTree(tempDir(), files)),
          );
        },
      ),
      { numRuns: 150 },
    );
  });

  test.each(['0.1.60', '=0.1.60', '0.2'])('another version changes the manifest alone: %s', (version) => {
    const { root } = sync(TWO);
    const before = readTree(root);
    const after = readTree(new Synced(root, { allocator: Allocator.mimalloc({ version }) }).root);
    expect(Object.keys(after).filter((path) => after[path] !== before[path])).toEqual(['a/Cargo.toml', 'b/Cargo.toml']);
    expect(after['a/Cargo.toml']).toBe(before['a/Cargo.toml'].replace('0.1.52', version));
  });

  test('what cargo could not resolve beside the entry that is kept is refused, of the same package too', () => {
    const { root } = sync(TWO);
    const manifest = readFileSync(join(root, 'a/Cargo.toml'), 'utf8');
    writeTree(root, { 'a/Cargo.toml': `${manifest}\n[dev-dependencies]\nmimalloc = "=0.1.44"\n` });
    expect(() => new Synced(root)).toThrow(
      /^mimalloc "0\.1\.52" can't be put into a\/Cargo\.toml, b\/Cargo\.toml, [^]*\na\/Cargo\.toml: dev-dependencies\.mimalloc is "=0\.1\.44": make it "0\.1\.52"\nThen synth again\.$/,
    );
  });

  test('keeps modes', () => {
    const root = writeTree(tempDir(), TWO);
    chmodSync(join(root, 'a/src/main.rs'), 0o755);
    expect(readTree(new Synced(root).root)['a/src/main.rs']).toMatch(/^100755 /);
  });

  test('two binaries of one file share its block', () => {
    const synced = sync({
      'Cargo.toml': pkg(
        'one',
        '[[bin]]\nname = "one"\npath = "src/main.rs"\n[[bin]]\nname = "two"\npath = "src/main.rs"\n',
      ),
      'src/main.rs': MAIN,
    });
    expect(synced.text('src/main.rs').match(/begin allocator/g)).toHaveLength(1);
  });

  test('one of them is enough to keep it', () => {
    const files = {
      'Cargo.toml': pkg(
        'one',
        '[[bin]]\nname = "one"\npath = "src/main.rs"\n[[bin]]\nname = "two"\npath = "src/main.rs"\n',
      ),
      'src/main.rs': MAIN,
    };
    expect(sync(files, { images: ['two'] }).has('src/main.rs')).toBe(true);
  });

  test('a file that another package uses too keeps its block', () => {
    const files = {
      'Cargo.toml': pkg('root', '[[bin]]\nname = "alias"\npath = "a/src/main.rs"\n[workspace]\nmembers = ["a"]\n'),
      'a/Cargo.toml': pkg('a'),
      'a/src/main.rs': MAIN,
    };
    const { root } = sync(files, { images: ['a'] });
    const synced = new Synced(root, { images: ['a'] });
    expect(Object.keys(files).map((path) => synced.has(path))).toEqual([false, true, true]);
    const removed = new Synced(root, { allocator: Allocator.system() });
    expect(Object.keys(files).map((path) => removed.has(path))).toEqual([false, false, false]);
  });

  describe('what the user wrote into what is kept is not lost', () => {
    const table = `[target.'cfg(target_env = "musl")'.dependencies] ${MARK}`;

    test.each([
      ['a feature', `mimalloc = { version = "0.1.52", default-features = false, features = ["extended"] } ${MARK}`],
      ['default features', `mimalloc = { version = "0.1.52" } ${MARK}`],
      ['a version alone', `mimalloc = "0.1.52" ${MARK}`],
      ['a registry', `mimalloc = { version = "0.1.52", default-features = false, registry = "x" } ${MARK}`],
      ['a comment', `${ENTRY} # why ${MARK}`],
      ['what is no version', `${ENTRY.replace('0.1.52', 'latest')} ${MARK}`],
      ['a crate', `snmalloc-rs = { version = "0.3", default-features = false } ${MARK}`],
      ['a crate beside', `${ENTRY} ${MARK}\nring = "0.17" ${MARK}`],
    ])('%s in the marked line', (_, lines) => {
      const { root } = sync(TWO);
      writeTree(root, { 'b/Cargo.toml': `${TWO['b/Cargo.toml']}\n${table}\n${lines}\n` });
      const before = readTree(root);
      const line = lines.split('\n').length + 6;
      for (const allocator of [Allocator.mimalloc(), Allocator.jemalloc(), Allocator.system()]) {
        expect(() => new Synced(root, { allocator })).toThrow(
          new RegExp(`^b/Cargo\\.toml:${line}: ".*" is marked "${MARK}".* take the mark away`),
        );
      }
      expect(readTree(root)).toEqual(before);
    });

    describe('a version, and features that options switch on, are those of `allocator`, and what was there is said', () => {
      const wrote = (version: string, features = '') =>
        `mimalloc = { version = "${version}", default-features = false${features} }`;
      const now = (before: string, after: string, rest: string) =>
        `a/Cargo.toml, b/Cargo.toml: ${before} is now ${after}, as \`allocator\` says. ${rest}`;
      const asItWas = (options: string) =>
        `To have it as it was, write \`allocator: Allocator.mimalloc({ ${options} })\` in the rc file`;
      const JEMALLOC = 'tikv-jemallocator = { version = "0.7.0", default-features = false }';

      test.each<[string, string, Allocator, string[]]>([
        ['a bot', wrote('0.1.60'), Allocator.mimalloc(), [now(wrote('0.1.60'), ENTRY, asItWas("version: '0.1.60'"))]],
        [
          'a feature',
          wrote('0.1.52', ', features = ["secure"]'),
          Allocator.mimalloc(),
          [now(wrote('0.1.52', ', features = ["secure"]'), ENTRY, asItWas('secure: true'))],
        ],
        [
          'both',
          wrote('=0.1.53', ', features = ["secure", "v2"]'),
          Allocator.mimalloc({ version: '0.1.54' }),
          [
            now(
              wrote('=0.1.53', ', features = ["secure", "v2"]'),
              wrote('0.1.54'),
              asItWas("version: '=0.1.53', secure: true, v2: true"),
            ),
          ],
        ],
        [
          'a version that is refused',
          wrote('0.1.50'),
          Allocator.mimalloc(),
          [
            now(
              wrote('0.1.50'),
              ENTRY,
              'Releases before 0.1.52 are refused; a later one is for `version` of Allocator.mimalloc in the rc file',
            ),
          ],
        ],
        ['what the default wrote', ENTRY, Allocator.mimalloc({ version: '0.1.60', secure: true }), []],
        ['spaces only', ENTRY.replace(' = {', '={'), Allocator.mimalloc(), []],
        ['another crate', JEMALLOC, Allocator.mimalloc(), []],
        ['none any more', wrote('0.1.60'), Allocator.system(), []],
      ])('%s', (_, entry, allocator, notes) => {
        const kept = (path: 'a/Cargo.toml' | 'b/Cargo.toml') => `${TWO[path]}\n${table}\n${entry} ${MARK}\n`;
        const files = { ...TWO, 'a/Cargo.toml': kept('a/Cargo.toml'), 'b/Cargo.toml': kept('b/Cargo.toml') };
        const synced = sync(files, { allocator });
        expect([synced.notes, synced.warnings]).toEqual([notes, []]);
        expect(new Synced(synced.root, { allocator }).notes).toEqual([]);
      });
    });

    test('a dependency with the mark taken away is the own one', () => {
      const { root } = sync(TWO);
      const mine = `${TWO['a/Cargo.toml']}\n${table}\n${ENTRY.replace(' }', ', features = ["extended"] }')}\n`;
      writeTree(root, { 'a/Cargo.toml': mine });
      expect(new Synced(root).text('a/Cargo.toml')).toBe(mine);
    });

    test('a line in the block, of whatever allocator', () => {
      const { root } = sync(TWO);
      const main = readFileSync(join(root, 'b/src/main.rs'), 'utf8');
      writeTree(root, { 'b/src/main.rs': main.replace('// muslrust-chef: end', 'mod mine;\n$&') });
      const before = readTree(root);
      for (const allocator of [Allocator.mimalloc(), Allocator.jemalloc(), Allocator.system()]) {
        expect(() => new Synced(root, { allocator })).toThrow(
          /^b\/src\/main\.rs:8: "mod mine;" is no line of the block/,
        );
      }
      expect(readTree(root)).toEqual(before);
    });

    test('any line at any place of a manifest', () => {
      const entry = (rest: string) => `mimalloc = { version = "0.1.52", default-features = false${rest} } ${MARK}`;
      const line = fc.constantFrom(
        '# mine',
        'log = "0.4"',
        `log = "0.4" ${MARK}`,
        '[features]',
        'mimalloc.features = ["extended"]',
        'a = """',
        `[dependencies] ${MARK}`,
        `# mine ${MARK}`,
        entry(', features = ["extended"]'),
      );
      const { root } = sync({ 'Cargo.toml': pkg('one', '[dependencies]\n'), 'src/main.rs': MAIN });
      const manifest = readFileSync(join(root, 'Cargo.toml'), 'utf8');
      fc.assert(
        fc.property(line, fc.nat(), fc.constantFrom(...Object.values(ALLOCATORS)), (added, at, allocator) => {
          const lines = manifest.split('\n');
          lines.splice(at % lines.length, 0, added);
          const edited = writeTree(tempDir(), { 'Cargo.toml': lines.join('\n'), 'src/main.rs': MAIN });
          let synced: Synced | undefined;
          try {
            synced = new Synced(edited, { allocator });
          } catch (error) {
            expect((error as Error).message).toContain('Cargo.toml');
          }
          if (synced) expect(synced.text('Cargo.toml')).toContain(added);
        }),
        { numRuns: 100 },
      );
    });
  });

  describe('order', () => {
    const written = (root: string, options?: SyncOptions) => {
      const paths: string[] = [];
      const read = jest.spyOn(UserFile, 'read');
      const write = jest.spyOn(UserFile.prototype, 'write').mockImplementation(function (this: UserFile, text: string) {
        const { path } = this as unknown as { path: string };
        paths.push(path.slice(root.length + 1));
        writeFileSync(path, this.bom + text);
        return true;
      });
      new Synced(root, options);
      write.mockRestore();
      read.mockRestore();
      return paths;
    };
    const files = { 'Cargo.toml': pkg('one'), 'src/main.rs': MAIN };

    test('the manifest goes first when adding, and last when removing: the package compiles in between', () => {
      const root = writeTree(tempDir(), files);
      expect(written(root)).toEqual(['Cargo.toml', 'src/main.rs']);
      expect(written(root, { allocator: Allocator.system() })).toEqual(['src/main.rs', 'Cargo.toml']);
    });

    test('from one crate to another no block is there while the manifest changes', () => {
      const root = writeTree(tempDir(), files);
      new Synced(root);
      expect(written(root, { allocator: Allocator.jemalloc() })).toEqual(['src/main.rs', 'Cargo.toml', 'src/main.rs']);
      expect(written(root, { allocator: Allocator.jemalloc() })).toEqual([]);
      expect(written(root, { allocator: Allocator.mimalloc({ v2: true }) })).toEqual([
        'src/main.rs',
        'Cargo.toml',
        'src/main.rs',
      ]);
      expect(written(root)).toEqual(['Cargo.toml']);
    });

    test('nothing is written before every package is known to be in order', () => {
      const root = writeTree(tempDir(), { ...TWO, 'b/src/main.rs': '// muslrust-chef: end allocator\n' });
      const before = readTree(root);
      expect(() => new Synced(root)).toThrow('b/src/main.rs:1');
      expect(readTree(root)).toEqual(before);
    });
  });

  test('killed at any moment, it leaves files that are whole, and no block without its dependency', async () => {
    const root = writeTree(tempDir(), { ...TWO, 'a/src/main.rs': `${MAIN}// ${'x'.repeat(1 << 20)}\n` }); // eslint-disable-line no-bitwise
    const texts = Object.fromEntries(Object.keys(TWO).map((path) => [path, readFileSync(join(root, path), 'utf8')]));
    const allocators = [ALLOCATORS.system, ALLOCATORS.mimalloc, ALLOCATORS.jemalloc];
    const states = allocators.map((allocator) => readTree(sync(texts, { allocator }).root));
    const [without] = states;
    const source = (path: string) => JSON.stringify(join(__dirname, '../../src', path));
    const loop = `
      const { LogLevel, Project } = require(${JSON.stringify(require.resolve('projen'))});
      const { Allocator } = require(${source('allocator/allocator.ts')});
      const { AllocatorSync } = require(${source('allocator/allocator-sync.ts')});
      const { CargoWorkspace } = require(${source('cargo/workspace.ts')});
      const project = new Project({ name: 'test', outdir: ${JSON.stringify(tempDir())}, logging: { level: LogLevel.OFF } });
      const workspace = CargoWorkspace.discover(${JSON.stringify(root)});
      for (;;) for (const allocator of [Allocator.mimalloc(), Allocator.jemalloc(), Allocator.system()]) {
        const sync = new AllocatorSync(project, { workspace, binaries: workspace.binaries, allocator });
        sync.preSynthesize();
        sync.synthesize();
      }`;
    const seen = new Set<string>();
    // until it was not always killed between two synths
    for (let round = 0; round < KILLS || (seen.size < 2 && round < 20); round += 1) {
      const before = readFileSync(join(root, 'b/src/main.rs'), 'utf8');
      const child = startTs(loop);
      await child.until(() => readFileSync(join(root, 'b/src/main.rs'), 'utf8') !== before);
      await sleep((round * 110) / KILLS);
      await child.kill();
      const after = readTree(root);
      for (const path of Object.keys(TWO)) expect(states.map((state) => state[path])).toContain(after[path]);
      for (const [manifest, ...roots] of [
        ['a/Cargo.toml', 'a/src/main.rs'],
        ['b/Cargo.toml', 'b/src/main.rs', 'b/src/bin/b2.rs'],
      ]) {
        const { [manifest]: dependency } = after;
        const possible = states.find((state) => state[manifest] === dependency)!;
        for (const path of roots) expect([without[path], possible[path]]).toContain(after[path]);
      }
      seen.add(
        Object.keys(TWO)
          .map((path) => states.findIndex((state) => state[path] === after[path]))
          .join(''),
      );
    }
    expect(seen.size).toBeGreaterThan(1);
  });

  describe('starters', () => {
    const starter = { 'Cargo.toml': pkg('one'), 'src/main.rs': MAIN };

    test('are edited once they are there', () => {
      const root = tempDir();
      const workspace = CargoWorkspace.discover(root, starter);
      const project = new Project({ name: 'test', outdir: tempDir(), logging: { level: LogLevel.OFF } });
      const component = new AllocatorSync(project, {
        workspace,
        binaries: workspace.binaries,
        allocator: Allocator.mimalloc(),
        starter,
      });
      component.preSynthesize();
      writeTree(root, starter);
      component.synthesize();
      expect(readFileSync(join(root, 'src/main.rs'), 'utf8')).toContain('MUSLRUST_CHEF_ALLOCATOR');
      expect(readFileSync(join(root, 'Cargo.toml'), 'utf8')).toContain(ENTRY);
    });

    test('that are not written are not missed', () => {
      const root = tempDir();
      new Synced(root, { starter });
      expect(readTree(root)).toEqual({});
    });
  });

  describe('what the user has stays', () => {
    const one = (rest = '', main = MAIN, more: Record<string, string> = {}) => ({
      'Cargo.toml': pkg('one', rest),
      'src/main.rs': main,
      ...more,
    });
    const WORKSPACE = '[workspace]\n';
    const LIB = '[dependencies]\nlib = { path = "lib" }\n[workspace]\n';

    test.each([
      ['in the root file', one('', `${MAIN}${OWN}`), 'src/main.rs:2'],
      ['in a module', one('', MAIN, { 'src/alloc/mod.rs': OWN }), 'src/alloc/mod.rs:1'],
      ['in the library', one('', MAIN, { 'src/lib.rs': OWN }), 'src/lib.rs:1'],
      ['in a folder beside src', one('', MAIN, { 'common/alloc.rs': OWN }), 'common/alloc.rs:1'],
      [
        'in a path dependency',
        one(LIB, MAIN, { 'lib/Cargo.toml': pkg('lib'), 'lib/src/lib.rs': OWN }),
        'lib/src/lib.rs:1',
      ],
      [
        'in a path dependency of one',
        one('[dependencies]\nlib = { path = "lib" }\n[workspace]\n', MAIN, {
          'lib/Cargo.toml': pkg('lib', '[dependencies]\nlow = { path = "../low" }\n'),
          'lib/src/lib.rs': '',
          'low/Cargo.toml': pkg('low'),
          'low/src/lib.rs': OWN,
        }),
        'low/src/lib.rs:1',
      ],
      [
        'in a module that is called like a folder of cargo',
        one('', MAIN, { 'src/tests/mod.rs': OWN }),
        'src/tests/mod.rs:1',
      ],
      [
        'in a root file among the examples',
        {
          'Cargo.toml': pkg('one', '[[bin]]\nname = "one"\npath = "examples/one.rs"\n'),
          'examples/one.rs': `${MAIN}${OWN}`,
        },
        'examples/one.rs:2',
      ],
    ])('its own allocator %s', (_, files, where) => {
      const synced = sync(files);
      expect(readTree(synced.root)).toEqual(readTree(writeTree(tempDir(), files)));
      expect(synced.notes).toEqual([
        `${where}: this #[global_allocator] is yours and stays, so none is put in place for "one"`,
      ]);
    });

    test.each([
      ['in tests', { 'tests/a.rs': OWN }],
      ['in examples', { 'examples/a.rs': OWN }],
      ['in benches', { 'benches/a/main.rs': OWN }],
      ['in target', { 'target/release/build/a/out/a.rs': OWN }],
      ['in a hidden folder', { '.cargo/a.rs': OWN }],
      ['in a package of its own', { 'other/Cargo.toml': pkg('other'), 'other/src/main.rs': OWN }],
      ['on Windows', { 'src/alloc.rs': `#[cfg(windows)]\n${OWN}` }],
      ['in a comment', { 'src/alloc.rs': `/*\n${OWN}*/\n` }],
      ['in a file that is not of Rust', { 'src/alloc.rs.bak': OWN, 'src/folder.rs/a.txt': OWN }],
      ['in a member that it does not depend on', { 'lib/Cargo.toml': pkg('lib'), 'lib/src/lib.rs': OWN }],
    ])('one %s is not its own', (_, more) => {
      expect(sync(one(WORKSPACE, MAIN, more)).has('src/main.rs')).toBe(true);
    });

    test.each(['dev', 'build'])('one of a %s-dependency is not its own', (kind) => {
      const synced = sync(
        one(LIB.replace('dependencies', `${kind}-dependencies`), MAIN, {
          'lib/Cargo.toml': pkg('lib'),
          'lib/src/lib.rs': OWN,
        }),
      );
      expect(synced.has('src/main.rs')).toBe(true);
    });

    test('one of the binary of a path dependency is not its own', () => {
      const synced = sync(
        one(LIB, MAIN, { 'lib/Cargo.toml': pkg('lib'), 'lib/src/lib.rs': '', 'lib/src/main.rs': `${MAIN}${OWN}` }),
      );
      expect(['src/main.rs', 'lib/src/main.rs', 'lib/Cargo.toml'].map((path) => synced.has(path))).toEqual([
        true,
        false,
        false,
      ]);
    });

    test('packages that depend on each other, which cargo alone refuses, are looked at once', () => {
      const lib = pkg('lib', '[dependencies]\none = { path = ".." }\n');
      const synced = sync(one(LIB, MAIN, { 'lib/Cargo.toml': lib, 'lib/src/lib.rs': '' }));
      expect(synced.has('src/main.rs')).toBe(true);
    });

    test('the allocator of one binary leaves the others theirs', () => {
      const synced = sync(one('', `${MAIN}${OWN}`, { 'src/bin/two.rs': MAIN }));
      expect(['Cargo.toml', 'src/main.rs', 'src/bin/two.rs'].map((path) => synced.has(path))).toEqual([
        true,
        false,
        true,
      ]);
    });

    test('ours goes when the user sets one', () => {
      const { root } = sync(one());
      writeTree(root, { 'src/alloc.rs': OWN });
      const synced = new Synced(root);
      expect([synced.text('Cargo.toml'), synced.text('src/main.rs')]).toEqual([pkg('one'), MAIN]);
    });

    test.each([
      ['plain', '[dependencies]\nmimalloc = "0.1.48"\n', '::mimalloc::'],
      ['renamed', '[dependencies]\nfast-alloc = { package = "mimalloc", version = "0.1.48" }\n', '::fast_alloc::'],
      [
        'for musl',
        '[target.\'cfg(any(target_env = "musl", windows))\'.dependencies]\nmimalloc = "0.1.48"\n',
        '::mimalloc::',
      ],
      ['in our own table', '[target.\'cfg(target_env = "musl")\'.dependencies]\nmimalloc = "0.1.48"\n', '::mimalloc::'],
    ])('its own dependency is used: %s', (_, rest, path) => {
      const synced = sync(one(rest));
      expect(synced.text('Cargo.toml')).toBe(pkg('one', rest));
      expect(synced.text('src/main.rs')).toContain(path);
      expect(synced.notes).toEqual([
        expect.stringMatching(
          /^Cargo\.toml: .* is yours and stays as it is; the allocator of the musl builds is taken from it$/,
        ),
      ]);
    });

    test.each([
      ['plain', '[dependencies]\ntikv-jemallocator = "0.6"\n', '::tikv_jemallocator::Jemalloc'],
      [
        'renamed',
        '[dependencies]\njemallocator = { package = "tikv-jemallocator", version = "0.6" }\n',
        '::jemallocator::Jemalloc',
      ],
      [
        'as its documentation has it',
        '[target.\'cfg(not(target_env = "msvc"))\'.dependencies]\ntikv-jemallocator = "0.6"\n',
        '::tikv_jemallocator::Jemalloc',
      ],
    ])('its own dependency on jemalloc is used: %s', (_, rest, path) => {
      const synced = sync(one(rest), { allocator: Allocator.jemalloc() });
      expect(synced.text('Cargo.toml')).toBe(pkg('one', rest));
      expect(synced.text('src/main.rs')).toContain(path);
      expect(synced.notes).toEqual([
        expect.stringMatching(
          /^Cargo\.toml: .*jemallocator'? is yours and stays as it is; the allocator of the musl builds is taken from it$/,
        ),
      ]);
    });

    test('its own jemalloc stays as its documentation has it', () => {
      const files = one(
        '[target.\'cfg(not(target_env = "msvc"))\'.dependencies]\ntikv-jemallocator = "0.6"\n',
        '#[cfg(not(target_env = "msvc"))]\nuse tikv_jemallocator::Jemalloc;\n\n#[cfg(not(target_env = "msvc"))]\n#[global_allocator]\nstatic GLOBAL: Jemalloc = Jemalloc;\n\nfn main() {}\n',
      );
      for (const allocator of Object.values(ALLOCATORS)) {
        const synced = sync(files, { allocator });
        expect(readTree(synced.root)).toEqual(readTree(writeTree(tempDir(), files)));
        expect(synced.notes).toEqual(
          allocator === ALLOCATORS.system
            ? []
            : ['src/main.rs:5: this #[global_allocator] is yours and stays, so none is put in place for "one"'],
        );
      }
    });

    test("an optional jemalloc of its own can't be relied on", () => {
      const synced = sync(one('[dependencies]\ntikv-jemallocator = { version = "0.7", optional = true }\n'), {
        allocator: Allocator.jemalloc(),
      });
      expect(synced.notes).toEqual([
        expect.stringContaining('dependencies.tikv-jemallocator is optional, so no allocator is put in place for one'),
      ]);
    });

    test("that is nobody's concern where no binary is to get one", () => {
      const rest = '[dependencies]\nmimalloc = { version = "0.1.48", optional = true }\n';
      expect(sync(one(rest, `${MAIN}${OWN}`)).notes).toEqual([
        'src/main.rs:2: this #[global_allocator] is yours and stays, so none is put in place for "one"',
      ]);
    });

    test("features can't be given to its own dependency, and synth says so", () => {
      const rest = '[dependencies]\nmimalloc = "0.1.52"\n';
      const synced = sync(one(rest), { allocator: Allocator.mimalloc({ secure: true, v2: true }) });
      expect(synced.text('Cargo.toml')).toBe(pkg('one', rest));
      expect(synced.notes).toEqual([
        'Cargo.toml: dependencies.mimalloc is yours and stays as it is; the allocator of the musl builds is taken from it, ' +
          'and has "secure" and "v2" only if you name them among its features',
      ]);
    });

    test('its own inherited dependency is used', () => {
      const rest =
        '[dependencies]\nmimalloc.workspace = true\n[workspace]\n[workspace.dependencies]\nmimalloc = "0.1.52"\n';
      expect(sync(one(rest)).text('Cargo.toml')).toBe(pkg('one', rest));
    });

    test.each([
      [
        'optional',
        '[dependencies]\nmimalloc = { version = "0.1.48", optional = true }\n',
        'dependencies.mimalloc is optional',
      ],
      [
        'for one architecture',
        '[target.\'cfg(target_arch = "x86_64")\'.dependencies]\nmimalloc = "0.1.48"\n',
        'target.\'cfg(target_arch = "x86_64")\'.dependencies.mimalloc is not there on every musl target',
      ],
      [
        'another crate',
        '[dependencies]\nmimalloc = { package = "mimalloc_rust", version = "1" }\n',
        'dependencies.mimalloc gives the name mimalloc to another crate, mimalloc_rust',
      ],
    ])("its own dependency can't be relied on: %s", (_, rest, reason) => {
      const synced = sync(one(rest));
      expect(readTree(synced.root)).toEqual(readTree(writeTree(tempDir(), one(rest))));
      expect(synced.notes).toEqual([
        `Cargo.toml: ${reason}, so no allocator is put in place for one: ` +
          'remove that dependency, or set #[global_allocator] in your own code',
      ]);
    });

    test.each([
      ['for Windows', '[target.\'cfg(windows)\'.dependencies]\nmimalloc = "0.1.48"\n'],
      ['for tests', '[dev-dependencies]\nmimalloc = "0.1.52"\n'],
      ['for the build script', '[build-dependencies]\nmimalloc = "0.1.52"\n'],
    ])('one that musl builds do not have is no obstacle: %s', (_, rest) => {
      const synced = sync(one(rest));
      expect(synced.text('Cargo.toml')).toContain(`${ENTRY} ${MARK}`);
      expect(synced.has('src/main.rs')).toBe(true);
    });

    test('ours goes when the user takes the dependency over, and the block follows its name', () => {
      const { root } = sync(one());
      writeTree(root, {
        'Cargo.toml': readFileSync(join(root, 'Cargo.toml'), 'utf8').replace(
          '\n\n',
          '\n\n[dependencies]\nfast = { package = "mimalloc", version = "0.1.52" }\n\n',
        ),
      });
      const synced = new Synced(root);
      expect(synced.text('Cargo.toml')).toBe(
        pkg('one', '\n[dependencies]\nfast = { package = "mimalloc", version = "0.1.52" }\n'),
      );
      expect(synced.text('src/main.rs')).toContain('::fast::MiMalloc');
    });

    test.each(['#![no_std]\n', '#![no_main]\n', '#![cfg_attr(target_os = "none", no_std)]\n'])(
      'a root file with %j is left alone',
      (attribute) => {
        const synced = sync(one('', `${attribute}${MAIN}`));
        expect(['Cargo.toml', 'src/main.rs'].some((path) => synced.has(path))).toBe(false);
        expect(synced.notes).toEqual([
          'src/main.rs: #![no_std] or #![no_main] leaves the allocator to you, so none is put in place for "one"',
        ]);
      },
    );
  });

  test.each([
    [
      'one of another package',
      '../b/src/main.rs',
      'is b/src/main.rs, outside the package: no allocator can be put into a file of another package. Move it inside',
    ],
    [
      'one of a package with a name that begins alike',
      '../ab/main.rs',
      'is ab/main.rs, outside the package: no allocator can be put into a file of another package. Move it inside',
    ],
  ])('a root file that an allocator can be put into is asked for: %s', (_, path, message) => {
    const files = {
      ...TWO,
      'a/Cargo.toml': pkg('a', `[[bin]]\nname = "x"\npath = "${path}"\n`),
      'ab/main.rs': MAIN,
    };
    expect(() => sync(files, { images: ['x'] })).toThrow(message);
    expect(() => sync(files, { images: ['x'] })).toThrow(/, or use Allocator\.system\(\)$/);
    expect(() => sync(files, { images: ['b'] })).not.toThrow();
    expect(() => sync(files, { images: ['x'], allocator: Allocator.system() })).not.toThrow();
  });

  test('a root file that went since the workspace was read is asked for', () => {
    const root = writeTree(tempDir(), TWO);
    const workspace = CargoWorkspace.discover(root);
    const project = new Project({ name: 'test', outdir: tempDir(), logging: { level: LogLevel.OFF } });
    const { binaries } = workspace;
    const component = new AllocatorSync(project, { workspace, binaries, allocator: Allocator.mimalloc() });
    rmSync(join(root, 'a/src/main.rs'));
    expect(() => component.preSynthesize()).toThrow(
      'a/src/main.rs: the root file of binary "a" does not exist, and its allocator is put into it before the build: ' +
        'create it, or use Allocator.system()',
    );
    rmSync(join(root, 'b/src/bin/b2.rs'));
    const others = binaries.filter(({ name }) => name === 'b');
    const ofOthers = { workspace, binaries: others, allocator: Allocator.mimalloc() };
    expect(() =>
      new AllocatorSync(new Project({ name: 'b', outdir: tempDir() }), ofOthers).preSynthesize(),
    ).not.toThrow();
  });

  describe('a package is all or nothing', () => {
    const INLINE = pkg('a', '[dependencies]\nserde = {\n  version = "1",\n}\n');

    test("all files that can't be edited are named", () => {
      const { warnings } = sync({ ...TWO, 'a/Cargo.toml': INLINE, 'a/src/main.rs': '#![a] fn main() {}\n' });
      expect(warnings).toEqual([
        expect.stringMatching(
          /^a\/Cargo\.toml, a\/src\/main\.rs: the allocator can't [^]*\nin a\/Cargo[^]*\nin a\/src\/main/,
        ),
      ]);
    });

    test("a manifest that can't be edited keeps the block out, and the lines are shown", () => {
      const files = { ...TWO, 'a/Cargo.toml': INLINE };
      const synced = sync(files);
      expect([synced.text('a/Cargo.toml'), synced.text('a/src/main.rs')]).toEqual([INLINE, MAIN]);
      expect(synced.has('b/src/main.rs')).toBe(true);
      expect(synced.warnings).toHaveLength(1);
      const [warning] = synced.warnings;
      expect(warning).toMatch(/^a\/Cargo\.toml: /);
      expect(warning).toContain(
        `in a/Cargo.toml, at its end:\n\n[target.'cfg(target_env = "musl")'.dependencies] ${MARK}\n${ENTRY} ${MARK}\n`,
      );
      expect(warning).toContain(
        'in a/src/main.rs, before the first item, on lines of their own:\n\n// muslrust-chef: begin allocator',
      );
    });

    const OWN_TABLE = `[target.'cfg(target_env = "musl")'.dependencies] ${MARK}\n${ENTRY} ${MARK}`;

    test.each<[string, string, string | undefined]>([
      ['and the dependency out', pkg('one'), `at its end:\n\n${OWN_TABLE}`],
      ['where the dependency is there', pkg('one', `\n${OWN_TABLE}\n`), undefined],
      [
        'where the dependency is there in another version',
        pkg('one', `\n${OWN_TABLE.replace('0.1.52', '0.1.60')}\n`),
        `in the place of line 7:\n\n${ENTRY} ${MARK}`,
      ],
      ["where the dependency is the user's", pkg('one', '[dependencies]\nmimalloc = "0.1.52"\n'), undefined],
    ])("a source that can't be edited keeps the block out, %s", (_, manifest, part) => {
      const files = { 'Cargo.toml': manifest, 'src/main.rs': '#![allow(unused)] fn main() {}\n' };
      const synced = sync(files);
      expect(readTree(synced.root)).toEqual(readTree(writeTree(tempDir(), files)));
      expect(synced.warnings).toEqual([
        "src/main.rs: the allocator can't be put in with certainty that the rest keeps its meaning " +
          '(TOML 1.1, an inline table, or code behind an inner attribute on its line). Nothing was changed in this package. ' +
          `Paste these lines, and synth again:\n\n${part ? `in Cargo.toml, ${part}\n\n` : ''}` +
          'in src/main.rs, before the first item, on lines of their own:\n\n' +
          `${AllocatorBlock.of('mimalloc', 'MiMalloc', '2021').text}\n`,
      ]);
    });

    const JEMALLOC = AllocatorBlock.of('tikv-jemallocator', 'Jemalloc', '2021').text;

    test.each<[string, Allocator, string, string | undefined]>([
      ['version', Allocator.mimalloc({ version: '0.1.60' }), ENTRY.replace('0.1.52', '0.1.60'), undefined],
      ['crate', Allocator.jemalloc(), 'tikv-jemallocator = { version = "0.7.0", default-features = false }', JEMALLOC],
    ])('another %s is shown in the place of what was pasted', (_, allocator, entry, newBlock) => {
      const block = AllocatorBlock.of('mimalloc', 'MiMalloc', '2021').text;
      const pasted = { ...TWO, 'a/Cargo.toml': `${INLINE}\n${OWN_TABLE}\n`, 'a/src/main.rs': `${block}\n\n${MAIN}` };
      const { root, warnings } = sync(pasted, { allocator });
      expect(warnings).toEqual([
        expect.stringMatching(
          /^a\/Cargo\.toml: the allocator can't be put in .* Paste these lines, and synth again:\n/,
        ),
      ]);
      const parts = [
        `in a/Cargo.toml, in the place of line 11:\n\n${entry} ${MARK}\n`,
        ...(newBlock ? [`in a/src/main.rs, in the place of the block that is marked there:\n\n${newBlock}\n`] : []),
      ];
      expect(warnings[0].slice(warnings[0].indexOf('\n\n') + 2)).toBe(parts.join('\n'));
      writeTree(root, {
        'a/Cargo.toml': pasted['a/Cargo.toml'].replace(ENTRY, entry),
        'a/src/main.rs': pasted['a/src/main.rs'].replace(block, newBlock ?? block),
      });
      const before = readTree(root);
      expect(new Synced(root, { allocator }).warnings).toEqual([]);
      expect(readTree(root)).toEqual(before);
    });

    test('what was pasted as shown is in order', () => {
      const {
        root,
        warnings: [warning],
      } = sync({ ...TWO, 'a/Cargo.toml': INLINE });
      const [, manifest, source] = /Cargo\.toml, at its end:\n\n([^]*)\n\nin [^]*?own:\n\n([^]*)$/.exec(warning)!;
      writeTree(root, { 'a/Cargo.toml': `${INLINE}\n${manifest}\n`, 'a/src/main.rs': `${source}\n${MAIN}` });
      const before = readTree(root);
      const synced = new Synced(root);
      expect(synced.warnings).toEqual([]);
      expect(readTree(root)).toEqual(before);
    });

    test("what can't be taken out is named", () => {
      const { root } = sync(TWO);
      const manifest = readFileSync(join(root, 'a/Cargo.toml'), 'utf8');
      writeTree(root, { 'a/Cargo.toml': `${manifest}\n[dependencies]\nserde = {\n  version = "1",\n}\n` });
      const synced = new Synced(root, { allocator: Allocator.system() });
      expect([synced.has('a/Cargo.toml'), synced.has('a/src/main.rs'), synced.has('b/Cargo.toml')]).toEqual([
        true,
        true,
        false,
      ]);
      expect(synced.warnings).toEqual([
        expect.stringMatching(
          /^a\/Cargo\.toml: the entry of the allocator can't be taken out .* remove the lines that are marked/,
        ),
      ]);
    });
  });

  describe('Cargo.lock', () => {
    const path = process.env.PATH;
    afterEach(() => {
      process.env.PATH = path;
    });

    /** A cargo that writes down how it is called. */
    const fakeCargo = (status = 0, words = 'no network') => {
      const folder = writeTree(tempDir(), {
        cargo: `#!/bin/sh\necho "$@" >> "$0.log"\ncat >&2 <<'END'\n${words}\nEND\nexit ${status}\n`,
      });
      chmodSync(join(folder, 'cargo'), 0o755);
      process.env.PATH = `${folder}${delimiter}/usr/bin${delimiter}/bin`;
      return () => {
        try {
          return readFileSync(join(folder, 'cargo.log'), 'utf8').trim().split('\n');
        } catch {
          return [];
        }
      };
    };
    const lock = (dependencies: string[], mimalloc = '0.1.52') =>
      `version = 4\n[[package]]\nname = "one"\nversion = "0.1.0"\ndependencies = ${JSON.stringify(dependencies)}\n` +
      `[[package]]\nname = "mimalloc"\nversion = "${mimalloc}"\nsource = "registry"\n`;
    const files = {
      'Cargo.toml': pkg('one', '[dependencies]\nlog = { version = "0.4", optional = true }\n'),
      'src/main.rs': MAIN,
    };

    test('is not touched when it has all', () => {
      const calls = fakeCargo();
      expect(sync({ ...files, 'Cargo.lock': lock(['log', 'mimalloc']) }).post().warnings).toEqual([]);
      expect(calls()).toEqual([]);
    });

    test('is not touched for a feature: those that are known add no crate', () => {
      const calls = fakeCargo();
      expect(
        sync(
          { ...files, 'Cargo.lock': lock(['log', 'mimalloc']) },
          { allocator: Allocator.mimalloc({ secure: true, v2: true }) },
        ).post().warnings,
      ).toEqual([]);
      expect(calls()).toEqual([]);
    });

    test('is brought up to date for another crate', () => {
      const calls = fakeCargo();
      const { root } = sync({ ...files, 'Cargo.lock': lock(['log', 'mimalloc']) });
      expect(new Synced(root, { allocator: Allocator.jemalloc() }).post().warnings).toEqual([]);
      expect(calls()).toEqual(['update --workspace --quiet']);
      writeTree(root, {
        'Cargo.lock': lock(['log', 'tikv-jemallocator'], '0.7.0').replace('"mimalloc"', '"tikv-jemallocator"'),
      });
      expect(new Synced(root, { allocator: Allocator.jemalloc() }).post().warnings).toEqual([]);
      expect(calls()).toHaveLength(1);
    });

    test('a crate of the same name does not stand for the package', () => {
      const calls = fakeCargo();
      const namesake = '[[package]]\nname = "one"\nversion = "9.9.9"\nsource = "registry"\n';
      expect(
        sync({ ...files, 'Cargo.lock': lock(['log', 'mimalloc']).replace('[[', `${namesake}[[`) }).post().warnings,
      ).toEqual([]);
      expect(calls()).toEqual([]);
    });

    test.each([
      ['it lacks the allocator', lock(['log']), {}],
      ['it has too old an allocator', lock(['log', 'mimalloc'], '0.1.48'), {}],
      ['it has an allocator that went', lock(['log', 'mimalloc']), { allocator: Allocator.system() }],
      ['it has the package in another version', lock(['log', 'mimalloc']).replace('0.1.0', '0.0.9'), {}],
      ['it lacks the package', 'version = 4\n', {}],
    ])('cargo adds what is missing when %s', (_, text, options) => {
      const calls = fakeCargo();
      expect(sync({ ...files, 'Cargo.lock': text }, options).post().warnings).toEqual([]);
      expect(calls()).toEqual(['update --workspace --quiet']);
    });

    test.each<[string, string, string, SyncOptions?]>([
      [
        'it has the package without a version',
        files['Cargo.toml'].replace('version = "0.1.0"\n', ''),
        lock(['log', 'mimalloc']).replace('0.1.0', '0.0.0'),
      ],
      ['it tells versions apart', files['Cargo.toml'], lock(['log 0.4.1', 'mimalloc 0.1.52 (registry)'])],
      [
        "the user's own dependency is what it was",
        pkg('one', '[dependencies]\nmimalloc = "0.1.48"\n'),
        lock(['mimalloc'], '0.1.48'),
      ],
      [
        'no dependency is left',
        pkg('one'),
        lock(['mimalloc']).replace('dependencies = ["mimalloc"]\n', ''),
        { allocator: Allocator.system() },
      ],
    ])('cargo is not asked where %s', (_, manifest, text, options = {}) => {
      const calls = fakeCargo();
      expect(sync({ ...files, 'Cargo.toml': manifest, 'Cargo.lock': text }, options).post().warnings).toEqual([]);
      expect(calls()).toEqual([]);
    });

    test.each([
      ['it has another dependency in the place of one', lock(['serde', 'mimalloc'])],
      ['it has one more', lock(['log', 'serde', 'mimalloc'])],
      [
        'only another crate has the version',
        `${lock(['log', 'mimalloc'], '0.1.48')}[[package]]\nname = "x"\nversion = "0.1.60"\n`,
      ],
    ])('cargo is asked where %s', (_, text) => {
      const calls = fakeCargo();
      sync({ ...files, 'Cargo.lock': text }).post();
      expect(calls()).toEqual(['update --workspace --quiet']);
    });

    test('cargo is asked for the sake of one package of many', () => {
      const calls = fakeCargo();
      const entry = (name: string, dependencies = '"mimalloc"') =>
        `[[package]]\nname = "${name}"\nversion = "0.1.0"\ndependencies = [${dependencies}]\n`;
      const text = (ofB: string) => `${lock([])}${entry('a')}${entry('b', ofB)}`;
      sync({ ...TWO, 'Cargo.lock': text('"mimalloc"') }).post();
      expect(calls()).toEqual([]);
      sync({ ...TWO, 'Cargo.lock': text('') }).post();
      expect(calls()).toEqual(['update --workspace --quiet']);
    });

    test('cargo makes one where there is none', () => {
      const calls = fakeCargo();
      sync(files).post();
      expect(calls()).toEqual(['generate-lockfile --quiet']);
    });

    test('without cargo the command is shown', () => {
      process.env.PATH = tempDir();
      const synced = sync({ ...files, 'Cargo.lock': lock(['log']) }).post();
      expect(synced.warnings).toEqual([
        'Cargo.lock does not match the manifests, and the image is built with --locked. There is no cargo on PATH to see to that: ' +
          `run \`cargo update --workspace\` in ${synced.root}, and commit Cargo.lock`,
      ]);
    });

    test('when cargo fails its words are shown', () => {
      fakeCargo(101);
      const synced = sync(files).post();
      expect(synced.warnings).toEqual([
        `Cargo.lock is missing, and the image is built with --locked. cargo could not see to that: mend what it says below, then run \`cargo generate-lockfile\` in ${synced.root}, and commit Cargo.lock\n  no network`,
      ]);
    });

    test('what rustup warns of is not why cargo failed', () => {
      fakeCargo(101, 'warn: both `rust-toolchain` and `rust-toolchain.toml` exist. Using `rust-toolchain`\nerror: it');
      const [warning] = sync(files).post().warnings;
      expect(warning).toMatch(/commit Cargo\.lock\n {2}error: it$/);
    });

    testWithRust(
      "a crate of somebody else's that pins the allocator is no matter of the lock file, and the way out is said",
      () => {
        const vendored = (name: string, version: string, rest = '') => ({
          [`vendor/${name}-${version}/Cargo.toml`]: `[package]\nname = "${name}"\nversion = "${version}"\nedition = "2021"\n${rest}`,
          [`vendor/${name}-${version}/src/lib.rs`]: '',
          [`vendor/${name}-${version}/.cargo-checksum.json`]: '{ "files": {} }',
        });
        const root = writeTree(tempDir(), {
          'Cargo.toml': pkg('one', '[dependencies]\npins = "1"\n'),
          'src/main.rs': MAIN,
          '.cargo/config.toml':
            '[source.crates-io]\nreplace-with = "v"\n[source.v]\ndirectory = "vendor"\n[net]\noffline = true\n',
          ...vendored('pins', '1.0.0', '[dependencies]\nmimalloc = "=0.1.44"\n'),
          ...vendored('mimalloc', '0.1.44'),
          ...vendored('mimalloc', '0.1.52'),
        });
        expect(spawnSync('cargo', ['generate-lockfile', '--quiet'], { cwd: root }).status).toBe(0);
        const [warning, ...others] = new Synced(root).post().warnings;
        expect(others).toEqual([]);
        expect(warning).toMatch(
          /^Cargo\.lock: mimalloc "0\.1\.52" does not suit what other crates ask for, so nothing builds: use Allocator\.system\(\), or other releases of those crates\n {2}error: [^]*pins v1\.0\.0/,
        );
        // what the message says works
        expect(new Synced(root, { allocator: Allocator.system() }).post().warnings).toEqual([]);
        expect(spawnSync('cargo', ['metadata', '--format-version=1', '--locked'], { cwd: root }).status).toBe(0);
      },
    );

    test.each([
      ['mimalloc', {}],
      ['libmimalloc-sys', {}],
      ['jemalloc-sys', { allocator: Allocator.jemalloc() }],
    ])("what others ask for may not suit the allocator's crate: %s", (name, options) => {
      fakeCargo(101, `error: failed to select a version for \`${name}\`.\n  required by pins`);
      expect(sync(files, options).post().warnings).toEqual([
        expect.stringMatching(
          /^Cargo\.lock: \S+ "[\d.]+" does not suit what other crates ask for, so nothing builds: use Allocator\.system\(\), or .*\n {2}error: .*\n {4}required by pins$/,
        ),
      ]);
    });

    test.each([
      ['another crate', 'openssl-sys', {}],
      ['the crate of another allocator', 'mimalloc', { allocator: Allocator.jemalloc() }],
      ['a name that objects have', 'toString', {}],
      ['a crate that is the user’s', 'mimalloc', { allocator: Allocator.system() }],
    ])('where it is %s, cargo’s words are shown', (_, name, options) => {
      fakeCargo(101, `error: failed to select a version for \`${name}\`.`);
      const [warning] = sync(files, options).post().warnings;
      expect(warning).toMatch(/cargo could not see to that: mend what it says below, then run `/);
      expect(warning).toContain(`\n  error: failed to select a version for \`${name}\`.`);
    });

    test('vendored crates are to be vendored again', () => {
      fakeCargo(101);
      const config = '[source.crates-io]\nreplace-with = "v"\n[source.v]\ndirectory = "vendor"\n';
      expect(sync({ ...files, '.cargo/config.toml': config }).post().warnings[0]).toContain(
        ', then `cargo vendor vendor`, and commit Cargo.lock',
      );
    });

    test('one that git ignores is a warning', () => {
      const root = writeTree(tempDir(), {
        ...files,
        'Cargo.lock': lock(['log', 'mimalloc']),
        '.gitignore': 'Cargo.lock\n',
      });
      spawnSync('git', ['init', '--quiet'], { cwd: root });
      expect(new Synced(root).post().warnings).toEqual([
        expect.stringContaining(
          'Cargo.lock is ignored by git, but the image is built with --locked: take it out of .gitignore',
        ),
      ]);
      rmSync(join(root, '.gitignore'));
      expect(new Synced(root).post().warnings).toEqual([]);
    });

    testWithRust('cargo itself takes the lock for current where nothing is to be done', () => {
      const root = writeTree(tempDir(), {
        'Cargo.toml': pkg(
          'one',
          '[workspace]\n[dependencies]\na = { path = "a", optional = true }\n[dev-dependencies]\nrenamed = { package = "b", path = "b" }\n',
        ),
        'src/main.rs': MAIN,
        'a/Cargo.toml': '[package]\nname = "a"\nedition = "2021"\n',
        'a/src/lib.rs': '',
        'b/Cargo.toml': pkg('b', '[target.\'cfg(windows)\'.build-dependencies]\na = { path = "../a" }\n'),
        'b/src/lib.rs': '',
      });
      expect(spawnSync('cargo', ['generate-lockfile', '--offline'], { cwd: root }).status).toBe(0);
      const calls = fakeCargo();
      new Synced(root, { allocator: Allocator.system() }).post();
      expect(calls()).toEqual([]);
    });
  });
});

describe('lints that want each dependency to be used in each target', () => {
  const USE = '#[cfg(target_env = "musl")]\nuse ::mimalloc as _;\n';
  const LINT = '[lints.rust]\nunused_crate_dependencies = "deny"\n';
  const both = (manifest: string, lib = '//! Docs.\n\npub fn a() {}\n') => ({
    'Cargo.toml': pkg('app', manifest),
    'src/main.rs': MAIN,
    'src/lib.rs': lib,
  });

  test.each<[string, Record<string, string>, boolean]>([
    ['deny', both(LINT), true],
    ['forbid, in a table', both('[lints.rust]\nunused_crate_dependencies = { level = "forbid" }\n'), true],
    [
      'of the workspace',
      both('[lints]\nworkspace = true\n[workspace.lints.rust]\nunused_crate_dependencies = "deny"\n[workspace]\n'),
      true,
    ],
    ['in the code', both('', '#![deny(unused_crate_dependencies)]\n\npub fn a() {}\n'), true],
    ['allow', both('[lints.rust]\nunused_crate_dependencies = "allow"\n'), false],
    [
      'of the workspace, not inherited',
      both('[workspace.lints.rust]\nunused_crate_dependencies = "deny"\n[workspace]\n'),
      false,
    ],
    ['another one', both('[lints.rust]\nunused_must_use = "deny"\n'), false],
  ])('%s: the library uses the allocator: %#', (_, files, isUsed) => {
    const root = writeTree(tempDir(), files);
    const before = readTree(root);
    const synced = new Synced(root);
    expect(synced.text('src/lib.rs').includes(USE)).toBe(isUsed);
    expect(synced.text('src/main.rs')).toContain('MUSLRUST_CHEF_ALLOCATOR');
    const after = readTree(root);
    new Synced(root);
    expect(readTree(root)).toEqual(after);
    new Synced(root, { allocator: Allocator.system() });
    expect(readTree(root)).toEqual(before);
  });

  test('in edition 2015 as that has it, and in a program with an allocator of its own', () => {
    const root = writeTree(tempDir(), {
      'Cargo.toml': pkg('app', LINT, '2015'),
      'src/main.rs': MAIN,
      'src/lib.rs': '',
      'src/bin/own.rs': `${OWN}${MAIN}`,
      'src/bin/other.rs': MAIN,
    });
    const synced = new Synced(root, { images: ['app', 'own'] });
    expect(synced.text('src/lib.rs')).toContain('#[cfg(target_env = "musl")]\nextern crate mimalloc as _;\n');
    expect(synced.text('src/bin/own.rs')).toContain('extern crate mimalloc as _;\n');
    expect(synced.text('src/bin/other.rs')).toBe(MAIN);
  });

  test('no more once the lint is gone', () => {
    const root = writeTree(tempDir(), both(LINT));
    new Synced(root);
    const manifest = join(root, 'Cargo.toml');
    writeFileSync(manifest, readFileSync(manifest, 'utf8').replace('"deny"', '"allow"'));
    expect(new Synced(root).text('src/lib.rs')).toBe('//! Docs.\n\npub fn a() {}\n');
  });
});

describe('a library that has the name of the allocator', () => {
  const refusal =
    /library of app is called "mimalloc", .* rustc could not tell them apart\. Nothing has been changed\. Give the library another name/;

  test.each<[string, Record<string, string>, Allocator, RegExp | undefined]>([
    [
      'by [lib]',
      { 'Cargo.toml': pkg('app', '[lib]\nname = "mimalloc"\n'), 'src/lib.rs': '' },
      Allocator.mimalloc(),
      refusal,
    ],
    [
      'by the package',
      { 'Cargo.toml': pkg('mimalloc'), 'src/lib.rs': '' },
      Allocator.mimalloc(),
      /^Cargo\.toml: the library of mimalloc /,
    ],
    [
      'another allocator',
      { 'Cargo.toml': pkg('app', '[lib]\nname = "tikv_jemallocator"\n'), 'src/lib.rs': '' },
      Allocator.jemalloc(),
      /is called "tikv_jemallocator"/,
    ],
    ['no library', { 'Cargo.toml': pkg('mimalloc') }, Allocator.mimalloc(), undefined],
    ['no allocator', { 'Cargo.toml': pkg('mimalloc'), 'src/lib.rs': '' }, Allocator.system(), undefined],
    ['that of the other', { 'Cargo.toml': pkg('mimalloc'), 'src/lib.rs': '' }, Allocator.jemalloc(), undefined],
  ])('%s', (_, files, allocator, message) => {
    const root = writeTree(tempDir(), { 'src/main.rs': MAIN, ...files });
    const before = readTree(root);
    if (message) {
      expect(() => new Synced(root, { allocator })).toThrow(message);
      expect(readTree(root)).toEqual(before);
    } else {
      expect(() => new Synced(root, { allocator })).not.toThrow();
    }
  });

  test.each([
    ['has no such type', '', true],
    ['is a copy of it', 'pub struct MiMalloc;\n', false],
  ])('as a crate of the workspace that %s', (_, lib, isUnusable) => {
    const root = writeTree(tempDir(), {
      'Cargo.toml': pkg('app', '[dependencies]\nmimalloc = { path = "alloc" }\n[workspace]\n'),
      'src/main.rs': MAIN,
      'alloc/Cargo.toml': pkg('mimalloc'),
      'alloc/src/lib.rs': lib,
    });
    const { notes } = new Synced(root);
    expect(notes).toEqual([
      expect.stringContaining(
        isUnusable ? 'is a crate of your own that has no MiMalloc' : 'is yours and stays as it is',
      ),
    ]);
  });
});
