//! Does the command keep its contract on a real Redis, whatever happens to it or to the server?
//!
//! Every test has its own server, on a free port of the loopback interface and in a folder of its own. Without
//! `redis-server` the tests are reported as ignored; with `CI=true` that is a failure.

#![expect(clippy::unwrap_used, reason = "a test may panic, and so may its helpers")]

mod catalog;
mod consume;
mod deaths;
mod dlq;
mod faults;
mod outbox;
mod produce;
mod program;
mod server;
mod trimmed;

use libtest_mimic::{Arguments, Trial};

/// The name of a test, and the test.
type Question = (&'static str, fn());

fn main() {
    let questions = [
        catalog::QUESTIONS,
        consume::QUESTIONS,
        deaths::QUESTIONS,
        dlq::QUESTIONS,
        faults::QUESTIONS,
        outbox::QUESTIONS,
        produce::QUESTIONS,
        trimmed::QUESTIONS,
    ];
    let is_required = std::env::var_os("CI").is_some_and(|value| value == "true" || value == "1");
    let ignored = !server::is_installed() && !is_required;
    let trials = questions.concat().into_iter().map(|(name, question): Question| {
        let trial = Trial::test(name, move || {
            question();
            Ok(())
        });
        trial.with_ignored_flag(ignored)
    });
    libtest_mimic::run(&Arguments::from_args(), trials.collect()).exit();
}
