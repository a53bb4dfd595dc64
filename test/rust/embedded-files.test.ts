import { embeddedFiles } from '../../src/rust/embedded-files';

test.each<[text: string, path: string | undefined, base?: string]>([
  ['include_str!("a.txt")', 'a.txt'],
  ['include_bytes!("../a b.bin")', '../a b.bin'],
  ['include!("a.rs");', 'a.rs'],
  ['std::include_str!( /* why */ "a.txt" )', 'a.txt'],
  ['include_str! ["a.txt"]', 'a.txt'],
  ['include_str! {"a.txt"}', 'a.txt'],
  ['include_str!(r"a\\b.txt")', 'a\\b.txt'],
  ['include_str!(r#"a"b.txt"#)', 'a"b.txt'],
  ['include_str!("a\\\\b\\".txt")', 'a\\b".txt'],
  ['include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/a.txt"))', 'a.txt', 'package'],
  ['include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/a", "/b.txt",))', 'a/b.txt', 'package'],
  ['#![doc = include_str!("../README.md")]', '../README.md'],
  ['include_dir!("$CARGO_MANIFEST_DIR/assets")', 'assets', 'package'],
  ['include_dir::include_dir!("assets")', 'assets', 'package'],
  ['sqlx::migrate!("./migrations").run(&pool)', './migrations', 'package'],
  ['embed_migrations!("migrations")', 'migrations', 'package'],
  ['#[path = "other.rs"]\nmod x;', 'other.rs'],
  ['#[folder = "static/"]\nstruct A;', 'static/', 'package'],
  ['#[folder = "$CARGO_MANIFEST_DIR/static"]\nstruct A;', 'static', 'package'],
  // nothing that can be told
  ['include!(concat!(env!("OUT_DIR"), "/a.rs"))', undefined],
  ['include_str!(concat!("a", ".txt"))', undefined],
  ['include_str!(env!("FILE"))', undefined],
  ['include_str!(FILE)', undefined],
  ['sqlx::migrate!()', undefined],
  ['// include_str!("a.txt")', undefined],
  ['/// include_str!("a.txt")\nfn a() {}', undefined],
  ['"include_str!(\\"a.txt\\")"', undefined],
  ['fn include_str(a: &str) {}', undefined],
  ['include_str("a.txt")', undefined],
  ['my_include_str!("a.txt")', undefined],
  ['include_str!("a\\u{62}.txt")', undefined],
  ['#[path]\nmod x;', undefined],
  ['include_str!(', undefined],
])('%s', (text, path, base = 'file') => {
  expect(embeddedFiles(`// one\n${text}`)).toEqual(path === undefined ? [] : [{ path, base, line: 2 }]);
});

test('each has its line', () => {
  const text = 'const A: &str = include_str!("a");\n\n/* b\n */ const B: &str = include_str!("b");\n';
  expect(embeddedFiles(text).map(({ path, line }) => `${path}:${line}`)).toEqual(['a:1', 'b:4']);
});
