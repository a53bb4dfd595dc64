import { readFileSync } from 'fs';
import { join } from 'path';
import { CRATE, synth, synthIn } from '../synth';
import { tempDir, writeTree } from '../util';

const patternsOf = (dir: string) =>
  readFileSync(join(dir, '.dockerignore'), 'utf-8')
    .split('\n')
    .filter((line) => line && !line.startsWith('#'));
const plain = patternsOf(synth(CRATE).dir);

/** Docker's own rules, for the forms of pattern that are used (github.com/moby/patternmatcher). */
function hidden(path: string, patterns = plain): boolean {
  return patterns.some((pattern) => {
    const name = pattern
      .replace(/^(\*\*)?\//, '')
      .replace(/\[.*?\]|[^]/g, (part) =>
        part.startsWith('[') ? part : ({ '*': '[^/]*', '?': '[^/]' }[part] ?? part.replace(/[.$^(){}|+]/, '\\$&')),
      );
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
  expect(plain.filter((pattern) => pattern.startsWith('!') || pattern === '*')).toEqual([]);
});

describe("where a developer's cargo compiles to, by .cargo/config.toml", () => {
  const within = (config: string, files: Record<string, string> = {}) => {
    const dir = writeTree(tempDir(), { ...CRATE, ...files });
    writeTree(dir, { '.cargo/config.toml': `[build]\n${config.replaceAll('<project>', dir)}\n` });
    return synthIn(dir);
  };

  test.each([
    ['build-dir = "out"', 'out/debug/app'],
    ['build-dir = "./out/"', 'out/debug/app'],
    ['build-dir = "a/../out"', 'out/debug/app'],
    ['target-dir = "out"', 'out/debug/app'],
    ['build-dir = "{workspace-root}/out"', 'out/debug/app'],
    ['build-dir = "out/{workspace-path-hash}"', 'out/8f/0e8c2d9a7b61f3/debug/app'],
    ['build-dir = "{workspace-root}/.build-{workspace-path-hash}"', '.build-8f/0e8c2d9a7b61f3/debug/app'],
    ['build-dir = "what is [this]?*"', 'what is [this]?*/debug/app'],
    ["target-dir = 'back\\slash'", 'back\\slash/debug/app'],
    ['target-dir = "{workspace-root}"', 'src/main.rs', false],
    ['build-dir = "out"', 'src/out/mod.rs', false],
    ['build-dir = "out"', 'outlook/mod.rs', false],
    ['build-dir = "out/{workspace-path-hash}"', 'out/queries/all.sql', false],
    ['build-dir = "what is [this]?*"', 'what is this/x.sql', false],
    // nothing that a crate needs, whatever is said
    ['build-dir = "."', 'Cargo.toml', false],
    ['build-dir = "{workspace-root}"', 'src/main.rs', false],
    ['build-dir = "src"', 'src/main.rs', false],
    ['build-dir = "../out"', 'out/x', false],
    ['build-dir = "{workspace-root}-out"', 'out/x', false],
    ['build-dir = "{cargo-cache-home}/out"', 'out/x', false],
    ['build-dir = "/tmp/out"', 'tmp/out/x', false],
    ['build-dir = "<project>/out"', 'out/x', false],
  ])('%s: %s', (config, path, isHidden = true) => {
    const { dir, warnings } = within(config);
    const patterns = patternsOf(dir);
    expect(hidden(path, patterns)).toBe(isHidden);
    expect(patterns.filter((pattern) => !plain.includes(pattern))).toHaveLength(
      isHidden || patterns.length > plain.length ? 1 : 0,
    );
    expect(warnings).toEqual(
      config.includes('<project>')
        ? [expect.stringMatching(/build-dir is ".*\/out".* Write "out".*\[config-build-dir\]$/)]
        : [],
    );
  });

  test('a folder of members, or of vendored crates, is not hidden', () => {
    const files = {
      'Cargo.toml': `${CRATE['Cargo.toml']}[workspace]\nmembers = ["crates/a"]\n`,
      'crates/a/Cargo.toml': '[package]\nname = "a"\n',
      'crates/a/src/lib.rs': '',
    };
    const { dir } = within(
      'build-dir = "crates"\ntarget-dir = "vendor"\n[source.crates-io]\nreplace-with = "v"\n[source.v]\ndirectory = "vendor"',
      files,
    );
    expect(patternsOf(dir)).toEqual(plain);
  });

  test('is the same wherever the project is', () => {
    const config = 'build-dir = "{workspace-root}/out/{workspace-path-hash}"';
    expect(patternsOf(within(config).dir)).toEqual(patternsOf(within(config).dir));
  });
});
