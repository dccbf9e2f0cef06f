//! Runs the outbox, the relay and the consumer in one world of which a seed decides everything: who runs next, what time
//! it is, what the network loses, when a disk is full, and when a process dies.
//!
//! `ANNALS_SEED=N cargo test -p annals-bus --lib simulator -- --nocapture` runs one schedule and prints what happened.

mod actors;
mod bugs;
mod check;
mod disk;
mod engine;
mod ledger;
mod network;
mod random;
mod schedule;
pub(crate) mod tasks;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::{env, thread};

use bugs::Bug;
use network::{Server, Wire};
use tasks::World;

/// What has to be seen in the logs of a few hundred schedules, or they do not reach what they are about.
const SEEN: [&str; 12] = [
    "Claimed",
    "Dead {",
    "Disconnected",
    "Duplicate",
    "GroupRecreated",
    "MarkFailed",
    "Refused",
    "Retry",
    "SentAgain",
    "StreamLost",
    "Waiting",
    "cause: Outside",
];

#[derive(Default)]
struct Findings {
    failures: Vec<String>,
    seen: BTreeSet<&'static str>,
}

impl Findings {
    fn run(&mut self, seed: u64) {
        let outcome = schedule::run(seed, None);
        let log = outcome.log.join("\n");
        self.seen.extend(SEEN.iter().filter(|word| log.contains(**word)));
        if !outcome.violations.is_empty() {
            let (found, plan) = (outcome.violations.join("\n  "), outcome.plan);
            self.failures.push(format!("ANNALS_SEED={seed}\n  {found}\n  {plan:?}"));
        }
    }
}

#[test]
fn no_schedule_breaks_a_promise() {
    if let Some(seed) = env::var("ANNALS_SEED").ok().and_then(|seed| seed.parse().ok()) {
        let outcome = schedule::run(seed, None);
        println!("{}\n{:?}", outcome.log.join("\n"), outcome.plan);
        assert_eq!(outcome.violations, [""; 0]);
        return;
    }
    let count = if env::var_os("ANNALS_LONG").is_some() { 10_000 } else { 1_000 };
    let next = AtomicU64::new(0);
    let work = || {
        let mut findings = Findings::default();
        loop {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if seed >= count {
                return findings;
            }
            findings.run(seed);
        }
    };
    let [first, second] = thread::scope(|scope| {
        [scope.spawn(work), scope.spawn(work)].map(|worker| worker.join().unwrap())
    });
    let failures = [first.failures, second.failures].concat();
    let shown: Vec<_> = failures.iter().take(5).map(String::as_str).collect();
    assert!(failures.is_empty(), "{} of {count} failed:\n{}", failures.len(), shown.join("\n"));
    let seen: Vec<_> = first.seen.union(&second.seen).copied().collect();
    assert_eq!(seen, SEEN, "what the schedules have reached");
}

#[test]
fn a_seed_gives_the_same_schedule_again() {
    for seed in 0..20 {
        let [first, second] = [(); 2].map(|()| schedule::run(seed, None).log);
        assert_eq!(first, second, "seed {seed}");
    }
}

#[test]
fn bugs_that_are_put_in_are_found() {
    for bug in Bug::ALL {
        let found = (0..300).find(|seed| !schedule::run(*seed, Some(bug)).violations.is_empty());
        println!("{bug:?}: found by seed {found:?}");
        assert!(found.is_some(), "{bug:?} was not found");
    }
}

#[test]
fn its_engine_does_what_every_transport_has_to_do() {
    for (name, check) in crate::conformance::CHECKS {
        println!("{name}");
        World::run(1, |_| check(&Wire::new(&Arc::new(Server::default()))));
    }
}
