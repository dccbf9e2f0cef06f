//! Does the command keep its contract on a real Redis, whatever happens to it or to the server?
//!
//! Every test has its own server, on a free port of the loopback interface and in a folder of its own. Without
//! `redis-server` the tests are reported as ignored; with `CI=true` that is a failure. So are the tests with Python.

#![expect(clippy::unwrap_used, reason = "a test may panic, and so may its helpers")]

mod catalog;
mod consume;
mod deaths;
mod dlq;
mod faults;
mod outbox;
mod produce;
mod program;
mod python;
mod scan;
mod server;
mod transports;
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
        scan::QUESTIONS,
        transports::QUESTIONS,
        trimmed::QUESTIONS,
    ];
    let is_required = annals_tests::python::is_required();
    let no_server = !server::is_installed() && !is_required;
    let trial = |name: String, ignored: bool, question: Box<dyn FnOnce() + Send>| {
        let trial = Trial::test(name, move || {
            question();
            Ok(())
        });
        trial.with_ignored_flag(ignored)
    };
    let mut trials: Vec<Trial> = questions
        .concat()
        .into_iter()
        .map(|(name, question)| trial(name.to_owned(), no_server, Box::new(question)))
        .collect();
    let no_python = no_server || annals_tests::python::find(12).is_none() && !is_required;
    for version in python::VERSIONS {
        for (name, question) in python::QUESTIONS {
            let question = move || {
                let package = python::Package::install(version);
                question(&package.expect("there is no Python 3.12"));
            };
            trials.push(trial(format!("{name}_{version}"), no_python, Box::new(question)));
        }
    }
    libtest_mimic::run(&Arguments::from_args(), trials).exit();
}
