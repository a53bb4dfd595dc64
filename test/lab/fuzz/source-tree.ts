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

/**
 * A small workspace that reads files in every way there is: as modules, by `include_str!` (inside and outside of its
 * package, through a link), by build scripts that tell cargo what they read and by one that doesn't, and by a macro, of
 * which cargo knows nothing. Two programs print what was read.
 */
export const WORKSPACE: SourceTree = {
  'Cargo.toml': '[workspace]\nmembers = ["crates/*"]\nresolver = "2"\n\n[profile.release]\nopt-level = 0\n',

  // a library, with a module that is one file, or a folder
  'crates/base/Cargo.toml': pkg('base', '\n[features]\nloud = []\n'),
  'crates/base/src/lib.rs': `mod part;

pub fn text() -> String {
    format!("base 0 {} {:?} {:?} {:?}", part::text(), include_str!("../data/a file.txt"), include_str!("../../../NOTES"), include_str!("../link"))
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

  // the programs
  'crates/app/Cargo.toml': pkg(
    'app',
    `
[dependencies]
base = { path = "../base" }
generated = { path = "../generated" }
assets = { path = "../assets" }
macros = { path = "../macros" }

[features]
loud = ["base/loud"]
`,
  ),
  'crates/app/src/main.rs': `fn main() {
    println!("app 0 {} {}", env!("CARGO_PKG_VERSION"), base::is_loud());
    println!("{}\\n{}\\n{}", base::text(), generated::text(), assets::text());
    println!("{}\\n{}", macros::embed!("migrations"), macros::embed!("../../queries"));
}
`,
  'crates/app/migrations/1 first.sql': '0',
  'crates/app/migrations/2.sql': '0',
  'queries/one.json': '0',
  'queries/two.json': '0',
  'crates/tool/Cargo.toml': pkg('tool', '\n[dependencies]\nbase = { path = "../base" }\n'),
  'crates/tool/src/main.rs': 'fn main() {\n    println!("tool 0 {}", base::text());\n}\n',
  'crates/tool/src/bin/extra.rs': 'fn main() {\n    println!("extra 0");\n}\n',
};
