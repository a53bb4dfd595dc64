/** A tokio HTTP service: it answers with its architecture, and counts. Of few crates, since an emulated compiler is slow. */
export const SERVICE: Record<string, string> = {
  'Cargo.toml': `[package]
name = "service"
version = "0.1.0"
edition = "2021"

[dependencies]
tokio = { version = "1", features = ["io-util", "net", "rt-multi-thread"] }

# an emulated compiler optimises slowly
[profile.release]
opt-level = 0
`,
  'src/main.rs': `use std::error::Error;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

static ANSWERS: AtomicUsize = AtomicUsize::new(0);

async fn answer(mut stream: TcpStream) -> std::io::Result<()> {
    let mut request = vec![0; 4096];
    let length = stream.read(&mut request).await?;
    let request = String::from_utf8_lossy(&request[..length]);
    let path = request.split(' ').nth(1).unwrap_or("/");
    let count = ANSWERS.fetch_add(1, Ordering::Relaxed) + 1;
    let text = format!("{} {path} {count}", std::env::consts::ARCH);
    let head = format!("HTTP/1.1 200 OK\\r\\ncontent-length: {}\\r\\nconnection: close\\r\\n\\r\\n", text.len());
    stream.write_all((head + &text).as_bytes()).await
}

fn main() -> Result<(), Box<dyn Error>> {
    let Some(address) = std::env::args().nth(1) else {
        println!("service for {}", std::env::consts::ARCH);
        return Ok(());
    };
    tokio::runtime::Builder::new_multi_thread().worker_threads(4).enable_io().build()?.block_on(serve(address))
}

async fn serve(address: String) -> Result<(), Box<dyn Error>> {
    let listener = TcpListener::bind(address).await?;
    loop {
        let (stream, _) = listener.accept().await?;
        tokio::spawn(answer(stream));
    }
}
`,
};
