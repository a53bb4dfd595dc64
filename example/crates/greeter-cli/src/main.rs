//! `greet [NAME]` greets NAME, or everybody.

use std::env;
use std::process::ExitCode;

fn main() -> ExitCode {
    let args: Vec<String> = env::args().skip(1).collect();
    match answer(&args) {
        Ok(text) => {
            println!("{text}");
            ExitCode::SUCCESS
        }
        Err(text) => {
            eprintln!("{text}");
            ExitCode::from(2)
        }
    }
}

/// What is printed for `args`, or what is wrong with them.
fn answer(args: &[String]) -> Result<String, String> {
    match args {
        [] => Ok(greeter_core::greeting("")),
        [flag] if flag == "--version" => Ok(format!("greet {}", env!("CARGO_PKG_VERSION"))),
        [flag] if flag.starts_with('-') => Err(format!(
            "greet: unknown option {flag}\nusage: greet [--version] [NAME]"
        )),
        [name] => Ok(greeter_core::greeting(name)),
        _ => Err(format!(
            "greet: expected one NAME, got {}\nusage: greet [--version] [NAME]",
            args.len()
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer_to(args: &[&str]) -> Result<String, String> {
        answer(&args.iter().map(|arg| arg.to_string()).collect::<Vec<_>>())
    }

    #[test]
    fn greets_by_name() {
        assert_eq!(answer_to(&["Ada"]), Ok("Hello, Ada!".to_owned()));
        assert_eq!(answer_to(&[]), Ok("Hello, world!".to_owned()));
    }

    #[test]
    fn tells_its_version() {
        assert!(answer_to(&["--version"]).unwrap().starts_with("greet "));
    }

    #[test]
    fn refuses_what_it_does_not_know() {
        assert!(answer_to(&["--loud"]).unwrap_err().contains("--loud"));
        assert!(answer_to(&["Ada", "Grace"]).unwrap_err().contains("got 2"));
    }
}
