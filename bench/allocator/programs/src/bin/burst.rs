//! Bursts, as a service has them that threads come and go in: in each, a number of threads at a time read and build what a
//! request needs, hand it to one another, and end; between bursts there is nothing. Prints what it took.

use std::collections::BTreeMap;
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

const BURSTS: u64 = 10;
const REQUESTS: u64 = 40_000;
const PAUSE: Duration = Duration::from_millis(100);

fn main() {
    let threads: u64 = std::env::args()
        .nth(1)
        .and_then(|count| count.parse().ok())
        .expect("usage: burst THREADS");
    let mut seconds = 0.0;
    let mut bytes = 0;
    let mut idle = 0.0;
    for burst in 0..BURSTS {
        let start = Instant::now();
        bytes += all_at_once(burst, threads);
        seconds += start.elapsed().as_secs_f64();
        std::thread::sleep(PAUSE);
        idle += status("VmRSS:") / BURSTS as f64;
    }
    println!(
        r#"{{ "seconds": {seconds}, "peakMiB": {}, "idleMiB": {}, "bytes": {bytes} }}"#,
        status("VmHWM:") / 1024.0,
        idle / 1024.0
    );
}

/// Each thread builds what the next one drops.
fn all_at_once(burst: u64, threads: u64) -> usize {
    let (senders, receivers): (Vec<_>, Vec<_>) = (0..threads).map(|_| channel()).unzip();
    let workers: Vec<_> = receivers
        .into_iter()
        .enumerate()
        .map(|(index, receiver)| {
            let next = senders[(index + 1) % threads as usize].clone();
            std::thread::spawn(move || {
                let mut bytes = 0;
                for request in 0..REQUESTS / threads {
                    next.send(answer(burst * REQUESTS + request * threads + index as u64))
                        .expect("it listens");
                    if request % 64 == 63 {
                        bytes += receiver
                            .try_iter()
                            .map(|answer: BTreeMap<String, Vec<u8>>| answer.len())
                            .sum::<usize>();
                    }
                }
                drop(next);
                bytes + receiver.iter().map(|answer| answer.len()).sum::<usize>()
            })
        })
        .collect();
    drop(senders);
    workers
        .into_iter()
        .map(|worker| worker.join().expect("a thread panicked"))
        .sum()
}

/// A map of texts and buffers, of up to 64 KiB.
fn answer(seed: u64) -> BTreeMap<String, Vec<u8>> {
    let mut random = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    (0..16)
        .map(|field| {
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            let size = 16usize << ((random >> 8) % 13).min((random >> 16) % 13);
            (format!("field {field} of {seed}"), vec![field; size])
        })
        .collect()
}

/// A line of the kernel's, in kB.
fn status(name: &str) -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("Linux has it");
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    line.and_then(|value| value.trim().trim_end_matches(" kB").parse().ok())
        .expect("it is a number of kB")
}
