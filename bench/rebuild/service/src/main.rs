//! Watches HTTP end points and tells over HTTP how they are.

mod api;
mod config;
mod probe;
mod store;

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context;
use clap::Parser;
use tokio::net::TcpListener;
use tracing::info;
use tracing_subscriber::EnvFilter;

/// What the service says of itself at `/`.
const BANNER: &str = "beacon";

#[derive(Debug, Parser)]
#[command(version, about = "Watches HTTP end points and tells over HTTP how they are")]
struct Args {
    /// Where to listen.
    #[arg(long, env = "BEACON_LISTEN", default_value = "0.0.0.0:8080")]
    listen: String,
    /// The end points to begin with.
    #[arg(long, env = "BEACON_CONFIG")]
    config: Option<PathBuf>,
    /// Log as JSON.
    #[arg(long)]
    json: bool,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let args = Args::parse();
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    let log = tracing_subscriber::fmt().with_env_filter(filter);
    if args.json {
        log.json().init();
    } else {
        log.init();
    }

    let config = match &args.config {
        Some(path) => config::Config::read(path).await?,
        None => config::Config::default(),
    };
    let store = Arc::new(store::Store::new(config.history));
    for endpoint in config.endpoints.clone() {
        store.add(endpoint);
    }

    let prober = probe::Prober::new(config.timeout())?;
    tokio::spawn(prober.run(store.clone(), config.every()));

    let listener = TcpListener::bind(&args.listen).await.with_context(|| format!("can't listen on {}", args.listen))?;
    info!(address = %listener.local_addr()?, BANNER, "listening");
    axum::serve(listener, api::router(store, BANNER)).with_graceful_shutdown(stopped()).await?;
    Ok(())
}

async fn stopped() {
    use tokio::signal::unix::{signal, SignalKind};
    let mut terminate = signal(SignalKind::terminate()).expect("SIGTERM can be waited for");
    tokio::select! {
        _ = terminate.recv() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
    info!("stopping");
}
