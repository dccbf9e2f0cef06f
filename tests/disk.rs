//! Do existing files stay whole when the disk fails or the command is killed?
//!
//! Full, read-only and immutable disks are made with the tools of Linux. Where those may not be used
//! (only root may make a file immutable, for example), a test is reported as ignored.

#![expect(clippy::unwrap_used, reason = "a test may panic, and so may its helpers")]

#[path = "disk/killed.rs"]
mod killed;
#[path = "disk/places.rs"]
mod places;
#[path = "disk/replace.rs"]
mod replace;
#[path = "disk/school.rs"]
mod school;
#[path = "disk/tools.rs"]
mod tools;

use libtest_mimic::{Arguments, Trial};
use tools::Tool;

/// The name of a test, what it needs, and the test.
type Question = (&'static str, Option<Tool>, fn());

fn main() {
    let questions: Vec<Question> =
        [places::QUESTIONS, replace::QUESTIONS, killed::QUESTIONS].concat();
    let trials = questions.into_iter().map(|(name, tool, question)| {
        let trial = Trial::test(name, move || {
            question();
            Ok(())
        });
        trial.with_ignored_flag(tool.is_some_and(|tool| !tool.works()))
    });
    libtest_mimic::run(&Arguments::from_args(), trials.collect()).exit();
}
