//! Reads a text with a line in the wrong place as if that were in its own.
//!
//! A block in the wrong column changes what the lines around it belong to, so it has many reports,
//! and so have two swapped lines, or a section without its key. If one repair leaves fewer, what it
//! repairs is the mistake, and that is reported.

mod column;
mod lines;
mod search;

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::rule::shape::MISPLACED;
use crate::rule::yaml::{DUPLICATE_KEY, YAML_SYNTAX};
use crate::rule::{Rule, Series};
use crate::source::{FileId, SourceMap, Span};
use crate::tree::Reindented;
use column::Shift;
use lines::{Header, Swap};

/// Larger files are not read many times.
const LARGEST: usize = 512 * 1024;

/// How many repairs a file has.
const MOST: usize = 3;

/// The files that are repaired, by their paths, and each step of that.
pub(crate) type Shifts = BTreeMap<String, Vec<Shifted>>;

/// A text after a repair.
pub(crate) struct Shifted {
    repair: Repair,
    rule: &'static Rule,
    pub(crate) text: Reindented,
}

/// What makes a text right.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Repair {
    Column(Shift),
    Header(Header),
    Swap(Swap),
}

impl Repair {
    /// `None` if the text has no room for it.
    fn apply(self, text: &str) -> Option<Shifted> {
        let text = match &self {
            Self::Column(shift) => shift.apply(text)?,
            Self::Header(header) => header.apply(text),
            Self::Swap(swap) => swap.apply(text),
        };
        Some(Shifted { repair: self, rule: &MISPLACED, text })
    }

    /// True for a report about what it adds to the text.
    fn is_reported(&self, text: &str, report: &Diagnostic) -> bool {
        match self {
            Self::Header(header) => header.is_reported(text, report),
            Self::Column(_) | Self::Swap(_) => false,
        }
    }

    fn report(&self, diagnostics: &mut Diagnostics, file: FileId, text: &str, rule: &'static Rule) {
        match self {
            Self::Column(shift) => shift.report(diagnostics, file, text, rule),
            Self::Header(header) => header.report(diagnostics, file, text, rule),
            Self::Swap(swap) => swap.report(diagnostics, file, text, rule),
        }
    }
}

/// The number of reports about the form of the text, which a wrong column leads to.
fn count_of_form<'d>(reports: impl IntoIterator<Item = &'d Diagnostic>) -> usize {
    reports.into_iter().filter(|report| is_of_form(report)).count()
}

fn is_of_form(report: &Diagnostic) -> bool {
    matches!(report.rule.series, Series::Yaml | Series::Shape)
}

/// True for a line in another column than one before it: either may be the wrong one.
fn is_column(report: &Diagnostic) -> bool {
    [&YAML_SYNTAX, &MISPLACED].contains(&report.rule) && !report.related.is_empty()
}

/// Drops what is said about the column of a key that is an error in any column, or that comes after
/// a sign that is one.
pub(crate) fn explain(reports: &mut Vec<Diagnostic>, sources: &SourceMap) {
    let is_other = |report: &&Diagnostic| !is_column(report) && report.severity == Severity::Error;
    let others: Vec<Span> = reports.iter().filter(is_other).map(|report| report.span).collect();
    let is_explained = |span: Span| {
        // They are sorted.
        let before = &others[..others.partition_point(|other| *other <= span)];
        before.last().is_some_and(|other| {
            let between = Span { start: other.end, end: span.start, ..span };
            let is_near =
                || other.end <= span.start && sources.text(between).trim_matches(' ').is_empty();
            *other == span || other.file == span.file && is_near()
        })
    };
    reports.retain(|report| !(is_column(report) && is_explained(report.span)));
}

/// Repairs what is the cause of several reports. `reports` are those of a text alone.
pub(crate) fn find(
    sources: &SourceMap,
    present: &[Diagnostic],
    reports: &dyn Fn(&str) -> Vec<Diagnostic>,
) -> Shifts {
    let mut found = Shifts::new();
    for (file, source) in sources.iter() {
        let present: Vec<_> = present.iter().filter(|report| report.span.file == file).collect();
        let is_single = |report: &Diagnostic| is_column(report) || report.rule == &DUPLICATE_KEY;
        let gain = if present.iter().any(|report| is_single(report)) { 1 } else { 2 };
        // A wrong column is at least one report about the form.
        let is_worth_it = present.len() >= gain && count_of_form(present.iter().copied()) > 0;
        if source.text.len() <= LARGEST && is_worth_it {
            let shifts = steps(&source.text, gain, reports);
            if !shifts.is_empty() {
                found.insert(source.path.clone(), shifts);
            }
        }
    }
    found
}

/// Repairs a text as long as each repair leaves fewer reports, the first by at least `gain`.
fn steps(text: &str, mut gain: usize, reports: &dyn Fn(&str) -> Vec<Diagnostic>) -> Vec<Shifted> {
    let mut all: Vec<Shifted> = Vec::new();
    let mut present = reports(text);
    while all.len() < MOST {
        let current = all.last().map_or(text, |last| last.text.text.as_str());
        let Some((mut shifted, left)) = search::best(current, &present, gain, reports) else {
            break;
        };
        if present.iter().any(|report| report.rule == &YAML_SYNTAX) {
            shifted.rule = &YAML_SYNTAX;
        }
        gain = 2;
        present = left;
        all.push(shifted);
    }
    all
}

/// Reports what was repaired in a text.
pub(crate) fn report(diagnostics: &mut Diagnostics, file: FileId, text: &str, steps: &[Shifted]) {
    let mut text = text;
    for (index, step) in steps.iter().enumerate() {
        let mut found = Diagnostics::default();
        step.repair.report(&mut found, file, text, step.rule);
        found.move_spans(&|span| old_span(&steps[..index], span));
        diagnostics.absorb(found);
        text = &step.text.text;
    }
}

/// A span of the last text, in the first.
pub(crate) fn old_span(steps: &[Shifted], span: Span) -> Span {
    steps.iter().rev().fold(span, |span, step| Span {
        start: step.text.old(span.start),
        end: step.text.old(span.end),
        ..span
    })
}
