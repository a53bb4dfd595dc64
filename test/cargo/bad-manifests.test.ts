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

/** What somebody does who does as the message says. */
interface Remedy {
  /** The words of the message. */
  readonly says: string;
  /** What is written then. */
  readonly files?: Record<string, string>;
  /** Where the project is then. */
  readonly project?: string;
  readonly allocator?: Allocator;
}

interface BadInput {
  readonly files: Record<string, string>;
  readonly message: string | RegExp;
  /** Each way that the message names. */
  readonly remedies: Remedy[];
  /** Where the project is in the tree. */
  readonly project?: string;
}

const one = (rest: string, files: Record<string, string> = {}) => ({
  'Cargo.toml': `${PACKAGE}${rest}`,
  'src/main.rs': MAIN,
  ...files,
});

/** As `one`, where a test writes the manifest alone. */
const manifest = (rest: string) => ({ 'Cargo.toml': `${PACKAGE}${rest}` });
const crate = (folder: string) => ({ [`${folder}/Cargo.toml`]: MEMBER, [`${folder}/src/lib.rs`]: '' });
const MOVE = 'move the crate inside';
const REGISTRY = 'take it from git or a registry';
const FURTHER_UP = 'put MuslRustChef into a project further up';
/** The project is in a folder of its own then, below the one that has it. */
const furtherUp = (files: Record<string, string>) => ({
  says: FURTHER_UP,
  files: Object.fromEntries(Object.entries(files).map(([path, text]) => [`up/${path}`, text])),
  project: 'up',
});

