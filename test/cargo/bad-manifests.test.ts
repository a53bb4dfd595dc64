import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LogLevel, Project } from 'projen';
import { Allocator } from '../../src/allocator/allocator';
import { AllocatorSync } from '../../src/allocator/allocator-sync';
import { CargoWorkspace } from '../../src/cargo/workspace';
import { readTree, tempDir, writeTree } from '../util';

const MAIN = 'fn main() {}\n';
const PACKAGE = '[package]\nname = "one"\nversion = "0.1.0"\nedition = "2021"\n';
const MEMBER = '[package]\nname = "a"\nedition = "2021"\n';
const BEGIN = '// muslrust-chef: begin allocator';
const END = '// muslrust-chef: end allocator';

interface BadInput {
  readonly files: Record<string, string>;
  readonly message: string | RegExp;
  /** Where the project is in the tree. */
  readonly project?: string;
}

const one = (rest: string, files: Record<string, string> = {}) => ({
  'Cargo.toml': `${PACKAGE}${rest}`,
  'src/main.rs': MAIN,
  ...files,
});

const BAD: Record<string, BadInput> = {
  'no manifest': {
    files: { 'src/main.rs': MAIN },
    message:
      /Cargo\.toml is missing in .*: put MuslRustChef into the project at the root of the Rust package or workspace/,
  },
  'neither a package nor a workspace': {
    files: { 'Cargo.toml': '[dependencies]\n' },
    message: 'Cargo.toml has neither [package] nor [workspace]: it needs one of them',
  },
  'TOML that does not parse': {
    files: one('[dependencies\n'),
    message: /^Cargo\.toml:5:14: not valid TOML: Unexpected character/,
  },
  'a key twice': {
    files: one('name = "two"\n'),
    message: "Cargo.toml:5:13: not valid TOML: Can't redefine existing key",
  },
  'a manifest that is not UTF-8': {
    files: one('description = "\u0000latin1"\n'),
    message: 'Cargo.toml is not valid UTF-8, which cargo and rustc require: save it as UTF-8',
  },
  'a package without a name': {
    files: { 'Cargo.toml': '[package]\nversion = "1.0.0"\n', 'src/main.rs': MAIN },
    message: 'Cargo.toml: package.name is missing: every package needs a name',
  },
  'a value of the wrong type': {
    files: one('default-run = true\n'),
    message: 'Cargo.toml: package.default-run must be a string',
  },
  'a dependency of the wrong type': {
    files: one('[dependencies]\nserde = 1\n'),
    message: 'Cargo.toml: dependencies.serde must be a version or a table',
  },
  'an unknown edition': {
    files: { 'Cargo.toml': '[package]\nname = "one"\nedition = "2020"\n', 'src/main.rs': MAIN },
    message: 'Cargo.toml: package.edition is "2020", which is no edition of Rust: use one of 2015, 2018, 2021, 2024',
  },
  'no binary': {
    files: { 'Cargo.toml': PACKAGE, 'src/lib.rs': '' },
    message:
      'no binary in the workspace of Cargo.toml: an image needs one. Add src/main.rs, src/bin/<name>.rs or a [[bin]]',
  },
  'inference turned off': { files: one('autobins = false\n'), message: 'no binary in the workspace of Cargo.toml' },
  'default-run that is no binary': {
    files: one('default-run = "server"\n'),
    message: 'Cargo.toml: package.default-run is "server", which is no binary of one. It has: one',
  },
  'default-run without a binary': {
    files: {
      'Cargo.toml': '[workspace]\nmembers = ["a", "b"]\n',
      'a/Cargo.toml': `${MEMBER}default-run = "server"\n`,
      'a/src/lib.rs': '',
      'b/Cargo.toml': '[package]\nname = "b"\nedition = "2021"\n',
      'b/src/main.rs': MAIN,
    },
    message: 'a/Cargo.toml: package.default-run is "server", which is no binary of a. It has: none',
  },
  'a [[bin]] whose file is missing': {
    files: one('[[bin]]\nname = "two"\npath = "src/two.rs"\n'),
    message: 'Cargo.toml: bin.path of "two" points to src/two.rs, which does not exist: create it or correct the path',
  },
  "a [[bin]] that can't be inferred": {
    files: one('[[bin]]\nname = "two"\n'),
    message:
      'Cargo.toml: bin "two" has no path, and neither src/bin/two.rs nor src/bin/two/main.rs exists: create one of them, or set path',
  },
  "one of edition 2015 that can't be inferred either": {
    files: { 'Cargo.toml': '[package]\nname = "one"\n[[bin]]\nname = "two"\n', 'src/lib.rs': '' },
    message: 'Cargo.toml: bin "two" has no path, and neither src/bin/two.rs nor src/bin/two/main.rs exists',
  },
  'a [[bin]] that is two files': {
    files: one('[[bin]]\nname = "two"\n', { 'src/bin/two.rs': MAIN, 'src/bin/two/main.rs': MAIN }),
    message: 'Cargo.toml: bin "two" could be src/bin/two/main.rs or src/bin/two.rs: set path to the right one',
  },
  'a [[bin]] without a name': {
    files: one('[[bin]]\npath = "src/main.rs"\n'),
    message: 'Cargo.toml: a [[bin]] has no name: add name = "…" to it',
  },
  'a [[bin]] outside the project': {
    files: { 'p/Cargo.toml': `${PACKAGE}[[bin]]\nname = "two"\npath = "../two.rs"\n`, 'two.rs': MAIN },
    project: 'p',
    message: 'Cargo.toml: bin.path of "two" points to ../two.rs, outside the project',
  },
  '[bin] for [[bin]]': {
    files: one('[bin]\nname = "two"\n'),
    message: 'Cargo.toml: bin must be a list of tables, as in [[bin]]',
  },
  'two [[bin]] of one name': {
    files: one('[[bin]]\nname = "one"\n[[bin]]\nname = "one"\n'),
    message: 'Cargo.toml: two [[bin]] are named "one": rename one of them',
  },
  'a member that is missing': {
    files: one('[workspace]\nmembers = ["crates/a"]\n'),
    message:
      'Cargo.toml: workspace.members lists "crates/a", but crates/a/Cargo.toml does not exist: create it, or remove the entry',
  },
  'a member outside the project': {
    files: {
      'p/Cargo.toml': `${PACKAGE}[workspace]\nmembers = ["../a"]\n`,
      'p/src/main.rs': MAIN,
      'a/Cargo.toml': MEMBER,
    },
    project: 'p',
    message: 'Cargo.toml: workspace.members lists "../a", outside the project',
  },
  'a workspace within the workspace': {
    files: one('[workspace]\nmembers = ["a"]\n', { 'a/Cargo.toml': `${MEMBER}[workspace]\n`, 'a/src/main.rs': MAIN }),
    message:
      'a/Cargo.toml: workspace: the workspace of Cargo.toml holds this package, so it can\'t be the root of another one. Remove [workspace] here, or list "a" in exclude of Cargo.toml',
  },
  'a member of a workspace further up': {
    files: { 'Cargo.toml': '[workspace]\nmembers = ["p"]\n', 'p/Cargo.toml': PACKAGE, 'p/src/main.rs': MAIN },
    project: 'p',
    message:
      /Cargo\.toml belongs to the workspace in .*\. Put MuslRustChef into the project at the root of that workspace/,
  },
  'package.workspace': {
    files: {
      'ws/Cargo.toml': '[workspace]\nmembers = ["../p"]\n',
      'p/Cargo.toml': `${PACKAGE}workspace = "../ws"\n`,
      'p/src/main.rs': MAIN,
    },
    project: 'p',
    message: /Cargo\.toml belongs to the workspace in .*ws\. Put MuslRustChef/,
  },
  'a path dependency outside the project': {
    files: one('[dependencies]\nshared = { path = "../shared" }\n'),
    message:
      "Cargo.toml: dependencies.shared points to ../shared, outside the project. The image is built from the project's files only",
  },
  'one of a target, for tests': {
    files: one('[target.\'cfg(unix)\'.dev-dependencies]\nshared = { path = "../shared" }\n'),
    message: "Cargo.toml: target.'cfg(unix)'.dev-dependencies.shared points to ../shared, outside the project",
  },
  'one that is inherited': {
    files: {
      'Cargo.toml': '[workspace]\nmembers = ["a"]\n[workspace.dependencies]\nshared = { path = "../shared" }\n',
      'a/Cargo.toml': `${MEMBER}[build-dependencies]\nshared.workspace = true\n`,
      'a/src/main.rs': MAIN,
    },
    message: 'Cargo.toml: build-dependencies.shared points to ../shared, outside the project',
  },
  'one of [patch]': {
    files: one('[patch.crates-io]\nserde = { path = "../serde" }\n'),
    message: 'Cargo.toml: patch.crates-io.serde points to ../serde, outside the project',
  },
  'one of [replace]': {
    files: one('[replace]\n"serde:1.0.0" = { path = "../serde" }\n'),
    message: "Cargo.toml: replace.'serde:1.0.0' points to ../serde, outside the project",
  },
  'a path dependency that is missing': {
    files: one('[dependencies]\nshared = { path = "shared" }\n'),
    message:
      'Cargo.toml: dependencies.shared points to shared, but shared/Cargo.toml does not exist: create it or correct the path',
  },
  'a path dependency that is excluded': {
    files: one('[workspace]\nexclude = ["a"]\n[dependencies]\na = { path = "a" }\n', {
      'a/Cargo.toml': MEMBER,
      'a/src/lib.rs': '',
    }),
    message:
      /dependencies\.a points to a, which is no member of the workspace, and cargo-chef can't build such crates \(.*\/285\)\. Add "a" to members of \[workspace\] in Cargo\.toml and take it out of exclude/,
  },
  'a path dependency without a workspace': {
    files: one('[dependencies]\na = { path = "a" }\n', { 'a/Cargo.toml': MEMBER, 'a/src/lib.rs': '' }),
    message:
      /dependencies\.a points to a, which is no member .* Add an empty \[workspace\] to Cargo\.toml, which makes it a member/,
  },
  'inheritance from nothing': {
    files: one('license.workspace = true\n[workspace]\n'),
    message:
      'Cargo.toml: package.license is inherited, but the workspace has no license in [workspace.package]: add it there',
  },
  'an inherited dependency that is not there': {
    files: one('[dependencies]\nserde.workspace = true\n[workspace]\n'),
    message:
      'Cargo.toml: dependencies.serde is inherited, but the workspace has no such entry in [workspace.dependencies]: add it there',
  },
  'a toolchain of this machine': {
    files: one('', { 'rust-toolchain.toml': '[toolchain]\npath = "/opt/rust"\n' }),
    message:
      'rust-toolchain.toml: toolchain.path names a toolchain of this machine, which the builder image does not have: name a channel instead',
  },
  'a toolchain file that does not parse': {
    files: one('', { 'rust-toolchain': 'stable\nclippy\n' }),
    message: /^rust-toolchain:1:7: not valid TOML/,
  },
  'a toolchain file of something else': {
    files: one('', { 'rust-toolchain.toml': 'channel = "stable"\n' }),
    message: 'rust-toolchain.toml has no [toolchain]: add it with a channel, as in channel = "stable"',
  },
  'a configuration that does not parse': {
    files: one('', { '.cargo/config.toml': '[build\n' }),
    message: /^\.cargo\/config\.toml:1:7: not valid TOML/,
  },
  'crates vendored outside the project': {
    files: one('', {
      '.cargo/config.toml': '[source.crates-io]\nreplace-with = "v"\n[source.v]\ndirectory = "../vendor"\n',
    }),
    message: '.cargo/config.toml: source.v.directory points to ../vendor, outside the project',
  },
  'a block without an end': {
    files: one('', { 'src/main.rs': `#![allow(dead_code)]\n${BEGIN}\nstatic A: u8 = 0;\n${MAIN}` }),
    message: `src/main.rs:2: the block that begins here has no "${END}" line: remove what is left of it, and synth again`,
  },
  'a block without a beginning': {
    files: one('', { 'src/main.rs': `${END}\n${MAIN}` }),
    message: `src/main.rs:1: "${END}" is out of place`,
  },
  'two blocks': {
    files: one('', { 'src/main.rs': `${BEGIN}\n${END}\n\n${BEGIN}\n${END}\n${MAIN}` }),
    message: `src/main.rs:4: "${BEGIN}" is out of place: the file may have one block`,
  },
  'a root file that is not UTF-8': {
    files: one('', { 'src/main.rs': '// \u0000latin1\nfn main() {}\n' }),
    message: 'src/main.rs is not valid UTF-8',
  },
  'a root file of another package': {
    files: {
      'Cargo.toml': '[workspace]\nmembers = ["a"]\n',
      'a/Cargo.toml': `${MEMBER}[[bin]]\nname = "a"\npath = "../common/main.rs"\n`,
      'common/main.rs': MAIN,
    },
    message:
      'a/Cargo.toml: the root file of binary "a" is common/main.rs, outside the package: no allocator can be put into a file of another package. Move it inside, or use Allocator.system()',
  },
  'a manifest in the good package, a bad block in the other': {
    files: {
      'Cargo.toml': '[workspace]\nmembers = ["a", "b"]\n',
      'a/Cargo.toml': MEMBER,
      'a/src/main.rs': MAIN,
      'b/Cargo.toml': '[package]\nname = "b"\nedition = "2021"\n',
      'b/src/main.rs': `${BEGIN}\n${MAIN}`,
    },
    message: 'b/src/main.rs:1: the block that begins here has no',
  },
};

