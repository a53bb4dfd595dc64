import { CargoAliases } from '../../src/cargo/cargo-aliases';
import { CargoBinary } from '../../src/cargo/package';
import { SourceTree } from '../../src/cargo/source-tree';
import { TomlTable } from '../../src/cargo/toml-table';
import { tempDir } from '../util';

/** A binary `tool` of the package `xt` in the folder `tools/xt`. */
const TOOL = { name: 'tool', package: { name: 'xt', directory: 'tools/xt' } } as CargoBinary;

const of = (toml: string | undefined, binary = TOOL) =>
  new CargoAliases(
    new SourceTree(tempDir()),
    toml === undefined ? [] : [TomlTable.parse(toml, '.cargo/config.toml')],
  ).of(binary);

test.each([
  'run -p xt',
  'r -p xt',
  'run --package xt --',
  'run --package=xt',
  'run -p=xt',
  '  run   --quiet  -p   xt  ',
  // a specification of a package, https://doc.rust-lang.org/cargo/reference/pkgid-spec.html
  'run -p xt@1.2.3',
  'run -p xt:1.2.3',
  'run --bin tool',
  'run --bin=tool --release',
  'run --manifest-path tools/xt/Cargo.toml',
  'run --manifest-path=./tools/xt/Cargo.toml',
  'run --manifest-path tools/xt',
  'run -p xt --bin tool --manifest-path tools/xt/Cargo.toml -- --bin other',
])('%j runs it', (alias) => {
  expect(of(`[alias]\nx = ${JSON.stringify(alias)}\n`)).toBe('x');
  expect(of(`[alias]\nx = ${JSON.stringify(alias.split(' ').filter(Boolean))}\n`)).toBe('x');
});

test.each([
  // may be any
  'run',
  'r',
  'run --',
  'run --release',
  'run -- -p xt',
  'run -- --bin tool',
  'build -p xt',
  'runs -p xt',
  'run -p other',
  'run -p other -- -p xt',
  'run -p xtra',
  'run --bin other',
  'run --bin tools',
  'run -p xt --bin other',
  'run -p other --bin tool',
  'run --manifest-path Cargo.toml',
  'run --manifest-path tools/Cargo.toml',
  'run --manifest-path tools/xt/Cargo.toml --bin other',
  '',
])('%j does not', (alias) => {
  expect(of(`[alias]\nx = ${JSON.stringify(alias)}\n`)).toBeUndefined();
});

test('that of the root is run by its manifest', () => {
  const root = { name: 'app', package: { name: 'app', directory: '.' } } as CargoBinary;
  expect(of('[alias]\nx = "run --manifest-path Cargo.toml"\n', root)).toBe('x');
  expect(of('[alias]\nx = "run --manifest-path ./Cargo.toml"\n', root)).toBe('x');
  expect(of('[alias]\nx = "run --manifest-path tools/xt/Cargo.toml"\n', root)).toBeUndefined();
});

test.each<[string, string | undefined]>([
  ['x = "y --release"\ny = "run -p xt"\n', 'x'],
  ['x = ["y"]\ny = ["z", "-p", "xt"]\nz = "run"\n', 'x'],
  // what is added to an alias
  ['x = "y -p xt"\ny = "run --bin other"\n', undefined],
  ['other = "build"\nx = "run -p xt"\n', 'x'],
  // one may be called as what it runs, and they may go round
  ['run = "run -p xt"\n', 'run'],
  ['x = "y"\ny = "x"\n', undefined],
])('an alias may be of another one: %j', (lines, expected) => {
  expect(of(`[alias]\n${lines}`)).toBe(expected);
});

test.each([undefined, '', '[build]\njobs = 4\n', '[alias]\n'])('without aliases there is none: %j', (toml) => {
  expect(of(toml)).toBeUndefined();
});

test.each(['x = 1\n', 'x = [1]\n'])('%j is no alias', (line) => {
  expect(() => of(`[alias]\n${line}`)).toThrow('.cargo/config.toml: alias.x must be a');
});
