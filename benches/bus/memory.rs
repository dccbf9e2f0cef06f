//! The memory of a consumer over a million events.

use std::fs;

use annals::Signal;
use openedx_events::learning::StudentRegistrationCompleted;

use super::consume::{consume, fill};
use super::server::Server;

static REGISTERED: Signal<StudentRegistrationCompleted> = Signal::new();

/// How many events are in the topic at a time.
const PART: usize = 100_000;

pub(crate) fn run() {
    let server = Server::start();
    let _receiver = REGISTERED.connect(|_, _| {}).guard();
    for part in 1..=10 {
        fill(&server, PART);
        consume(&server, "g", PART, 100);
        redis::cmd("XTRIM")
            .arg("dev-registrations")
            .arg("MAXLEN")
            .arg(0)
            .exec(&mut server.connect())
            .unwrap();
        println!("  after {:7} events: {} KiB", part * PART, resident());
    }
}

/// The memory of this process, in KiB.
fn resident() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.trim().trim_end_matches(" kB").parse().unwrap()
}
