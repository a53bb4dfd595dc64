/** The files of a crate to start from, by their path: a program with a test. */
export function starterCrate(name: string, edition: string): Record<string, string> {
  return {
    'Cargo.toml': [
      '[package]',
      `name = "${name}"`,
      'version = "0.1.0"',
      `edition = "${edition}"`,
      '',
      '[dependencies]',
      '',
    ].join('\n'),
    'src/main.rs': [
      'fn main() {',
      '    println!("{}", greeting());',
      '}',
      '',
      'fn greeting() -> String {',
      '    format!("Hello from {}!", env!("CARGO_PKG_NAME"))',
      '}',
      '',
      '#[cfg(test)]',
      'mod tests {',
      '    use super::*;',
      '',
      '    #[test]',
      '    fn greets_by_the_name_of_the_package() {',
      `        assert_eq!(greeting(), "Hello from ${name}!");`,
      '    }',
      '}',
      '',
    ].join('\n'),
  };
}
