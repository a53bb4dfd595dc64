//! Greets over HTTP, on the port in `PORT` or on 8080.

mod routes;

use std::error::Error;
use std::net::Ipv4Addr;
use std::{env, process};

use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

const DEFAULT_PORT: u16 = 8080;

#[tokio::main]
async fn main() {
    if let Err(error) = serve().await {
        eprintln!("greeter-server: {error}");
        process::exit(1);
    }
}

async fn serve() -> Result<(), Box<dyn Error>> {
    let port = port(env::var("PORT").ok().as_deref())?;
    let stop = stop_requested()?;
    let listener = TcpListener::bind((Ipv4Addr::UNSPECIFIED, port))
        .await
        .map_err(|error| format!("port {port}: {error}"))?;
    println!("listening on {}", listener.local_addr()?);

    // requests that are under way are answered before the process ends
    axum::serve(listener, routes::router())
        .with_graceful_shutdown(stop)
        .await?;
    println!("stopped");
    Ok(())
}

fn port(variable: Option<&str>) -> Result<u16, String> {
    match variable {
        None | Some("") => Ok(DEFAULT_PORT),
        Some(text) => text
            .parse()
            .map_err(|error| format!("PORT is {text:?}, which is no port: {error}")),
    }
}

/// Resolves once the process is asked to end: by an orchestrator (SIGTERM) or at a terminal (SIGINT).
///
/// In a container this process is the first one, for which the kernel has no default action: what is not handled here
/// is ignored.
fn stop_requested() -> std::io::Result<impl Future<Output = ()>> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_port_comes_from_the_environment() {
        assert_eq!(port(Some("3000")), Ok(3000));
        assert_eq!(port(Some("")), Ok(DEFAULT_PORT));
        assert_eq!(port(None), Ok(DEFAULT_PORT));
    }

    #[test]
    fn a_wrong_port_is_named() {
        assert!(port(Some("http")).unwrap_err().contains("\"http\""));
    }
}
