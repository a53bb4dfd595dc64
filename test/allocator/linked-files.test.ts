import { linkSync, lstatSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Allocator, MuslRustChefOptions } from '../../src';
import { CRATE, synthIn, WORKSPACE } from '../synth';
import { readTree, tempDir, writeTree } from '../util';

const MAIN = 'fn main() {}\n';
const SYSTEM: MuslRustChefOptions = { allocator: Allocator.system() };

/** Puts a link in the place of a file. */
function link(dir: string, path: string, target: string): void {
  rmSync(join(dir, path), { force: true, recursive: true });
  mkdirSync(dirname(join(dir, path)), { recursive: true });
  symlinkSync(target, join(dir, path));
}

describe('a link out of the project is refused by name, and what it names is not touched', () => {
  test.each<[string, Record<string, string>, string, Record<string, string>, string?]>([
    ['the root file', CRATE, 'src/main.rs', { 'main.rs': MAIN }, 'main.rs'],
    ['the manifest', CRATE, 'Cargo.toml', { 'Cargo.toml': CRATE['Cargo.toml'] }, 'Cargo.toml'],
    ['a folder above the root file', CRATE, 'src', { 'main.rs': MAIN }],
    [
      "a member's manifest",
      WORKSPACE,
      'crates/worker/Cargo.toml',
      { 'Cargo.toml': WORKSPACE['crates/worker/Cargo.toml'] },
      'Cargo.toml',
    ],
    ['the lock file', CRATE, 'Cargo.lock', { 'Cargo.lock': CRATE['Cargo.lock'] }, 'Cargo.lock'],
    ["cargo's configuration", { ...CRATE, '.cargo/config.toml': '' }, '.cargo', { 'config.toml': '' }],
    ['the older one', { ...CRATE, '.cargo/config': '' }, '.cargo/config', { config: '' }, 'config'],
    [
      'the toolchain file',
      { ...CRATE, 'rust-toolchain.toml': '[toolchain]\nchannel = "stable"\n' },
      'rust-toolchain.toml',
      { 'rust-toolchain.toml': '[toolchain]\nchannel = "stable"\n' },
      'rust-toolchain.toml',
    ],
    ['the older one of these', { ...CRATE, 'rust-toolchain': 'stable\n' }, 'rust-toolchain', { it: 'stable\n' }, 'it'],
  ])('%s', (_, files, path, outside, name = '') => {
    const dir = writeTree(tempDir(), files);
    const elsewhere = writeTree(tempDir(), outside);
    link(dir, path, join(elsewhere, name));
    const before = [readTree(dir), readTree(elsewhere)];
    for (const options of [{}, SYSTEM]) {
      const file = { src: 'src/main.rs', '.cargo': '.cargo/config.toml' }[path] ?? path;
      expect(() => synthIn(dir, options)).toThrow(
        new RegExp(`^${file} is a link to \\.\\./.*, outside the project: .* Put the file itself`),
      );
      expect([readTree(dir), readTree(elsewhere)]).toEqual(before);
    }
    // what the message says works
    rmSync(join(dir, path));
    writeTree(dir, files);
    expect(() => synthIn(dir)).not.toThrow();
  });
});

