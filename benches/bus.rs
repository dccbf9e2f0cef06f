//! What does the bus cost, compared with the bare client, a bare file, and the Python package?
//!
//! `cargo bench -p annals-benches --bench bus` needs `redis-server`; with the name of a part (`consume`, `produce`,
//! `outbox`, `latency`, `memory`) only that one runs. `ANNALS_PYTHON` is an interpreter that has `edx-event-bus-redis`.
//!
//! Both sides of a comparison take turns, and only ratios of one run count: a disk's syncs, and the clock of a core, change
//! with the neighbours.

#![expect(clippy::print_stdout, clippy::unwrap_used, reason = "a benchmark prints, and may panic")]

mod bus {
    pub(crate) mod consume;
    pub(crate) mod latency;
    pub(crate) mod memory;
    pub(crate) mod outbox;
    pub(crate) mod produce;
    pub(crate) mod server;
}

use std::time::{Duration, Instant};

use annals::{Event, Metadata, Record};
use annals_bus::Entry;
use bus::{consume, latency, memory, outbox, produce};
use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeValLike;
use openedx_events::learning::{StudentRegistrationCompleted, UserData, UserPersonalData};

/// A part of the benchmark.
type Part = (&'static str, fn());

const PARTS: [Part; 5] = [
    ("consume", consume::run),
    ("produce", produce::run),
    ("outbox", outbox::run),
    ("latency", latency::run),
    ("memory", memory::run),
];

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    if let [what, rest @ ..] = &words[..]
        && what == latency::RECEIVER
    {
        return latency::receive(rest);
    }
    for (name, part) in PARTS {
        if words.is_empty() || words.iter().any(|word| word == name) {
            println!("== {name}");
            part();
        }
    }
}

/// An event whose entry has about 200 bytes.
fn entry() -> Entry {
    let event = event();
    Entry::new(&Metadata::new(StudentRegistrationCompleted::DESCRIPTOR), event.to_avro())
}

fn event() -> StudentRegistrationCompleted {
    let (username, email) = ("ada".to_owned(), "ada@example.com".to_owned());
    let pii = UserPersonalData { username, email, name: "Ada Lovelace".to_owned() };
    StudentRegistrationCompleted { user: UserData { id: 7, is_active: true, pii } }
}

/// The processor time of this process.
fn cpu() -> Duration {
    let usage = getrusage(UsageWho::RUSAGE_SELF).unwrap();
    let micros = usage.user_time().num_microseconds() + usage.system_time().num_microseconds();
    Duration::from_micros(micros.cast_unsigned())
}

/// What something took.
#[derive(Clone, Copy)]
struct Took {
    cpu: Duration,
    wall: Duration,
}

fn measure(work: impl FnOnce()) -> Took {
    let (before, begun) = (cpu(), Instant::now());
    work();
    Took { cpu: cpu() - before, wall: begun.elapsed() }
}

fn median<T: Copy + PartialOrd>(values: &[T]) -> T {
    let mut sorted = values.to_vec();
    sorted.sort_by(|a, b| a.partial_cmp(b).unwrap());
    sorted[sorted.len() / 2]
}

/// Microseconds of processor time for each of some events.
fn micros_each(took: Took, count: usize) -> f64 {
    took.cpu.as_secs_f64() * 1e6 / f64::from(u32::try_from(count).unwrap())
}
