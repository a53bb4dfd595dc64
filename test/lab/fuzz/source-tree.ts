/** The files of a workspace by path; a link is `{ to }`. */
export type SourceTree = Readonly<Record<string, string | { readonly to: string }>>;

const pkg = (name: string, rest = '') => `[package]\nname = "${name}"\nversion = "0.1.0"\nedition = "2021"\n${rest}`;

/** Reads a folder, file by file: code for a build script and for a macro. */
const READ_FOLDER = `fn read_folder(folder: &std::path::Path) -> String {
    let mut names: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    names.sort();
    names.iter().map(|name| format!("{:?}={:?} ", name.file_name().unwrap(), std::fs::read_to_string(name).unwrap())).collect()
}
`;

/** Crates that the workspace has from elsewhere, of which each version stays as it is. */
export const REGISTRY: SourceTree = Object.fromEntries(
  [0, 1, 2].flatMap((patch) =>
    Object.entries({
      plain: { 'src/lib.rs': `pub fn text() -> &'static str {\n    "plain ${patch}"\n}\n` },
      // another crate of the registry: each of its versions asks for one of plain
      above: {
        dependencies: `[dependencies]\nplain = "1"\n`,
        'src/lib.rs': `pub fn text() -> String {\n    format!("above ${patch} {}", plain::text())\n}\n`,
      },
      scripted: {
        dependencies: '[build-dependencies]\nplain = "1"\n',
        'build.rs': `fn main() {\n    println!("cargo::rustc-env=SCRIPTED=scripted ${patch} {}", plain::text());\n}\n`,
        'src/lib.rs': `pub fn text() -> &'static str {\n    env!("SCRIPTED")\n}\n`,
      },
      featured: {
        dependencies: '[features]\nloud = []\n',
        'src/lib.rs': `pub fn text() -> String {\n    format!("featured ${patch} {}", cfg!(feature = "loud"))\n}\n`,
      },
      derived: {
        dependencies: '[lib]\nproc-macro = true\n',
        'src/lib.rs': `extern crate proc_macro;\n\n#[proc_macro]\npub fn text(_: proc_macro::TokenStream) -> proc_macro::TokenStream {\n    "\\"derived ${patch}\\"".parse().unwrap()\n}\n`,
      },
    } as Record<string, Record<string, string>>).flatMap(([name, { dependencies = '', ...files }]) =>
      Object.entries({
        'Cargo.toml': `[package]\nname = "${name}"\nversion = "1.0.${patch}"\nedition = "2021"\n\n${dependencies}`,
        '.cargo-checksum.json': '{"files":{},"package":null}',
        // which the workspace's configuration has every linker read, from the folder of the package
        'link.args': '',
        ...files,
      }).map(([path, text]) => [`${name}-1.0.${patch}/${path}`, text]),
    ),
  ),
);

/**
 * A small workspace that reads files in every way there is: as modules, by `include_str!` (inside and outside of its
 * package, through a link), by build scripts that tell cargo what they read and by one that doesn't, by a macro, of
 * which cargo knows nothing (used in a crate, through another crate, in a build script), and by the linker. Some files
 * are read by nobody. Two programs print what was read.
 */
