import { BUILDER_IMAGE } from './builder-image';
import { runImage } from './container';
import { writtenCrate } from './crates';
import { ImageBuild, synth } from './image-build';
import { Allocator } from '../../src';

const member = (name: string, rest = '') => `[package]\nname = "${name}"\nversion = "0.1.0"\nedition = "2021"\n${rest}`;

/** What everyday repositories have, in one workspace: what builds on a developer's machine builds in the image. */
const EVERYDAY: Record<string, string> = {
  'Cargo.toml': `[workspace]
members = ["server", "it's", "a b", "c,d", "e#f%20", "ü", "firmware"]
default-members = ["server"]
resolver = "2"
`,
  // a crate that is vendored, in a folder with a blank, and that reads a file by a name of secrets
  '.cargo/config.toml': '[source.crates-io]\nreplace-with = "vendored"\n[source.vendored]\ndirectory = "third party"\n',
  'third party/tiny/Cargo.toml': member('tiny'),
  'third party/tiny/src/lib.rs': 'pub const NAME: &str = include_str!("../.env");\n',
  'third party/tiny/.env': 'vendored',
  'third party/tiny/.cargo-checksum.json': `{"files":{},"package":"${'0'.repeat(64)}"}`,
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
        "{} {} {} {} {} {} {} {}",
        quote::NAME,
        space::NAME,
        comma::NAME,
        hash::NAME,
        umlaut::NAME,
        tiny::NAME.trim(),
        include_str!("../../package.json").contains("everyday"),
        include_str!("../.env.example").trim(),
    );
}
`,
  'server/.env.example': 'PORT=',
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

test('default members, features by cargo’s rules, folders of any name, vendored crates and files that are embedded', () => {
  const folder = writtenCrate(EVERYDAY);
  // what is vendored is all there is
  synth(folder, { allocator: Allocator.system(), builderImage: BUILDER_IMAGE });
  const build = new ImageBuild(folder).succeeded;
  expect(runImage(build.reference('seed')).stdout).toBe("it's blank comma hash umlaut vendored true PORT=\n");
});