const BAD: Record<string, BadInput> = {
  'no manifest': {
    files: { 'app/Cargo.toml': PACKAGE, 'app/src/main.rs': MAIN },
    message:
      /Cargo\.toml is missing in .*: it is in app\. Put MuslRustChef into a project of that folder, as in .*outdir: 'app'/,
    remedies: [{ says: 'a project of that folder', project: 'app' }],
  },
  'no manifest, but two deeper': {
    files: { 'a/b/Cargo.toml': PACKAGE, 'a/b/src/main.rs': MAIN, 'c/d/Cargo.toml': PACKAGE, 'target/e/Cargo.toml': '' },
    message: /Cargo\.toml is missing in .*: it is in a\/b, c\/d\. Put MuslRustChef into a project of that folder/,
    remedies: [{ says: 'a project of that folder', project: 'a/b' }],
  },
  'no manifest at all': {
    files: { 'README.md': '' },
    message:
      /Cargo\.toml is missing in .*: put MuslRustChef into the project at the root of the Rust package or workspace; `cargo init` begins one/,
    remedies: [{ says: '`cargo init` begins one', files: { 'Cargo.toml': PACKAGE, 'src/main.rs': MAIN } }],
  },
  'neither a package nor a workspace': {
    files: { 'Cargo.toml': '[dependencies]\n' },
    message: 'Cargo.toml has neither [package] nor [workspace]: it needs one of them',
    remedies: [{ says: 'it needs one of them', files: one('') }],
  },
  'TOML that does not parse': {
    files: one('[dependencies\n'),
    message: /^Cargo\.toml:5:14: not valid TOML: Unexpected character/,
    remedies: [{ says: 'Cargo.toml:5:14', files: manifest('[dependencies]\n') }],
  },
  'a key twice': {
    files: one('name = "two"\n'),
    message: "Cargo.toml:5:13: not valid TOML: Can't redefine existing key",
    remedies: [{ says: 'Cargo.toml:5:13', files: manifest('') }],
  },
  'a manifest that is not UTF-8': {
    files: one('description = "\u0000latin1"\n'),
    message: 'Cargo.toml is not valid UTF-8, which cargo and rustc require: save it as UTF-8',
    remedies: [{ says: 'save it as UTF-8', files: manifest('description = "\u00fclatin1"\n') }],
  },
  'a package without a name': {
    files: { 'Cargo.toml': '[package]\nversion = "1.0.0"\n', 'src/main.rs': MAIN },
    message: 'Cargo.toml: package.name is missing: every package needs a name',
    remedies: [
      { says: 'every package needs a name', files: { 'Cargo.toml': '[package]\nname = "a"\nversion = "1.0.0"\n' } },
    ],
  },
  'a value of the wrong type': {
    files: one('default-run = true\n'),
    message: 'Cargo.toml: package.default-run must be a string',
    remedies: [{ says: 'must be a string', files: manifest('default-run = "one"\n') }],
  },
  'a dependency of the wrong type': {
    files: one('[dependencies]\nserde = 1\n'),
    message: 'Cargo.toml: dependencies.serde must be a version or a table',
    remedies: [
      { says: 'as in serde = "1"', files: manifest('[dependencies]\nserde = "1"\n') },
      { says: 'serde = { version = "1" }', files: manifest('[dependencies]\nserde = { version = "1" }\n') },
    ],
  },
  'an unknown edition': {
    files: { 'Cargo.toml': '[package]\nname = "one"\nedition = "2020"\n', 'src/main.rs': MAIN },
    message:
      'Cargo.toml: package.edition is "2020", which is not an edition of Rust: use one of 2015, 2018, 2021, 2024',
    remedies: [{ says: '2021', files: manifest('') }],
  },
  'no binary': {
    files: { 'Cargo.toml': PACKAGE, 'src/lib.rs': '' },
    message:
      'no binary in the workspace of Cargo.toml: an image needs one. Add src/main.rs, src/bin/<name>.rs or a [[bin]]',
    remedies: [
      { says: 'src/main.rs', files: { 'src/main.rs': MAIN } },
      { says: 'src/bin/<name>.rs', files: { 'src/bin/x.rs': MAIN } },
      { says: 'a [[bin]]', files: { ...manifest('[[bin]]\nname = "x"\npath = "x.rs"\n'), 'x.rs': MAIN } },
    ],
  },
  'inference turned off': {
    files: one('autobins = false\n'),
    message: 'no binary in the workspace of Cargo.toml',
    remedies: [
      {
        says: 'a [[bin]]',
        files: manifest('autobins = false\n[[bin]]\nname = "one"\npath = "src/main.rs"\n'),
      },
    ],
  },
  'default-run that is no binary': {
    files: one('default-run = "server"\n'),
    message: 'Cargo.toml: package.default-run is "server", which is not a binary of one. It has: one',
    remedies: [{ says: 'It has: one', files: manifest('default-run = "one"\n') }],
  },
  'default-run without a binary': {
    files: {
      'Cargo.toml': '[workspace]\nmembers = ["a", "b"]\n',
      'a/Cargo.toml': `${MEMBER}default-run = "server"\n`,
      'a/src/lib.rs': '',
      'b/Cargo.toml': '[package]\nname = "b"\nedition = "2021"\n',
      'b/src/main.rs': MAIN,
    },
    message: 'a/Cargo.toml: package.default-run is "server", which is not a binary of a. It has: none',
    remedies: [{ says: 'It has: none', files: { 'a/Cargo.toml': MEMBER } }],
  },
  'a [[bin]] whose file is missing': {
    files: one('[[bin]]\nname = "two"\npath = "src/two.rs"\n'),
    message: 'Cargo.toml: bin.path of "two" points to src/two.rs, which does not exist: create it or correct the path',
    remedies: [
      { says: 'create it', files: { 'src/two.rs': MAIN } },
      { says: 'correct the path', files: manifest('[[bin]]\nname = "two"\npath = "src/main.rs"\n') },
    ],
  },
  "a [[bin]] that can't be inferred": {
    files: one('[[bin]]\nname = "two"\n'),
    message:
      'Cargo.toml: bin "two" has no path, and neither src/bin/two.rs nor src/bin/two/main.rs exists: create one of them, or set path',
    remedies: [
      { says: 'create one of them', files: { 'src/bin/two.rs': MAIN } },
      { says: 'create one of them', files: { 'src/bin/two/main.rs': MAIN } },
      { says: 'set path', files: manifest('[[bin]]\nname = "two"\npath = "src/main.rs"\n') },
    ],
  },
  "one of edition 2015 that can't be inferred either": {
    files: { 'Cargo.toml': '[package]\nname = "one"\n[[bin]]\nname = "two"\n', 'src/lib.rs': '' },
    message: 'Cargo.toml: bin "two" has no path, and neither src/bin/two.rs nor src/bin/two/main.rs exists',
    remedies: [{ says: 'create one of them', files: { 'src/bin/two.rs': MAIN } }],
  },
  'a [[bin]] that is two files': {
    files: one('[[bin]]\nname = "two"\n', { 'src/bin/two.rs': MAIN, 'src/bin/two/main.rs': MAIN }),
    message: 'Cargo.toml: bin "two" could be src/bin/two/main.rs or src/bin/two.rs: set path to the right one',
    remedies: [{ says: 'set path', files: manifest('[[bin]]\nname = "two"\npath = "src/bin/two.rs"\n') }],
  },
  'a [[bin]] without a name': {
    files: one('[[bin]]\npath = "src/main.rs"\n'),
    message: 'Cargo.toml: a [[bin]] has no name: add name = "…" to it',
    remedies: [{ says: 'add name = ', files: manifest('[[bin]]\nname = "one"\npath = "src/main.rs"\n') }],
  },
  'a [[bin]] outside the project': {
    files: { 'p/Cargo.toml': `${PACKAGE}[[bin]]\nname = "two"\npath = "../two.rs"\n`, 'two.rs': MAIN },
    project: 'p',
    message: 'Cargo.toml: bin.path of "two" points to ../two.rs, outside the project',
    remedies: [
      {
        says: 'Move it inside',
        files: { 'p/Cargo.toml': `${PACKAGE}[[bin]]\nname = "two"\npath = "two.rs"\n`, 'p/two.rs': MAIN },
      },
    ],
  },
  '[bin] for [[bin]]': {
    files: one('[bin]\nname = "two"\n'),
    message: 'Cargo.toml: bin must be a list of tables, as in [[bin]]',
    remedies: [{ says: 'as in [[bin]]', files: { ...manifest('[[bin]]\nname = "two"\n'), 'src/bin/two.rs': MAIN } }],
  },
  'two [[bin]] of one name': {
    files: one('[[bin]]\nname = "one"\n[[bin]]\nname = "one"\n'),
    message: 'Cargo.toml: two [[bin]] are named "one": rename one of them',
    remedies: [
      {
        says: 'rename one of them',
        files: { ...manifest('[[bin]]\nname = "one"\n[[bin]]\nname = "two"\n'), 'src/bin/two.rs': MAIN },
      },
    ],
  },
  'a member that is missing': {
    files: one('[workspace]\nmembers = ["crates/a"]\n'),
    message:
      'Cargo.toml: workspace.members lists "crates/a", but crates/a/Cargo.toml does not exist: create it, or remove the entry',
    remedies: [
      { says: 'create it', files: crate('crates/a') },
      { says: 'remove the entry', files: manifest('[workspace]\n') },
    ],
  },
  'a member outside the project': {
    files: {
      'p/Cargo.toml': `${PACKAGE}[workspace]\nmembers = ["../a"]\n`,
      'p/src/main.rs': MAIN,
      'a/Cargo.toml': MEMBER,
    },
    project: 'p',
    message: 'Cargo.toml: workspace.members lists "../a", outside the project',
    remedies: [
      {
        says: 'move the package inside',
        files: { 'p/Cargo.toml': `${PACKAGE}[workspace]\nmembers = ["a"]\n`, ...crate('p/a') },
      },
      {
        says: FURTHER_UP,
        files: { 'Cargo.toml': '[workspace]\nmembers = ["p", "a"]\n', 'p/Cargo.toml': PACKAGE, 'a/src/lib.rs': '' },
        project: '.',
      },
    ],
  },
  'a workspace within the workspace': {
    files: one('[workspace]\nmembers = ["a"]\n', { 'a/Cargo.toml': `${MEMBER}[workspace]\n`, 'a/src/main.rs': MAIN }),
    message:
      'a/Cargo.toml: workspace: the workspace of Cargo.toml holds this package, so it can\'t be the root of another one. Remove [workspace] here, or list "a" in exclude of Cargo.toml',
    remedies: [
      { says: 'Remove [workspace] here', files: { 'a/Cargo.toml': MEMBER } },
      { says: 'list "a" in exclude of Cargo.toml', files: manifest('[workspace]\nexclude = ["a"]\n') },
    ],
  },
  'a member of a workspace further up': {
    files: { 'Cargo.toml': '[workspace]\nmembers = ["p"]\n', 'p/Cargo.toml': PACKAGE, 'p/src/main.rs': MAIN },
    project: 'p',
    message:
      /Cargo\.toml belongs to the workspace in .*\. Put MuslRustChef into the project at the root of that workspace/,
    remedies: [{ says: 'at the root of that workspace', project: '.' }],
  },
  'package.workspace': {
    files: {
      'ws/Cargo.toml': '[workspace]\nmembers = ["../p"]\n',
      'p/Cargo.toml': `${PACKAGE}workspace = "../ws"\n`,
      'p/src/main.rs': MAIN,
    },
    project: 'p',
    message: /Cargo\.toml belongs to the workspace in .*ws\. Put MuslRustChef/,
    remedies: [
      {
        says: 'at the root of that workspace',
        files: {
          // and what the next message says
          'ws/Cargo.toml': '[workspace]\nmembers = ["p"]\n',
          'ws/p/Cargo.toml': PACKAGE,
          'ws/p/src/main.rs': MAIN,
        },
        project: 'ws',
      },
    ],
  },
  'a path dependency outside the project': {
    files: one('[dependencies]\nshared = { path = "../shared" }\n'),
    message:
      "Cargo.toml: dependencies.shared points to ../shared, outside the project. The image is built from the project's files only",
    remedies: [
      {
        says: MOVE,
        files: { ...manifest('[workspace]\n[dependencies]\nshared = { path = "shared" }\n'), ...crate('shared') },
      },
      { says: REGISTRY, files: manifest('[dependencies]\nshared = "1"\n') },
      { says: REGISTRY, files: manifest('[dependencies]\nshared = { git = "https://example.com/shared" }\n') },
      furtherUp({
        'Cargo.toml': '[workspace]\nmembers = ["one", "shared"]\n',
        'one/Cargo.toml': `${PACKAGE}[dependencies]\nshared = { path = "../shared" }\n`,
        'one/src/main.rs': MAIN,
        ...crate('shared'),
      }),
    ],
  },
  'one of a target, for tests': {
    files: one('[target.\'cfg(unix)\'.dev-dependencies]\nshared = { path = "../shared" }\n'),
    message: "Cargo.toml: target.'cfg(unix)'.dev-dependencies.shared points to ../shared, outside the project",
    remedies: [
      {
        says: MOVE,
        files: {
          ...manifest('[workspace]\n[target.\'cfg(unix)\'.dev-dependencies]\nshared = { path = "shared" }\n'),
          ...crate('shared'),
        },
      },
      { says: REGISTRY, files: manifest('[target.\'cfg(unix)\'.dev-dependencies]\nshared = "1"\n') },
    ],
  },
  'one that is inherited': {
    files: {
      'Cargo.toml': '[workspace]\nmembers = ["a"]\n[workspace.dependencies]\nshared = { path = "../shared" }\n',
      'a/Cargo.toml': `${MEMBER}[build-dependencies]\nshared.workspace = true\n`,
      'a/src/main.rs': MAIN,
    },
    message: 'Cargo.toml: build-dependencies.shared points to ../shared, outside the project',
    remedies: [
      {
        says: MOVE,
        files: {
          'Cargo.toml': '[workspace]\nmembers = ["a"]\n[workspace.dependencies]\nshared = { path = "shared" }\n',
          ...crate('shared'),
        },
      },
      {
        says: REGISTRY,
        files: { 'Cargo.toml': '[workspace]\nmembers = ["a"]\n[workspace.dependencies]\nshared = "1"\n' },
      },
    ],
  },
  'one of [patch]': {
    files: one('[patch.crates-io]\nserde = { path = "../serde" }\n'),
    message: 'Cargo.toml: patch.crates-io.serde points to ../serde, outside the project',
    remedies: [
      {
        says: MOVE,
        files: {
          ...manifest('[workspace]\nmembers = ["serde"]\n[patch.crates-io]\nserde = { path = "serde" }\n'),
          ...crate('serde'),
        },
      },
      { says: REGISTRY, files: manifest('[patch.crates-io]\nserde = { git = "https://example.com/serde" }\n') },
    ],
  },
  'one of [replace]': {
    files: one('[replace]\n"serde:1.0.0" = { path = "../serde" }\n'),
    message: "Cargo.toml: replace.'serde:1.0.0' points to ../serde, outside the project",
    remedies: [
      {
        says: MOVE,
        files: {
          ...manifest('[workspace]\nmembers = ["serde"]\n[replace]\n"serde:1.0.0" = { path = "serde" }\n'),
          ...crate('serde'),
        },
      },
      { says: REGISTRY, files: manifest('[replace]\n"serde:1.0.0" = { git = "https://example.com/serde" }\n') },
    ],
  },
  'a path dependency that is missing': {
    files: one('[dependencies]\nshared = { path = "shared" }\n'),
    message:
      'Cargo.toml: dependencies.shared points to shared, but shared/Cargo.toml does not exist: create it or correct the path',
    remedies: [
      {
        says: 'create it',
        files: { ...manifest('[workspace]\n[dependencies]\nshared = { path = "shared" }\n'), ...crate('shared') },
      },
      {
        says: 'correct the path',
        files: { ...manifest('[workspace]\n[dependencies]\nshared = { path = "common" }\n'), ...crate('common') },
      },
    ],
  },
  'a path dependency that is missing in a workspace': {
    files: one('[workspace]\n[dependencies]\nshared = { path = "shared" }\n'),
    message:
      'Cargo.toml: dependencies.shared points to shared, but shared/Cargo.toml does not exist: create it or correct the path',
    remedies: [
      { says: 'create it', files: crate('shared') },
      {
        says: 'correct the path',
        files: { ...manifest('[workspace]\n[dependencies]\nshared = { path = "common" }\n'), ...crate('common') },
      },
    ],
  },
  'a path dependency that is excluded': {
    files: one('[workspace]\nexclude = ["a"]\n[dependencies]\na = { path = "a" }\n', {
      'a/Cargo.toml': MEMBER,
      'a/src/lib.rs': '',
    }),
    message:
      /dependencies\.a points to a, which is not a member of the workspace, and cargo-chef can't build such crates \(.*\/285\)\. Add "a" to members of \[workspace\] in Cargo\.toml and take it out of exclude/,
    remedies: [
      {
        says: 'Add "a" to members of [workspace] in Cargo.toml and take it out of exclude',
        files: manifest('[workspace]\nmembers = ["a"]\n[dependencies]\na = { path = "a" }\n'),
      },
    ],
  },
  'a path dependency without a workspace': {
    files: one('[dependencies]\na = { path = "a" }\n', { 'a/Cargo.toml': MEMBER, 'a/src/lib.rs': '' }),
    message:
      /dependencies\.a points to a, which is not a member .* Add an empty \[workspace\] to Cargo\.toml, which makes it a member/,
    remedies: [
      {
        says: 'Add an empty [workspace] to Cargo.toml',
        files: manifest('[dependencies]\na = { path = "a" }\n[workspace]\n'),
      },
    ],
  },
  'inheritance from nothing': {
    files: one('license.workspace = true\n[workspace]\n'),
    message:
      'Cargo.toml: package.license is inherited, but the workspace has no license in [workspace.package]: add it there',
    remedies: [
      {
        says: 'no license in [workspace.package]: add it there',
        files: manifest('license.workspace = true\n[workspace.package]\nlicense = "MIT"\n'),
      },
    ],
  },
  'an inherited dependency that is not there': {
    files: one('[dependencies]\nserde.workspace = true\n[workspace]\n'),
    message:
      'Cargo.toml: dependencies.serde is inherited, but the workspace has no such entry in [workspace.dependencies]: add it there',
    remedies: [
      {
        says: '[workspace.dependencies]: add it there',
        files: manifest('[dependencies]\nserde.workspace = true\n[workspace.dependencies]\nserde = "1"\n'),
      },
    ],
  },
  'a toolchain of this machine': {
    files: one('', { 'rust-toolchain.toml': '[toolchain]\npath = "/opt/rust"\n' }),
    message:
      'rust-toolchain.toml: toolchain.path names a toolchain of this machine, which the builder image does not have: name a channel instead',
    remedies: [{ says: 'channel = "stable"', files: { 'rust-toolchain.toml': '[toolchain]\nchannel = "stable"\n' } }],
  },
  'a toolchain file that does not parse': {
    files: one('', { 'rust-toolchain': 'stable\nclippy\n' }),
    message: /^rust-toolchain:1:7: not valid TOML/,
    remedies: [{ says: 'rust-toolchain:1:7', files: { 'rust-toolchain': 'stable\n' } }],
  },
  'a toolchain file of something else': {
    files: one('', { 'rust-toolchain.toml': 'channel = "stable"\n' }),
    message: 'rust-toolchain.toml has no [toolchain]: add it with a channel, as in channel = "stable"',
    remedies: [
      {
        says: 'add it with a channel, as in channel = "stable"',
        files: { 'rust-toolchain.toml': '[toolchain]\nchannel = "stable"\n' },
      },
    ],
  },
  'a configuration that does not parse': {
    files: one('', { '.cargo/config.toml': '[build\n' }),
    message: /^\.cargo\/config\.toml:1:7: not valid TOML/,
    remedies: [{ says: '.cargo/config.toml:1:7', files: { '.cargo/config.toml': '[build]\n' } }],
  },
  'crates vendored outside the project': {
    files: one('', {
      '.cargo/config.toml': '[source.crates-io]\nreplace-with = "v"\n[source.v]\ndirectory = "../vendor"\n',
    }),
    message: '.cargo/config.toml: source.v.directory points to ../vendor, outside the project',
    remedies: [
      {
        says: 'as in "vendor"',
        files: {
          '.cargo/config.toml': '[source.crates-io]\nreplace-with = "v"\n[source.v]\ndirectory = "vendor"\n',
        },
      },
    ],
  },
  'a block without an end': {
    files: one('', { 'src/main.rs': `#![allow(dead_code)]\n${BEGIN}\nstatic A: u8 = 0;\n${MAIN}` }),
    message: `src/main.rs:2: the block that begins here has no "${END}" line: remove what is left of it, and synth again`,
    remedies: [{ says: 'remove what is left of it', files: { 'src/main.rs': `#![allow(dead_code)]\n${MAIN}` } }],
  },
  'a block without a beginning': {
    files: one('', { 'src/main.rs': `${END}\n${MAIN}` }),
    message: `src/main.rs:1: "${END}" is out of place`,
    remedies: [{ says: 'Remove what is too much', files: { 'src/main.rs': MAIN } }],
  },
  'two blocks': {
    files: one('', { 'src/main.rs': `${BEGIN}\n${END}\n\n${BEGIN}\n${END}\n${MAIN}` }),
    message: `src/main.rs:4: "${BEGIN}" is out of place: the file may have one block`,
    remedies: [
      { says: 'Remove what is too much', files: { 'src/main.rs': `${BEGIN}\n${END}\n\n${MAIN}` } },
      { says: 'or the whole of it', files: { 'src/main.rs': MAIN } },
    ],
  },
  'a root file that is not UTF-8': {
    files: one('', { 'src/main.rs': '// \u0000latin1\nfn main() {}\n' }),
    message: 'src/main.rs is not valid UTF-8',
    remedies: [{ says: 'save it as UTF-8', files: { 'src/main.rs': '// \u00fclatin1\nfn main() {}\n' } }],
  },
  'a root file of another package': {
    files: {
      'Cargo.toml': '[workspace]\nmembers = ["a"]\n',
      'a/Cargo.toml': `${MEMBER}[[bin]]\nname = "a"\npath = "../common/main.rs"\n`,
      'common/main.rs': MAIN,
    },
    message:
      'a/Cargo.toml: the root file of binary "a" is common/main.rs, outside the package: no allocator can be put into a file of another package. Move it inside, or use Allocator.system()',
    remedies: [
      {
        says: 'Move it inside',
        files: { 'a/Cargo.toml': `${MEMBER}[[bin]]\nname = "a"\npath = "main.rs"\n`, 'a/main.rs': MAIN },
      },
      { says: 'use Allocator.system()', allocator: Allocator.system() },
    ],
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
    remedies: [{ says: 'remove what is left of it', files: { 'b/src/main.rs': MAIN } }],
  },
};

