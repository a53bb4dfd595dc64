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

test.each([
  ['direnv', '.envrc .envrc.local .envrc.private .envrc.prod .envrc~ .direnvrc.env'],
  ['an environment for each', '.env-prod .env_prod .env-local .env2 .envs/.production/.django .environment .env.d/db'],
  ['Compose', 'prod.env app.prod.env db-1.env secrets.env .prod.env web/prod.env .local/db.env'],
  ['Emacs', '.env~ .env.~1~ #.env# .#.env prod.env~ #prod.env# .#prod.env .envrc~ x/.env~'],
  [
    'Vim, Kate and others',
    '.env.swp .prod.env.swp .prod.env.kate-swp .env.bak .env.save prod.env.bak .env.un~ x/.app.env.swo',
  ],
])('secrets by the habit of %s are hidden', (_, names) => {
  expect(names.split(' ').filter((name) => !hidden(name) || !hidden(`crates/a/${name}`))).toEqual([]);
});

test('no Rust source is hidden, nor its module, nor what only looks like an env file', () => {
  const word = fc.constantFrom(
    'env',
    'envrc',
    'dotenv',
    'environment',
    'prod',
    'a',
    'env_prod',
    'r#env',
    'envs',
    'my_env',
  );
  const source = fc.array(word, { minLength: 1, maxLength: 4 }).map((parts) => `${parts.join('/')}.rs`);
  const twice = fc.tuple(word, word).map((words) => `src/${words.join('.')}.rs`);
  fc.assert(fc.property(fc.oneof(source, twice), (path) => expect(hidden(path)).toBe(false)));
  expect(
    [
      'env',
      'a.env.b',
      'x.environment.ts',
      'vite.env.ts',
      'environments/.keep',
      'env.toml',
      'x-env',
      'dotenv',
      'a.envelope',
    ].filter((path) => hidden(path)),
  ).toEqual([]);
});

test('nothing but examples is in the build context, however near its name is to theirs', () => {
  const near = fc
    .tuple(fc.constantFrom(...EXAMPLES), fc.nat(9), fc.nat(2), fc.constantFrom('', 'x', 's', '.', '.local', '-1', 'E'))
    .map(([name, at, removed, added]) => name.slice(0, at) + added + name.slice(at + removed));
  const far = fc.string({ unit: fc.constantFrom(...'abcdefimlpstx.-_~1'), maxLength: 12 });
  const separator = fc.constantFrom('.', '-', '_', '~', '', 'rc', 'rc.');
  const folder = fc.constantFrom('', 'a/', 'crates/a/', '.env/', 'sample/');
  fc.assert(
    fc.property(fc.oneof(near, far), separator, folder, (name, between, where) => {
      const path = `.env${between}${name}`;
      expect(hidden(`${where}${path}`)).toBe(where !== '' || !EXAMPLES.some((example) => path === `.env.${example}`));
    }),
    { numRuns: 2000 },
  );
});

test('.env is hidden wherever it is, and what only begins so is not', () => {
  expect(['.env', 'a/.env', 'a/b/.env', '.env/x'].map((path) => hidden(path))).toEqual([true, true, true, true]);
  expect(['env', 'a.env.b', 'src/env.rs'].map((path) => hidden(path))).toEqual([false, false, false]);
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

test('other env files that a source has the compiler read, or a build script names, are there, and what the program names is not', () => {
  const lines = patterns({
    ...WORKSPACE,
    'crates/server/src/main.rs':
      'const A: &str = include_str!("../app.env");\nfn main() { dotenvy::from_filename("prod.env").ok(); }\n',
    'crates/server/build.rs':
      'fn main() { std::fs::read("conf/build.env").ok(); read(".env"); read("none.env"); read("../../x.env"); }\n',
    'crates/server/conf/build.env': '',
    'crates/server/.env': '',
    'crates/server/prod.env': '',
    'x.env': '',
  });
  expect(lines).toEqual([...plain, '!/crates/server/app.env', '!/crates/server/conf/build.env', '!/x.env']);
  expect(hidden('crates/server/conf/build.env', lines)).toBe(false);
  expect(hidden('crates/server/prod.env', lines)).toBe(true);
});

test('few lines say so, for people read them', () => {
  expect(plain.length).toBeLessThanOrEqual(11);
});
