import { CargoWorkspace } from '../../src/cargo/workspace';
import { tempDir } from '../util';

const package_ = (name: string, rest = '') => `[package]\nname = "${name}"\nversion = "1.2.3"\n${rest}`;
const BASE = {
  'Cargo.toml': package_('app'),
  'src/main.rs': 'fn main() {}\n',
  'itoa/Cargo.toml': package_('itoa'),
  'third/log/Cargo.toml': package_('log', '[dependencies]\nitoa = { path = "../../itoa" }\n'),
};
const ITOA = 'itoa = { path = "itoa" }\n';

const cooked = (files: Record<string, string>) =>
  CargoWorkspace.discover(tempDir(), { ...BASE, ...files }).cookedSources;

test.each<[string, Record<string, string>, string[]]>([
  ['nothing', {}, []],
  ['a version', { 'Cargo.toml': package_('app', '[patch.crates-io]\nitoa = { git = "https://x" }\n') }, []],
  ['by the manifest', { 'Cargo.toml': package_('app', `[patch.crates-io]\n${ITOA}`) }, ['itoa']],
  [
    'a member',
    { 'Cargo.toml': package_('app', `[workspace]\nmembers = ["itoa"]\n[patch.crates-io]\n${ITOA}`) },
    ['itoa'],
  ],
  ['of a git source', { 'Cargo.toml': package_('app', `[patch."https://github.com/x/y"]\n${ITOA}`) }, ['itoa']],
  ['by [replace]', { 'Cargo.toml': package_('app', '[replace]\n"itoa:1.0.0" = { path = "itoa" }\n') }, ['itoa']],
  [
    'with what it depends on by path',
    { 'Cargo.toml': package_('app', '[patch.crates-io]\nlog = { path = "third/log" }\n') },
    ['itoa', 'third/log'],
  ],
  [
    'a folder has those in it with it',
    {
      'Cargo.toml': package_('app', '[patch.crates-io]\nlog = { path = "third" }\n'),
      'third/Cargo.toml': package_('log', '[dependencies]\nx = { path = "log" }\n'),
      'third/log/Cargo.toml': package_('x'),
    },
    ['third'],
  ],
  [
    'not what its tests depend on',
    {
      'Cargo.toml': package_('app', '[patch.crates-io]\nlog = { path = "third/log" }\n'),
      'third/log/Cargo.toml': package_('log', '[dev-dependencies]\nitoa = { path = "../../itoa" }\n'),
    },
    ['third/log'],
  ],
  ['by the configuration', { '.cargo/config.toml': `[patch.crates-io]\n${ITOA}` }, ['itoa']],
  ['by `paths`', { '.cargo/config.toml': 'paths = ["third/log"]\n' }, ['itoa', 'third/log']],
  [
    'by what the configuration includes, relative to the parent of its folder',
    {
      '.cargo/config.toml': 'include = ["../a/b/x.toml"]\n',
      'a/b/x.toml': 'paths = ["c"]\n',
      'a/c/Cargo.toml': package_('c'),
    },
    ['a/c', 'a/b/x.toml'],
  ],
])('dependencies are compiled with the sources of what stands in their place: %s', (_, files, expected) => {
  expect(cooked(files)).toEqual(expected);
});

test.each<[string, Record<string, string>, string]>([
  [
    'outside',
    { '.cargo/config.toml': 'paths = ["../x"]\n' },
    ".cargo/config.toml: paths points to ../x, outside the project. The image is built from the project's files only",
  ],
  [
    'outside',
    { '.cargo/config.toml': '[patch.crates-io]\nx = { path = "../x" }\n' },
    '.cargo/config.toml: patch.crates-io.x points to ../x, outside the project',
  ],
  [
    'not there',
    { 'Cargo.toml': package_('app', '[patch.crates-io]\nx = { path = "x" }\n') },
    'Cargo.toml: patch.crates-io.x points to x, but x/Cargo.toml does not exist',
  ],
  [
    'of a version that cargo-chef replaces',
    {
      'Cargo.toml': package_(
        'app',
        `[workspace]\nmembers = ["itoa"]\n[workspace.package]\nversion = "1.0.0"\n[patch.crates-io]\n${ITOA}`,
      ),
      'itoa/Cargo.toml': '[package]\nname = "itoa"\nversion.workspace = true\n',
    },
    'itoa/Cargo.toml: package.version is inherited, and the crate stands in place of another one',
  ],
])('what can not be there is refused: %s', (_, files, message) => {
  expect(() => cooked(files)).toThrow(message);
});
