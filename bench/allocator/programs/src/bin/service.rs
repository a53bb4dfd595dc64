//! An HTTP service: takes an order as JSON, and answers with what it comes to, as JSON.

use std::collections::BTreeMap;
use std::convert::Infallible;

use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use serde::{Deserialize, Serialize};
use tokio::net::TcpListener;

#[derive(Deserialize)]
struct Order {
    customer: String,
    lines: Vec<Line>,
}

#[derive(Deserialize)]
struct Line {
    article: String,
    tags: Vec<String>,
    quantity: u64,
    cents: u64,
}

#[derive(Serialize)]
struct Receipt {
    customer: String,
    lines: Vec<String>,
    articles_by_tag: BTreeMap<String, Vec<String>>,
    cents: u64,
}

impl From<Order> for Receipt {
    fn from(order: Order) -> Self {
        let mut articles_by_tag: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for line in &order.lines {
            for tag in &line.tags {
                articles_by_tag
                    .entry(tag.to_uppercase())
                    .or_default()
                    .push(line.article.clone());
            }
        }
        Receipt {
            customer: order.customer.to_uppercase(),
            lines: order
                .lines
                .iter()
                .map(|line| {
                    format!(
                        "{} x {} = {}",
                        line.quantity,
                        line.article,
                        line.quantity * line.cents
                    )
                })
                .collect(),
            articles_by_tag,
            cents: order
                .lines
                .iter()
                .map(|line| line.quantity * line.cents)
                .sum(),
        }
    }
}

async fn answer(request: Request<Incoming>) -> Result<Response<Full<Bytes>>, Infallible> {
    let receipt = match request.into_body().collect().await {
        Ok(body) => {
            serde_json::from_slice::<Order>(&body.to_bytes()).map_err(|error| error.to_string())
        }
        Err(error) => Err(error.to_string()),
    };
    let (status, text) = match receipt
        .map(Receipt::from)
        .and_then(|receipt| serde_json::to_string(&receipt).map_err(|error| error.to_string()))
    {
        Ok(text) => (StatusCode::OK, text),
        Err(error) => (StatusCode::BAD_REQUEST, error),
    };
    let mut response = Response::new(Full::new(Bytes::from(text)));
    *response.status_mut() = status;
    Ok(response)
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [address, threads] = arguments.as_slice() else {
        return Err("usage: service ADDRESS THREADS".into());
    };
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(threads.parse()?)
        .enable_io()
        .build()?
        .block_on(serve(address))
}

async fn serve(address: &str) -> Result<(), Box<dyn std::error::Error>> {
    let listener = TcpListener::bind(address).await?;
    loop {
        let (stream, _) = listener.accept().await?;
        stream.set_nodelay(true)?;
        tokio::spawn(async move {
            hyper::server::conn::http1::Builder::new()
                .serve_connection(TokioIo::new(stream), service_fn(answer))
                .await
        });
    }
}
