//! A fixed number of strings is built and dropped, by as many threads as are asked for; prints what it took.

use std::time::Instant;

/// All threads together.
const STRINGS: usize = 2_000_000;
/// Those that are there at any one time, all threads together: about 50 MB.
const LIVE: usize = 160_000;

fn main() {
    let threads: usize = std::env::args()
        .nth(1)
        .and_then(|count| count.parse().ok())
        .expect("usage: load THREADS");
    let start = Instant::now();
    let workers: Vec<_> = (0..threads)
        .map(|index| {
            std::thread::spawn(move || {
                build_and_drop(index as u64 + 1, STRINGS / threads, LIVE / threads)
            })
        })
        .collect();
    let bytes: usize = workers
        .into_iter()
        .map(|worker| worker.join().expect("a thread panicked"))
        .sum();
    let seconds = start.elapsed().as_secs_f64();
    println!(
        r#"{{ "seconds": {seconds}, "peakMiB": {}, "bytes": {bytes} }}"#,
        peak_kib() / 1024.0
    );
}

/// The most memory that this process had at any one time.
fn peak_kib() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("Linux has it");
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|value| value.trim().trim_end_matches(" kB").parse().ok())
        .expect("VmHWM is a number of kB")
}

/// Each new string takes the place of a random older one.
fn build_and_drop(seed: u64, strings: usize, live: usize) -> usize {
    let mut kept = vec![String::new(); live];
    let mut random = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mut bytes = 0;
    for _ in 0..strings {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        // short ones are the most frequent
        let pieces = 1 + random % (1 << (random >> 8) % 7);
        let mut text = String::new();
        // not allocated at once: it grows, as text does that is read or formatted
        for _ in 0..pieces {
            text.push_str("some text of 24 letters.");
        }
        bytes += text.len();
        kept[(random >> 32) as usize % live] = text;
    }
    bytes
}
