//! What a greeting is. The server and the command line both say it.

/// A greeting for `name`, or for everybody if there is none.
///
/// ```
/// assert_eq!(greeter_core::greeting("Ada"), "Hello, Ada!");
/// assert_eq!(greeter_core::greeting(" "), "Hello, world!");
/// ```
pub fn greeting(name: &str) -> String {
    let name = match name.trim() {
        "" => "world",
        name => name,
    };
    format!("Hello, {name}!")
}
