//! Where the time of a run goes: the beginnings of stages in, a table out.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

/// The stages of one run. Stages follow each other; within one the work is on all cores.
#[derive(Debug)]
pub(crate) struct Timings {
    begun: Vec<(&'static str, Instant)>,
    wanted: bool,
}

impl Timings {
    /// Starts with what comes before the first stage. `wanted` if somebody asks for each stage: then
    /// none is to go on beside another.
    pub(crate) fn start(wanted: bool) -> Self {
        Self::since(Instant::now(), wanted)
    }

    /// The same; that began a while ago.
    pub(crate) fn since(start: Instant, wanted: bool) -> Self {
        Self { begun: vec![("start", start)], wanted }
    }

    /// Whether somebody asks for each stage.
    pub(crate) fn is_wanted(&self) -> bool {
        self.wanted
    }

    /// Notes that a stage begins; the one before it has ended.
    pub(crate) fn begin(&mut self, stage: &'static str) {
        self.begun.push((stage, Instant::now()));
    }

    /// The time since the start.
    pub(crate) fn total(&self) -> Duration {
        self.begun.first().map(|(_, start)| start.elapsed()).unwrap_or_default()
    }

    /// A line for each stage so far: its name, milliseconds, and share of the whole.
    pub(crate) fn table(&self) -> String {
        let end = Instant::now();
        let ends = self.begun.iter().skip(1).map(|(_, begun)| *begun).chain([end]);
        let stages = self.begun.iter().zip(ends);
        let total = self.total();
        let mut table = format!("{:<12} {:>10} {:>6}\n", "stage", "ms", "%");
        let mut line = |stage: &str, took: Duration| {
            let share = 100.0 * took.as_secs_f64() / total.as_secs_f64().max(f64::EPSILON);
            let milliseconds = took.as_secs_f64() * 1e3;
            writeln!(table, "{stage:<12} {milliseconds:>10.1} {share:>6.1}")
                .expect("a String takes every write");
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
        let mut timings = Timings::start(true);
        timings.begin("parse");
        timings.begin("write");
        let table = timings.table();
        let stages: Vec<_> =
            table.lines().filter_map(|line| line.split_whitespace().next()).collect();
        assert_eq!(stages, ["stage", "start", "parse", "write", "total"]);
    }
}
