//! Runs a program to its end, and prints how many seconds that took, how many of a processor, and the most memory it had
//! at a time, in KiB. Its output goes nowhere; what it says on stderr is seen.
//!
//! With MEASURE_PORT it says `listens` once the program does, and measures from then on until it is sent SIGTERM.

use std::net::TcpStream;
use std::os::unix::process::ExitStatusExt;
use std::process::{exit, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, AtomicI32, Ordering::SeqCst};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use std::{env, io, thread};

const SIGTERM: i32 = 15;

// of the C library that std has linked
extern "C" {
    fn wait4(pid: i32, status: *mut i32, options: i32, usage: *mut i64) -> i32;
    fn kill(pid: i32, signal: i32) -> i32;
    fn signal(signal: i32, handler: extern "C" fn(i32)) -> usize;
}

static PROGRAM: AtomicI32 = AtomicI32::new(0);
static STOPPED: AtomicBool = AtomicBool::new(false);

extern "C" fn pass_on(signal: i32) {
    STOPPED.store(true, SeqCst);
    unsafe { kill(PROGRAM.load(SeqCst), signal) };
}

fn main() {
    let port = env::var("MEASURE_PORT").ok().and_then(|port| port.parse::<u16>().ok());
    let mut args = env::args_os().skip(1);
    let mut command = Command::new(args.next().expect("a program to run"));
    command.args(args).stdin(Stdio::null()).stdout(Stdio::null()).env_remove("MEASURE_PORT");
    for name in env::var("MEASURE_UNSET").unwrap_or_default().split_whitespace() {
        command.env_remove(name);
    }
    command.env_remove("MEASURE_UNSET");

    let mut begin = Instant::now();
    let program = command.spawn().unwrap_or_else(|error| {
        eprintln!("{:?} can't be run: {error}", command.get_program());
        exit(127)
    });
    PROGRAM.store(program.id() as i32, SeqCst);
    let listens = Arc::new(Mutex::new(None));
    if let Some(port) = port {
        unsafe { signal(SIGTERM, pass_on) };
        let listens = listens.clone();
        thread::spawn(move || {
            while TcpStream::connect(("127.0.0.1", port)).is_err() {
                thread::sleep(Duration::from_millis(10));
            }
            *listens.lock().unwrap() = Some(Instant::now());
            println!("listens");
        });
    }

    // `struct rusage` begins with two times, of two words each, and the peak (getrusage(2)); musl's has room for more
    let (mut status, mut usage) = (0, [0i64; 64]);
    while unsafe { wait4(program.id() as i32, &mut status, 0, usage.as_mut_ptr()) } < 0 {
        assert_eq!(io::Error::last_os_error().kind(), io::ErrorKind::Interrupted);
    }
    if let Some(since) = *listens.lock().unwrap() {
        begin = since;
    }
    let seconds = begin.elapsed().as_secs_f64();
    let status = ExitStatus::from_raw(status);
    // how a server ends that is told to does not matter
    if !status.success() && !STOPPED.load(SeqCst) {
        eprintln!("the program ended with {status}");
        exit(status.code().unwrap_or(1));
    }
    let processor = (usage[0] + usage[2]) as f64 + (usage[1] + usage[3]) as f64 / 1e6;
    println!("figures {seconds:.6} {processor:.6} {}", usage[4]);
}