describe('wrong input is answered with what is wrong, where, and what to do', () => {
  test.each(Object.entries(BAD))('%s', (_, { files, message, project: folder = '.' }) => {
    const tree = tempDir();
    const root = join(tree, folder);
    mkdirSync(root, { recursive: true });
    writeTree(tree, files);
    for (const [path, text] of Object.entries(files)) {
      if (text.includes('\u0000')) {
        writeFileSync(join(tree, path), Buffer.from(text.replace('\u0000', '\u00fc'), 'latin1'));
      }
    }
    const before = readTree(tree);
    expect(() => {
      const workspace = CargoWorkspace.discover(root);
      const project = new Project({ name: 'test', outdir: tempDir(), logging: { level: LogLevel.OFF } });
      const sync = new AllocatorSync(project, {
        workspace,
        binaries: workspace.binaries,
        allocator: Allocator.mimalloc(),
      });
      sync.preSynthesize();
    }).toThrow(message);
    expect(readTree(tree)).toEqual(before);
  });

  test('there are more than 20 of them', () => {
    expect(Object.keys(BAD).length).toBeGreaterThan(20);
  });

  test.each(['0.1.45', '0.1.51', '=0.1.51', '0.1', '0', '<0.2', '>=0.1.40, <0.2', '~0.1.50', '0.1.*', '*'])(
    'mimalloc %s is refused with the reason',
    (version) => {
      expect(() => Allocator.mimalloc({ version })).toThrow(
        `Allocator.mimalloc: version "${version}" admits releases before 0.1.52, and these fail: 0.1.45 does not compile for musl, 0.1.51 dies with an illegal instruction on ARMv8.0`,
      );
    },
  );

  test.each(['', 'latest', '1.2.3.4', '0.1.52"', '^'])('a mimalloc of version %j is none', (version) => {
    expect(() => Allocator.mimalloc({ version })).toThrow(
      `Allocator.mimalloc: version "${version}" is no version requirement of cargo`,
    );
  });

  test.each(['0.1.52', '=0.1.52', '^0.1.52', '~0.1.60', '>=0.1.52', '>0.1.51', '>=0.1.52, <0.3', '0.2', '1'])(
    'mimalloc %s is taken',
    (version) => {
      expect(Allocator.mimalloc({ version })._crate!.version).toBe(version);
    },
  );
});
