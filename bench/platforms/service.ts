/** A tokio HTTP service, with hyper: it answers with its architecture, and counts. */
export const SERVICE: Record<string, string> = {
  'Cargo.toml': `[package]
name = "service"
version = "0.1.0"
edition = "2021"

[dependencies]
http-body-util = "0.1"
hyper = { version = "1", features = ["http1", "server"] }
hyper-util = { version = "0.1", features = ["tokio"] }
tokio = { version = "1", features = ["net", "rt-multi-thread"] }
`,
  'src/main.rs': `use std::convert::Infallible;
use std::sync::atomic::{AtomicUsize, Ordering};

use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;

static ANSWERS: AtomicUsize = AtomicUsize::new(0);

async fn answer(request: Request<Incoming>) -> Result<Response<Full<Bytes>>, Infallible> {
    let count = ANSWERS.fetch_add(1, Ordering::Relaxed) + 1;
    let text = format!("{} {} {}", std::env::consts::ARCH, request.uri().path(), count);
    Ok(Response::new(Full::new(Bytes::from(text))))
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let Some(address) = std::env::args().nth(1) else {
        println!("service for {}", std::env::consts::ARCH);
        return Ok(());
    };
    tokio::runtime::Builder::new_multi_thread().worker_threads(4).enable_io().build()?.block_on(serve(address))
}

async fn serve(address: String) -> Result<(), Box<dyn std::error::Error>> {
    let listener = TcpListener::bind(address).await?;
    loop {
        let (stream, _) = listener.accept().await?;
        tokio::spawn(async move {
            hyper::server::conn::http1::Builder::new()
                .serve_connection(TokioIo::new(stream), service_fn(answer))
                .await
        });
    }
}
`,
};
