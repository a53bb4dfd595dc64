import * as fc from 'fast-check';
import { CargoWorkspace } from '../../src/cargo/workspace';
import { ContextRules } from '../../src/dockerfile/context-rules';
import { secretFiles } from '../../src/dockerfile/secret-files';
import { CRATE, WORKSPACE } from '../synth';
import { tempDir, writeTree } from '../util';

const EXAMPLES = ['example', 'sample', 'template', 'default', 'defaults', 'dist'];
const patterns = (files: Record<string, string>) =>
  secretFiles(CargoWorkspace.discover(writeTree(tempDir(), files), {}));
const plain = patterns(CRATE);
const hidden = (path: string, lines = plain) => new ContextRules(lines.join('\n')).hiding(path) !== undefined;

test.each(EXAMPLES)('.env.%s is in the build context', (name) => {
  expect(hidden(`.env.${name}`)).toBe(false);
});

test.each([
  'sandbox external temp exp exchange def defense distributed development dev local prod secret staging test e2e d de docker',
  'local.php 1 example.local examples sampled samples dist.local EXAMPLE Example exampl templates defaults.prod',
])('of those called %s none is', (names) => {
  expect(names.split(' ').filter((name) => !hidden(`.env.${name}`))).toEqual([]);
});

test('nothing but examples is in the build context, however near its name is to theirs', () => {
  const near = fc
    .tuple(fc.constantFrom(...EXAMPLES), fc.nat(9), fc.nat(2), fc.constantFrom('', 'x', 's', '.', '.local', '-1', 'E'))
    .map(([name, at, removed, added]) => name.slice(0, at) + added + name.slice(at + removed));
  const far = fc.string({ unit: fc.constantFrom(...'abcdefimlpstx.-_1'), maxLength: 12 });
  const folder = fc.constantFrom('', 'a/', 'crates/a/', '.env/', 'sample/');
  fc.assert(
    fc.property(fc.oneof(near, far), folder, (name, where) => {
      expect(hidden(`${where}.env.${name}`)).toBe(where !== '' || !EXAMPLES.includes(name));
    }),
    { numRuns: 2000 },
  );
});

test('.env is hidden wherever it is, and what only begins so is not', () => {
  expect(['.env', 'a/.env', 'a/b/.env', '.env/x'].map((path) => hidden(path))).toEqual([true, true, true, true]);
  expect(['env', 'a.env.b', 'src/env.rs', 'x.env'].map((path) => hidden(path))).toEqual([false, false, false, false]);
});

test('examples that a source has the compiler read are there, and secrets that it names are not', () => {
  const main = (path: string) => `const A: &str = include_str!("${path}");\nfn main() {}\n`;
  const lines = patterns({
    ...WORKSPACE,
    'crates/server/src/main.rs': main('../.env.example') + main('../../../conf/.env.dist') + main('../.env.prod'),
    'crates/worker/src/main.rs': main('../../../.env.sample') + main('../../../../.env.example'),
  });
  expect(lines).toEqual([...plain, '!/crates/server/.env.example', '!/conf/.env.dist']);
  expect(hidden('crates/server/.env.example', lines)).toBe(false);
  expect(hidden('crates/worker/.env.example', lines)).toBe(true);
});

test('few lines say so, for people read them', () => {
  expect(plain.length).toBeLessThanOrEqual(8);
});