export const WORKSPACE: SourceTree = {
  'Cargo.toml':
    '[workspace]\nmembers = ["crates/*"]\nresolver = "2"\n\n[profile.dev]\ndebug = 0\n\n[profile.release]\nopt-level = 0\n',

  // a library, with a module that is one file, or a folder
  'crates/base/Cargo.toml': pkg('base', '\n[features]\nloud = []\n'),
  'crates/base/src/lib.rs': `mod part;

pub fn text() -> String {
    format!("base 0 {} {:?} {:?} {:?} {:?}", part::text(), include_str!("../data/a file.txt"), include_str!("../../../NOTES"), include_str!("../link"), include_str!("../../../shared/one"))
}

pub fn is_loud() -> bool {
    cfg!(feature = "loud")
}
`,
  'crates/base/src/part.rs': 'pub fn text() -> &\'static str {\n    "part 0"\n}\n',
  'crates/base/tests/test.rs': '#[test]\nfn is_zero() {}\n',
  'crates/base/data/a file.txt': '0',
  'crates/base/data/another': '0',
  'crates/base/link': { to: 'data/a file.txt' },
  NOTES: '0',
  // the same file for a crate that says so, and for a macro that doesn't
  'shared/one': '0',
  'shared/two': '0',

  // read by nobody
  'CHANGELOG.md': '0',
  'docs/NOTES.foo': '0',
  'docs/guide': '0',
  'crates/generated/README.md': '0',
  'crates/app/LICENSE': '0',

  // read by the linker
  '.cargo/config.toml': '[build]\nrustflags = ["-Clink-arg=@link.args"]\n',
  'link.args': '-Wl,--build-id=0x10',

  // a build script that says what it reads: a folder outside of its package
  'crates/generated/Cargo.toml': pkg('generated'),
  'crates/generated/build.rs': `fn main() {
    println!("cargo::rerun-if-changed=../../protos");
    println!("cargo::rustc-env=PROTOS={}", read_folder("../../protos".as_ref()));
}

${READ_FOLDER}`,
  'crates/generated/src/lib.rs': 'pub fn text() -> String {\n    format!("generated 0 {}", env!("PROTOS"))\n}\n',
  'protos/one.proto': '0',
  'protos/two words.proto': '0',

  // one that doesn't
  'crates/assets/Cargo.toml': pkg('assets'),
  'crates/assets/build.rs': `fn main() {
    println!("cargo::rustc-env=ASSETS={}", read_folder("assets".as_ref()));
}

${READ_FOLDER}`,
  'crates/assets/src/lib.rs': 'pub fn text() -> String {\n    format!("assets 0 {}", env!("ASSETS"))\n}\n',
  'crates/assets/assets/one': '0',
  'crates/assets/assets/a\nline break': '0',

  // a macro that reads the folder it is given
  'crates/macros/Cargo.toml': pkg('macros', '\n[lib]\nproc-macro = true\n'),
  'crates/macros/src/lib.rs': `extern crate proc_macro;

#[proc_macro]
pub fn embed(folder: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let folder = folder.to_string();
    let root = std::env::var("CARGO_MANIFEST_DIR").unwrap();
    format!("{:?}", format!("0 {}", read_folder(&std::path::Path::new(&root).join(folder.trim_matches('"'))))).parse().unwrap()
}

${READ_FOLDER}`,

  // a macro that reads nothing
  'crates/pure/Cargo.toml': pkg('pure', '\n[lib]\nproc-macro = true\n'),
  'crates/pure/src/lib.rs': `extern crate proc_macro;

#[proc_macro]
pub fn text(_: proc_macro::TokenStream) -> proc_macro::TokenStream {
    "\\"pure 0\\"".parse().unwrap()
}
`,

  // the one that reads, under another name; in a crate whose source is not in its package
  'crates/facade/Cargo.toml': pkg(
    'facade',
    `
[lib]
path = "../../sources/facade.rs"

[dependencies]
renamed = { package = "macros", path = "../macros" }
`,
  ),
  'sources/facade.rs': `pub use renamed::embed;

pub fn text() -> String {
    format!("facade 0 {}", embed!("../../docs"))
}
`,

  // and in a build script
  'crates/built/Cargo.toml': pkg('built', '\n[build-dependencies]\nmacros = { path = "../macros" }\n'),
  'crates/built/build.rs': `fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rustc-env=TEMPLATES={:?}", macros::embed!("templates"));
}
`,
  'crates/built/src/lib.rs': 'pub fn text() -> String {\n    format!("built 0 {}", env!("TEMPLATES"))\n}\n',
  'crates/built/templates/one.html': '0',
  'crates/built/templates/two.html': '0',

  // in place of one of the registry's, if it is asked for
  'patched/plain/Cargo.toml': '[package]\nname = "plain"\nversion = "1.0.0"\nedition = "2021"\n',
  'patched/plain/src/lib.rs': 'pub fn text() -> &\'static str {\n    "patched 0"\n}\n',

  // the programs
  'crates/app/Cargo.toml': pkg(
    'app',
    `
[dependencies]
base = { path = "../base" }
generated = { path = "../generated" }
assets = { path = "../assets" }
macros = { path = "../macros" }
built = { path = "../built" }
plain = "=1.0.0"
above = "=1.0.0"
scripted = "=1.0.0"
featured = { version = "=1.0.0", features = [] }
derived = "=1.0.0"

[features]
loud = ["base/loud"]
`,
  ),
  'crates/app/src/main.rs': `fn main() {
    println!("app 0 {} {}", env!("CARGO_PKG_VERSION"), base::is_loud());
    println!("{}\\n{}\\n{}", base::text(), generated::text(), assets::text());
    println!("{}\\n{}", macros::embed!("migrations"), macros::embed!("../../queries"));
    println!("{}\\n{}", macros::embed!("../../shared"), built::text());
    println!("{} {} {}", plain::text(), above::text(), scripted::text());
    println!("{} {}", featured::text(), derived::text!());
}
`,
  'crates/app/migrations/1 first.sql': '0',
  'crates/app/migrations/2.sql': '0',
  'queries/one.json': '0',
  'queries/two.json': '0',
  'crates/tool/Cargo.toml': pkg(
    'tool',
    `
[dependencies]
base = { path = "../base" }
pure = { path = "../pure" }
above = "1"
facade = { path = "../facade" }
`,
  ),
  'crates/tool/src/main.rs': `fn main() {
    println!("tool 0 {} {} {}", base::text(), pure::text!(), above::text());
    println!("{} {}", facade::text(), facade::embed!("../../queries"));
}
`,
  'crates/tool/src/bin/extra.rs': 'fn main() {\n    println!("extra 0");\n}\n',
};
