//! Posts the same body again and again, on connections that stay open, until there have been as many answers as were asked
//! for. Each connection waits for an answer before it asks again. Prints what it took, as JSON.

use std::cell::{Cell, RefCell};
use std::error::Error;
use std::rc::Rc;
use std::time::Instant;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::LocalSet;

type Outcome<T> = Result<T, Box<dyn Error>>;

/// Reads an answer to its end.
async fn read_answer(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> Outcome<()> {
    buffer.clear();
    let (head, length) = loop {
        if stream.read_buf(buffer).await? == 0 {
            return Err("the server closed the connection".into());
        }
        if let Some(end) = buffer.windows(4).position(|four| four == b"\r\n\r\n") {
            let text = std::str::from_utf8(&buffer[..end])?.to_ascii_lowercase();
            if !text.starts_with("http/1.1 200 ") {
                return Err(text.into());
            }
            let length = text.lines().find_map(|line| line.strip_prefix("content-length: "));
            break (end + 4, length.ok_or("an answer without its length")?.parse::<usize>()?);
        }
    };
    while buffer.len() < head + length {
        if stream.read_buf(buffer).await? == 0 {
            return Err("the server closed the connection".into());
        }
    }
    Ok(())
}

async fn connection(
    address: String,
    request: Rc<Vec<u8>>,
    left: Rc<Cell<usize>>,
    latencies: Rc<RefCell<Vec<u64>>>,
) -> Outcome<()> {
    let mut stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    let mut buffer = Vec::with_capacity(64 << 10);
    while left.get() > 0 {
        left.set(left.get() - 1);
        let start = Instant::now();
        stream.write_all(&request).await?;
        read_answer(&mut stream, &mut buffer).await?;
        latencies.borrow_mut().push(start.elapsed().as_nanos() as u64);
    }
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [address, body, connections, requests] = arguments.as_slice() else {
        return Err("usage: load-generator ADDRESS BODY CONNECTIONS REQUESTS".into());
    };
    let head = format!(
        "POST / HTTP/1.1\r\nHost: {address}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    let request = Rc::new([head.as_bytes(), body.as_bytes()].concat());
    let requests: usize = requests.parse()?;
    let left = Rc::new(Cell::new(requests));
    let latencies = Rc::new(RefCell::new(Vec::with_capacity(requests)));

    let start = Instant::now();
    LocalSet::new()
        .run_until(async {
            let tasks: Vec<_> = (0..connections.parse()?)
                .map(|_| connection(address.clone(), request.clone(), left.clone(), latencies.clone()))
                .map(tokio::task::spawn_local)
                .collect();
            for task in tasks {
                task.await??;
            }
            Outcome::Ok(())
        })
        .await?;
    let seconds = start.elapsed().as_secs_f64();

    let mut latencies = latencies.take();
    latencies.sort_unstable();
    let percentile = |percent: f64| latencies[(latencies.len() as f64 * percent / 100.0) as usize] as f64 / 1e6;
    println!(
        r#"{{ "seconds": {seconds}, "p50": {}, "p99": {}, "p999": {} }}"#,
        percentile(50.0),
        percentile(99.0),
        percentile(99.9)
    );
    Ok(())
}
