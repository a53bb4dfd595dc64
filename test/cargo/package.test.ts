import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { compare } from '../../src/cargo/package';
import { SourceTree } from '../../src/cargo/source-tree';
import { CargoWorkspace } from '../../src/cargo/workspace';
import { tempDir, writeTree } from '../util';

const MANIFEST = '[package]\nname = "one"\nedition = "2021"\n';
const discover = (manifest: string, files: Record<string, string> = { 'src/main.rs': '' }) =>
  CargoWorkspace.discover(tempDir(), { 'Cargo.toml': MANIFEST + manifest, ...files });

test('a default-run that is no binary is answered with those that there are, in order', () => {
  const listed = ['zwei', 'eins'].map((name) => `[[bin]]\nname = "${name}"\npath = "src/main.rs"\n`).join('');
  expect(() => discover(`default-run = "drei"\n${listed}`)).toThrow('It has: eins, zwei');
});

test.each([
  ['', ['default']],
  ['[features]\na = []\n', ['default', 'a']],
  ['[dependencies]\na = { version = "1", optional = true }\n', ['default', 'a']],
  ['[dependencies]\na = "1"\n', ['default']],
  ['[features]\nb = ["dep:a"]\n[dependencies]\na = { version = "1", optional = true }\n', ['default', 'b']],
])('with %j --features takes %j', (manifest, expected) => {
  const [{ package: one }] = discover(manifest).binaries;
  expect(['default', 'a', 'b', 'toString'].filter((name) => one.hasFeature(name))).toEqual(expected);
});

test('dependencies are read anew, those that are inherited too, and none where the manifest has gone', () => {
  const root = writeTree(tempDir(), {
    'Cargo.toml': '[workspace]\nmembers = ["a"]\n[workspace.dependencies]\nlog = "0.4"\n',
    'a/Cargo.toml': '[package]\nname = "a"\nedition = "2021"\n',
    'a/src/main.rs': '',
  });
  const [a] = CargoWorkspace.discover(root).packages;
  expect(a.dependenciesIn(new SourceTree(root))).toEqual([]);
  writeTree(root, { 'a/Cargo.toml': '[package]\nname = "a"\n[dependencies]\nlog.workspace = true\n' });
  expect(a.dependenciesIn(new SourceTree(root))).toMatchObject([{ name: 'log', requirement: '0.4' }]);
  rmSync(join(root, 'Cargo.toml'));
  expect(() => a.dependenciesIn(new SourceTree(root))).toThrow('dependencies.log is inherited');
  rmSync(join(root, 'a/Cargo.toml'));
  expect(a.dependenciesIn(new SourceTree(root))).toEqual([]);
});

test('what is not inherited has to have the right type', () => {
  expect(() => discover('license.workspace = false\n')).toThrow('Cargo.toml: package.license must be a string');
});

test.each([
  ['a', 'b', -1],
  ['b', 'a', 1],
  ['a', 'a', 0],
  ['B', 'a', -1],
  ['a-b', 'a_b', -1],
])('%s and %s are in the order of their characters', (a, b, expected) => {
  expect(compare(a, b)).toBe(expected);
});