function writeBad(files: Record<string, string>): string {
  const tree = writeTree(tempDir(), files);
  for (const [path, text] of Object.entries(files)) {
    if (text.includes('\u0000')) {
      writeFileSync(join(tree, path), Buffer.from(text.replace('\u0000', '\u00fc'), 'latin1'));
    }
  }
  return tree;
}

/** What a synth does with a workspace. */
function sync(root: string, allocator = Allocator.mimalloc()): void {
  mkdirSync(root, { recursive: true });
  const workspace = CargoWorkspace.discover(root);
  const project = new Project({ name: 'test', outdir: tempDir(), logging: { level: LogLevel.OFF } });
  const component = new AllocatorSync(project, { workspace, binaries: workspace.binaries, allocator });
  component.preSynthesize();
  component.synthesize();
}

function messageOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    return (error as Error).message;
  }
  return '';
}

describe('wrong input is answered with what is wrong, where, and what to do', () => {
  test.each(Object.entries(BAD))('%s', (_, { files, message, project = '.' }) => {
    const tree = writeBad(files);
    const before = readTree(tree);
    expect(() => sync(join(tree, project))).toThrow(message);
    expect(readTree(tree)).toEqual(before);
  });

  test.each(Object.entries(BAD).flatMap(([what, bad]) => bad.remedies.map((remedy) => ({ what, bad, remedy }))))(
    '$what: what the message says helps ($remedy.says)',
    ({ bad, remedy }) => {
      const tree = writeBad(bad.files);
      expect(messageOf(() => sync(join(tree, bad.project ?? '.')))).toContain(remedy.says);
      writeTree(tree, remedy.files ?? {});
      const root = join(tree, remedy.project ?? bad.project ?? '.');
      sync(root, remedy.allocator);
      // nothing is left to be said of it, and all is in place
      const after = readTree(tree);
      sync(root, remedy.allocator);
      expect(readTree(tree)).toEqual(after);
      expect(CargoWorkspace.discover(root).binaries).not.toEqual([]);
      expect(JSON.stringify(after).includes('#[global_allocator]')).toBe(remedy.allocator === undefined);
    },
  );

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
      `Allocator.mimalloc: version "${version}" is not a version requirement of cargo`,
    );
  });

  test.each(['0.1.52', '=0.1.52', '^0.1.52', '~0.1.60', '>=0.1.52', '>0.1.51', '>=0.1.52, <0.3', '0.2', '1'])(
    'mimalloc %s is taken',
    (version) => {
      expect(Allocator.mimalloc({ version })._crate!.version).toBe(version);
    },
  );
});
