import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { BUILDER_IMAGE } from './builder-image';
import { runImage } from './container';
import { writtenCrate } from './crates';
import { ImageBuild, synth } from './image-build';
import { gitAll } from '../git';
import { tempDir, writeTree } from '../util';

const member = (name: string, rest = '') => `[package]\nname = "${name}"\nversion = "0.1.0"\nedition = "2021"\n${rest}`;

/** What everyday repositories have, in one workspace: what builds on a developer's machine builds in the image. */
const EVERYDAY: Record<string, string> = {
  'Cargo.toml': `[workspace]
members = ["server", "strict", "it's", "a b", "c,d", "e#f%20", "ü", "firmware"]
default-members = ["server", "strict"]
resolver = "2"
`,
  // a crate that is vendored, in a folder with a blank, and that reads a file by a name of secrets
  '.cargo/config.toml': '[source.crates-io]\nreplace-with = "vendored"\n[source.vendored]\ndirectory = "third party"\n',
  'third party/tiny/Cargo.toml': member('tiny'),
  'third party/tiny/src/lib.rs': 'pub const NAME: &str = include_str!("../.env");\n',
  'third party/tiny/.env': 'vendored',
  'third party/tiny/.cargo-checksum.json': `{"files":{},"package":"${'0'.repeat(64)}"}`,
  // the allocator's, which without its C code compiles at once
  'third party/mimalloc/Cargo.toml': member('mimalloc').replace('0.1.0', '0.1.52'),
  'third party/mimalloc/src/lib.rs': `use std::alloc::{GlobalAlloc, Layout, System};
pub struct MiMalloc;
unsafe impl GlobalAlloc for MiMalloc {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        System.alloc(layout)
    }
    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        System.dealloc(pointer, layout)
    }
}
`,
  'third party/mimalloc/.cargo-checksum.json': `{"files":{},"package":"${'1'.repeat(64)}"}`,
  'Cargo.lock': `version = 4

[[package]]
name = "comma"
version = "0.1.0"

[[package]]
name = "firmware"
version = "0.1.0"

[[package]]
name = "hash"
version = "0.1.0"

[[package]]
name = "quote"
version = "0.1.0"

[[package]]
name = "server"
version = "0.1.0"
dependencies = [
 "comma",
 "hash",
 "quote",
 "space",
 "tiny",
 "umlaut",
]

[[package]]
name = "space"
version = "0.1.0"

[[package]]
name = "strict"
version = "0.1.0"

[[package]]
name = "tiny"
version = "0.1.0"
source = "registry+https://github.com/rust-lang/crates.io-index"
checksum = "${'0'.repeat(64)}"

[[package]]
name = "umlaut"
version = "0.1.0"
`,
  // a program that is built with the features that are on by default, of one name with a target of the bake file
  'server/Cargo.toml': member(
    'server',
    `
[features]
default = ["quote/loud"]

[dependencies]
quote = { path = "../it's", optional = true }
space = { path = "../a b" }
comma = { path = "../c,d" }
hash = { path = "../e#f%20" }
umlaut = { path = "../ü" }
tiny = "0.1"

[[bin]]
name = "seed"
path = "src/main.rs"
required-features = ["quote"]
`,
  ),
  'server/src/main.rs': `fn main() {
    println!(
        "{} {} {} {} {} {} {} {} {} {}",
        quote::NAME,
        space::NAME,
        comma::NAME,
        hash::NAME,
        umlaut::NAME,
        tiny::NAME.trim(),
        include_str!("../../package.json").contains("everyday"),
        include_str!("../.env.example").trim(),
        include_str!("../../words/words.txt").trim(),
        include_str!("../logo.lfs").trim(),
    );
}
`,
  'server/.env.example': 'PORT=',
  '.gitattributes': '*.lfs filter=lfs -text\n',
  'server/logo.lfs': 'content\n',
  // a library and a program in one package, each of which is to use every dependency
  'strict/Cargo.toml': member('strict', '\n[lints.rust]\nunused_crate_dependencies = "deny"\n'),
  'strict/src/lib.rs': 'pub const NAME: &str = "strict";\n',
  'strict/src/main.rs': 'fn main() {\n    println!("{}", strict::NAME);\n}\n',
  'package.json': '{ "name": "everyday", "private": true }\n',
  "it's/Cargo.toml": member('quote', '\n[features]\nloud = []\n'),
  "it's/src/lib.rs": `#[cfg(feature = "loud")]\npub const NAME: &str = "it's";\n`,
  'a b/Cargo.toml': member('space'),
  'a b/src/lib.rs': 'pub const NAME: &str = "blank";\n',
  'c,d/Cargo.toml': member('comma'),
  'c,d/src/lib.rs': 'pub const NAME: &str = "comma";\n',
  'e#f%20/Cargo.toml': member('hash'),
  'e#f%20/src/lib.rs': 'pub const NAME: &str = "hash";\n',
  'ü/Cargo.toml': member('umlaut'),
  'ü/src/lib.rs': 'pub const NAME: &str = "umlaut";\n',
  // no member that cargo builds by default: it is for no machine with an operating system
  'firmware/Cargo.toml': member('firmware', '\n[[bin]]\nname = "server"\npath = "src/main.rs"\n'),
  'firmware/src/main.rs': '#![no_std]\n#![no_main]\ncompile_error!("not for this target");\n',
};

/** What Git LFS does, with less to it: what is committed is a pointer, whose content is looked up. */
const LFS = ['-c', 'filter.lfs.clean=sed s/content/pointer/', '-c', 'filter.lfs.smudge=sed s/pointer/content/'];
/** Submodules of this machine, which git takes for nobody's. */
const LOCAL = ['-c', 'protocol.file.allow=always'];

/** What a runner has of a repository, by the inputs of the workflow's checkout. */
function checkedOut(repository: string): string {
  const workflow = parse(readFileSync(join(repository, '.github/workflows/image.yml'), 'utf8'));
  const { lfs, submodules } = workflow.jobs.build.steps.find(({ id }: { id: string }) => id === 'checkout').with;
  const folder = tempDir();
  gitAll(folder, [
    ...LOCAL,
    ...(lfs ? LFS : []),
    'clone',
    '--quiet',
    ...(submodules === 'recursive' ? ['--recurse-submodules'] : []),
    repository,
    '.',
  ]);
  return folder;
}

test('default members, features by cargo’s rules, folders of any name, vendored crates, files that are embedded, strict lints, LFS and submodules', () => {
  const words = writeTree(tempDir(), { 'words.txt': 'submodule\n' });
  gitAll(words, ['init', '--quiet'], ['add', '.'], ['commit', '--quiet', '--message', 'words']);
  const folder = writtenCrate(EVERYDAY);
  gitAll(folder, ['init', '--quiet'], [...LOCAL, 'submodule', '--quiet', 'add', words, 'words']);
  // what is vendored is all there is
  synth(folder, { workflow: true, builderImage: BUILDER_IMAGE });
  gitAll(folder, [...LFS, 'add', '.'], ['commit', '--quiet', '--message', 'all']);
  const build = new ImageBuild(checkedOut(folder)).succeeded;
  expect(runImage(build.reference('seed')).stdout).toBe(
    "it's blank comma hash umlaut vendored true PORT= submodule content\n",
  );
  expect(runImage(build.reference('strict')).stdout).toBe('strict\n');
});