describe('a link inside a package is followed', () => {
  const bin = '[[bin]]\nname = "app"\npath = "src/main.rs"\n\n[[bin]]\nname = "two"\npath = "src/bin/two.rs"\n';
  const files = { ...CRATE, 'Cargo.toml': `${CRATE['Cargo.toml']}\n${bin}` };

  test.each<[string, MuslRustChefOptions]>([
    ['both are images', {}],
    ['the file is an image', { images: [{ binary: 'app' }] }],
    ['the link is an image', { images: [{ binary: 'two' }] }],
  ])('of two binaries, where %s: it stays a link, and each synth does the same', (_, options) => {
    const dir = writeTree(tempDir(), files);
    link(dir, 'src/bin/two.rs', '../main.rs');
    synthIn(dir, options);
    const text = readFileSync(join(dir, 'src/main.rs'), 'utf8');
    expect(text.match(/global_allocator/g)).toHaveLength(1);
    for (let i = 0; i < 2; i++) {
      synthIn(dir, options);
      expect(readFileSync(join(dir, 'src/main.rs'), 'utf8')).toBe(text);
    }
    expect(lstatSync(join(dir, 'src/bin/two.rs')).isSymbolicLink()).toBe(true);
    synthIn(dir, { ...options, ...SYSTEM });
    expect(readFileSync(join(dir, 'src/main.rs'), 'utf8')).toBe(CRATE['src/main.rs']);
  });

  test('to a file elsewhere in the project', () => {
    const dir = writeTree(tempDir(), { ...CRATE, 'shared/main.rs': MAIN });
    link(dir, 'src/main.rs', '../shared/main.rs');
    synthIn(dir);
    expect(readFileSync(join(dir, 'shared/main.rs'), 'utf8')).toContain('global_allocator');
    expect(lstatSync(join(dir, 'src/main.rs')).isSymbolicLink()).toBe(true);
    const before = readTree(dir);
    synthIn(dir);
    expect(readTree(dir)).toEqual(before);
  });
});

describe('one file of two', () => {
  const [server, worker] = ['crates/server/src/main.rs', 'crates/worker/src/main.rs'];

  test.each<[string, (dir: string) => void, MuslRustChefOptions]>([
    ['packages by a link', (dir) => link(dir, worker, '../../server/src/main.rs'), {}],
    ['packages by a link to their folder', (dir) => link(dir, dirname(worker), '../server/src'), {}],
    [
      'packages by a link, of which one is an image',
      (dir) => link(dir, worker, '../../server/src/main.rs'),
      { images: [{ binary: 'server' }] },
    ],
    [
      'packages by a hard link',
      (dir) => (rmSync(join(dir, worker)), linkSync(join(dir, server), join(dir, worker))),
      {},
    ],
    [
      'packages by a hard link, of which one is an image',
      (dir) => (rmSync(join(dir, worker)), linkSync(join(dir, server), join(dir, worker))),
      { images: [{ binary: 'worker' }] },
    ],
  ])('%s is refused by both names, and nothing is changed', (_, make, options) => {
    const dir = writeTree(tempDir(), WORKSPACE);
    make(dir);
    const before = readTree(dir);
    expect(() => synthIn(dir, options)).toThrow(
      /crates\/(server|worker)\/src\/main\.rs and crates\/(server|worker)\/src\/main\.rs are one file by a link, .*: make it two files, or use Allocator\.system\(\)$/,
    );
    expect(readTree(dir)).toEqual(before);
    // what the message says works
    expect(() => synthIn(dir, { ...options, ...SYSTEM })).not.toThrow();
    rmSync(join(dir, dirname(worker)), { recursive: true });
    writeTree(dir, { [worker]: MAIN });
    expect(() => synthIn(dir, options)).not.toThrow();
  });

  test('binaries of a package by a hard link is refused', () => {
    const dir = writeTree(tempDir(), CRATE);
    mkdirSync(join(dir, 'src/bin'));
    linkSync(join(dir, 'src/main.rs'), join(dir, 'src/bin/two.rs'));
    expect(() => synthIn(dir)).toThrow(/^src\/main\.rs and src\/bin\/two\.rs are one file by a link/);
    expect(lstatSync(join(dir, 'src/main.rs')).ino).toBe(lstatSync(join(dir, 'src/bin/two.rs')).ino);
  });

  test('a hard link from elsewhere keeps what it had', () => {
    const dir = writeTree(tempDir(), CRATE);
    const backup = join(tempDir(), 'main.rs');
    linkSync(join(dir, 'src/main.rs'), backup);
    synthIn(dir);
    expect(readFileSync(join(dir, 'src/main.rs'), 'utf8')).toContain('global_allocator');
    expect(readFileSync(backup, 'utf8')).toBe(CRATE['src/main.rs']);
  });
});
