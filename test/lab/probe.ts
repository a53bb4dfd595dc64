/** A program that does what a runtime base must allow, as its arguments say; and a server. */
export const PROBE: Record<string, string> = {
  'Cargo.toml': `[package]
name = "probe"
version = "0.1.0"
edition = "2021"

[dependencies]
rustls = { version = "0.23", default-features = false, features = ["ring", "std"] }
# looks where OpenSSL does: by SSL_CERT_FILE, and in the folders that systems have
rustls-native-certs = "0.8"

# it is the image that is looked at
[profile.release]
opt-level = 0
`,
  'src/main.rs': `//! Does what its arguments name, each by itself, and prints a line for each: what came of it.
use std::error::Error;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream, ToSocketAddrs};
use std::sync::Arc;
use std::{env, fs, process, thread};

use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};

type Answer = Result<String, Box<dyn Error>>;

extern "C" {
    fn signal(number: i32, handler: extern "C" fn(i32)) -> usize;
}

extern "C" fn end(_: i32) {
    process::exit(0);
}

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    if let [command, port] = &arguments[..] {
        match command.as_str() {
            "serve" => {
                // process 1 ignores the signals that it has no handler for
                unsafe { signal(15, end) };
                return serve(port).unwrap();
            }
            "serve-for-ever" => return serve(port).unwrap(),
            _ => {}
        }
    }
    // beside each other: some take their time
    let checks: Vec<_> = arguments.into_iter().map(|check| (check.clone(), thread::spawn(|| perform(check)))).collect();
    let mut failed = false;
    for (check, thread) in checks {
        match thread.join().expect("a check panicked") {
            Ok(answer) => println!("{check}: {answer}"),
            Err(error) => {
                failed = true;
                println!("{check}: failed: {error}");
            }
        }
    }
    process::exit(failed.into());
}

fn perform(check: String) -> Result<String, String> {
    let (name, value) = check.split_once('=').unwrap_or((&check, ""));
    let answer = match name {
        "user" => user(),
        "name" => resolve(value),
        "tls" => greet(value),
        "zone" => zone(value),
        "temporary" => temporary(),
        _ => Err("no such check".into()),
    };
    answer.map_err(|error| error.to_string())
}

/// Who this is, by the file of users.
fn user() -> Answer {
    let status = fs::read_to_string("/proc/self/status")?;
    let id = status.lines().find_map(|line| line.strip_prefix("Uid:")).and_then(|ids| ids.split_whitespace().next());
    let users = fs::read_to_string("/etc/passwd")?;
    let user = users.lines().find(|line| line.split(':').nth(2) == id);
    Ok(user.and_then(|line| line.split(':').next()).ok_or("not in /etc/passwd")?.to_owned())
}

fn resolve(name: &str) -> Answer {
    let addresses = (name, 0).to_socket_addrs()?.map(|address| address.ip().to_string());
    Ok(addresses.collect::<Vec<_>>().join(" "))
}

/// What a server says, if its certificate is by one whom the image trusts.
fn greet(address: &str) -> Answer {
    let found = rustls_native_certs::load_native_certs();
    if let Some(error) = found.errors.first() {
        return Err(error.to_string().into());
    }
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(found.certs);
    let config = ClientConfig::builder().with_root_certificates(roots).with_no_client_auth();
    let (host, _) = address.split_once(':').ok_or("no port")?;
    let connection = ClientConnection::new(Arc::new(config), host.to_owned().try_into()?)?;
    let mut greeting = String::new();
    BufReader::new(StreamOwned::new(connection, TcpStream::connect(address)?)).read_line(&mut greeting)?;
    Ok(greeting.trim_end().to_owned())
}

fn zone(name: &str) -> Answer {
    let file = fs::read(format!("/usr/share/zoneinfo/{name}"))?;
    Ok(String::from_utf8_lossy(&file[..4]).into_owned())
}

fn temporary() -> Answer {
    let file = env::temp_dir().join("probe");
    fs::write(&file, "written")?;
    let text = fs::read_to_string(&file)?;
    fs::remove_file(&file)?;
    Ok(text)
}

/// Answers /healthz, and says of all else that it is not there.
fn serve(port: &str) -> Result<(), Box<dyn Error>> {
    for stream in TcpListener::bind(format!("0.0.0.0:{port}"))?.incoming() {
        let mut stream = stream?;
        let mut request = [0; 1024];
        let length = stream.read(&mut request)?;
        let status = if request[..length].starts_with(b"GET /healthz ") { "200 OK" } else { "404 Not Found" };
        write!(stream, "HTTP/1.1 {status}\\r\\nContent-Length: 0\\r\\nConnection: close\\r\\n\\r\\n")?;
    }
    Ok(())
}
`,
};
