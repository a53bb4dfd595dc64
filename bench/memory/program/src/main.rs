//! What programs have most of their time in memory functions for: one line for each case, `NANOSECONDS NAME`, of the fastest
//! of seven runs. But for the JSON, nothing is allocated in the time that is taken.

use std::collections::{BTreeMap, HashMap};
use std::hint::black_box;
use std::time::Instant;

const KEYS: usize = 200_000;
const RUNS: usize = 7;

fn best<T>(name: &str, mut run: impl FnMut() -> T) {
    let fastest = (0..RUNS).map(|_| {
        let start = Instant::now();
        black_box(run());
        start.elapsed().as_nanos()
    });
    println!("{} {name}", fastest.min().unwrap());
}

fn main() {
    let mut state = 1u64;
    let mut random = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    let keys: Vec<String> = (0..KEYS)
        .map(|_| format!("https://api.example.com/v1/accounts/{:016x}/orders", random()))
        .collect();
    let refs: Vec<&str> = keys.iter().map(String::as_str).collect();

    let mut sorted = refs.clone();
    best("sort 200,000 URLs", || {
        sorted.copy_from_slice(&refs);
        sorted.sort_unstable();
    });

    let tree: BTreeMap<&str, usize> = refs.iter().enumerate().map(|(i, key)| (*key, i)).collect();
    best("BTreeMap<&str>, 200,000 look-ups", || keys.iter().map(|key| tree[key.as_str()]).sum::<usize>());

    let map: HashMap<&str, usize> = refs.iter().enumerate().map(|(i, key)| (*key, i)).collect();
    best("HashMap<&str>, 200,000 look-ups", || keys.iter().map(|key| map[key.as_str()]).sum::<usize>());

    let mut text = String::with_capacity(128 << 20);
    best("push_str of 7 to 60 bytes, 2 million", || {
        text.clear();
        for i in 0..2_000_000 {
            let key = &keys[i % 1000];
            text.push_str(&key[..7 + (i * 31) % 46]);
        }
    });

    let one = vec![b'x'; 64 << 10];
    let other = black_box(one.clone());
    best("[u8] == [u8], 64 KiB, 500 times", || {
        (0..500).filter(|_| black_box(&one[..]) == black_box(&other[..])).count()
    });

    let mut packets = vec![vec![0u8; 1500]; 64];
    best("copies of 64 to 1,500 bytes, 1 million", || {
        for i in 0..1_000_000 {
            let size = 64 + (i * 97) % 1436;
            packets[i & 63][..size].copy_from_slice(&one[i % 4096..i % 4096 + size]);
        }
    });

    let json = serde_json::to_string(
        &keys.iter().take(20_000).map(|key| serde_json::json!({ "url": key, "tags": ["a", "paid"], "total": 12.5 })).collect::<Vec<_>>(),
    )
    .unwrap();
    best("serde_json: 20,000 objects", || serde_json::from_str::<serde_json::Value>(&json).unwrap());

    let lines = keys.join("\n");
    let pattern = regex::Regex::new(r"accounts/([0-9a-f]{8})[0-9]{4}[0-9a-f]{4}/orders").unwrap();
    best("regex, 10 MB", || pattern.find_iter(&lines).count());
}
