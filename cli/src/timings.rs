//! Where the time of a run goes, stage by stage.

use std::cell::RefCell;
use std::fmt::Write as _;
use std::time::{Duration, Instant};

/// The stages of one run, which follow each other.
#[derive(Debug)]
pub(crate) struct Timings {
    begun: RefCell<Vec<(&'static str, Instant)>>,
}

impl Timings {
    /// Starts with what comes before the first stage.
    pub(crate) fn start() -> Self {
        Self::since(Instant::now())
    }

    /// The same for a run that began at `start`.
    pub(crate) fn since(start: Instant) -> Self {
        Self { begun: RefCell::new(vec![("start", start)]) }
    }

    /// Begins a stage, which ends the one before.
    pub(crate) fn begin(&self, stage: &'static str) {
        self.begun.borrow_mut().push((stage, Instant::now()));
    }

    /// The time since the start.
    pub(crate) fn total(&self) -> Duration {
        self.begun.borrow().first().map(|(_, start)| start.elapsed()).unwrap_or_default()
    }

    /// A line for each stage so far: its name, milliseconds and share of the total.
    pub(crate) fn table(&self) -> String {
        let begun = self.begun.borrow();
        let ends = begun.iter().skip(1).map(|(_, begun)| *begun).chain([Instant::now()]);
        let stages = begun.iter().zip(ends);
        let total = self.total();
        let mut table = format!("{:<12} {:>10} {:>6}\n", "stage", "ms", "%");
        let mut line = |stage: &str, took: Duration| {
            let share = 100.0 * took.as_secs_f64() / total.as_secs_f64().max(f64::EPSILON);
            let milliseconds = took.as_secs_f64() * 1e3;
            writeln!(table, "{stage:<12} {milliseconds:>10.1} {share:>6.1}")
                .expect("writing to a string cannot fail");
        };
        for ((stage, begun), end) in stages {
            line(stage, end.duration_since(*begun));
        }
        line("total", total);
        table
    }
}

#[cfg(test)]
mod tests {
    use super::Timings;

    #[test]
    fn every_stage_has_a_line() {
        let timings = Timings::start();
        timings.begin("parse");
        timings.begin("write");
        let table = timings.table();
        let stages: Vec<_> =
            table.lines().filter_map(|line| line.split_whitespace().next()).collect();
        assert_eq!(stages, ["stage", "start", "parse", "write", "total"]);
    }
}
