const SOURCE_FILES = 5;
const FUNCTIONS = 20;

/**
 * The files of a cargo workspace: each member is a program with a library beside it, and depends on the member of half its
 * number, so that 500 of them are nine deep. With one member it is a crate without a workspace round it.
 */
export function generatedWorkspace(members: number): Record<string, string> {
  if (members === 1) return member(0, '');
  return {
    'Cargo.toml': '[workspace]\nmembers = ["crates/*"]\nresolver = "2"\n',
    ...Object.assign({}, ...Array.from({ length: members }, (_, index) => member(index, `crates/member-${index}/`))),
  };
}

function member(index: number, folder: string): Record<string, string> {
  const modules = Array.from({ length: SOURCE_FILES }, (_, number) => `part_${number}`);
  const half = Math.floor(index / 2);
  const dependency = index > 0 ? `\n[dependencies]\nmember-${half} = { path = "../member-${half}" }\n` : '';
  return {
    [`${folder}Cargo.toml`]: `[package]\nname = "member-${index}"\nversion = "0.1.0"\nedition = "2021"\n${dependency}`,
    [`${folder}src/main.rs`]: `fn main() {\n    println!("{}", member_${index}::part_0::function_0(1));\n}\n`,
    [`${folder}src/lib.rs`]: modules.map((name) => `pub mod ${name};\n`).join(''),
    ...Object.fromEntries(modules.map((name) => [`${folder}src/${name}.rs`, source()])),
  };
}

function source(): string {
  const functions = Array.from(
    { length: FUNCTIONS },
    (_, index) =>
      `/// Function ${index}.\npub fn function_${index}(value: u64) -> u64 {\n    value.wrapping_mul(${index + 3}).rotate_left(7)\n}\n`,
  );
  return functions.join('\n');
}
