import { readFileSync } from 'fs';
import { join } from 'path';
import { CRATE, synth } from '../synth';

const patterns = () =>
  readFileSync(join(synth(CRATE).dir, '.dockerignore'), 'utf-8')
    .split('\n')
    .filter((line) => line && !line.startsWith('#'));

/** Docker's own rules, for the two forms of pattern that are used. */
function hidden(path: string): boolean {
  return patterns().some((pattern) => {
    const name = pattern
      .replace(/^(\*\*)?\//, '')
      .replace(/[.]/g, '\\.')
      .replace(/\*/g, '[^/]*');
    return new RegExp(`${pattern.startsWith('**/') ? '(^|/)' : '^'}${name}($|/)`).test(path);
  });
}

test.each([
  'Cargo.toml',
  'Cargo.lock',
  '.cargo/config.toml',
  'rust-toolchain.toml',
  'src/main.rs',
  'build.rs',
  'README.md',
  'LICENSE',
  'proto/service.proto',
  'migrations/1.sql',
  '.sqlx/query.json',
  'assets/logo.svg',
  'docker/get-executable.sh',
  'src/target/mod.rs',
  'crates/target/src/lib.rs',
  'vendor/serde/Cargo.toml',
  'src/env.rs',
  'environments/.keep',
])('%s is in the build context', (path) => {
  expect(hidden(path)).toBe(false);
});

test.each([
  'target/release/app',
  'Dockerfile',
  'docker-bake.json',
  '.dockerignore',
  '.gitignore',
  '.gitattributes',
  '.git/HEAD',
  '.github/workflows/image.yml',
  'node_modules/projen/package.json',
  '.env',
  'crates/a/.env.local',
  '.projenrc.js',
  '.projen/tasks.json',
])('%s is not', (path) => {
  expect(hidden(path)).toBe(true);
});

test('it is a list of what is left out: nothing is let in again', () => {
  expect(patterns().filter((pattern) => pattern.startsWith('!') || pattern === '*')).toEqual([]);
});
