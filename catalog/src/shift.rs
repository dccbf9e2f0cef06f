//! Reads a block of lines that is some columns off as if it were in its place.
//!
//! A block in the wrong column changes what the lines around it belong to, so it has many reports.
//! If moving one block leaves fewer, its indentation is the mistake, and that is reported.

mod search;

use std::collections::BTreeMap;
use std::ops::Range;

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::rule::shape::MISPLACED;
use crate::rule::yaml::YAML_SYNTAX;
use crate::rule::{Rule, Series};
use crate::source::{FileId, SourceMap, Span};
use crate::tree::{self, Line, Reindented};

/// Larger files are not read many times.
const LARGEST: usize = 512 * 1024;

/// How many blocks of a file are moved.
const MOST: usize = 3;

/// The same lines in other columns.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Shift {
    /// From the first character after the indentation.
    lines: Range<usize>,
    from: usize,
    to: usize,
}

/// The files in which blocks are moved, by their paths, and each step of that.
pub(crate) type Shifts = BTreeMap<String, Vec<Shifted>>;

/// A text in which a block is moved.
pub(crate) struct Shifted {
    shift: Shift,
    rule: &'static Rule,
    pub(crate) text: Reindented,
}

impl Shift {
    /// `None` if a line has fewer columns than are removed.
    fn apply(&self, text: &str) -> Option<Shifted> {
        let mut at = text[..self.lines.start].rfind('\n').map_or(0, |end| end + 1);
        let mut shifted = Reindented::new(&text[..at]);
        for line in text[at..self.lines.end].split_inclusive('\n') {
            let content = line.trim_start_matches(' ');
            let column = line.len() - content.len();
            let is_free = content.trim().is_empty() || content.starts_with('#');
            let moved = (column + self.to).checked_sub(self.from);
            let moved = moved.or_else(|| is_free.then_some(column))?;
            shifted.add(moved, content, at + column);
            at += line.len();
        }
        shifted.add(0, &text[at..], at);
        Some(Shifted { shift: self.clone(), rule: &MISPLACED, text: shifted })
    }

    /// Reports the first line as indented too much or too little.
    fn report(&self, diagnostics: &mut Diagnostics, file: FileId, text: &str, rule: &'static Rule) {
        let lines: Vec<Line<'_>> = Line::all(text, 0..text.len()).collect();
        let Some(head) = lines.iter().position(|line| line.end > self.lines.start) else { return };
        let before = lines[..head].iter().rev();
        let after = lines[head..].iter().filter(|line| line.at > self.lines.end);
        let named = |line: &Line<'_>| line.key().map_or_else(String::new, |key| key.name());
        let name = named(&lines[head]);
        let how = if self.from > self.to { "much" } else { "little" };
        let hint = format!("indent `{name}` by {}", count(self.to));
        let span = |line: &Line<'_>| Span {
            file,
            // Larger files are refused before.
            start: line.at as u32,
            end: (line.at + line.key().map_or(1, |key| key.written.len())) as u32,
        };
        let message = format!("`{name}` is indented too {how}");
        let report = diagnostics.report(rule, span(&lines[head]), message);
        report.label(tree::spaces(self.from)).hint(hint);
        let sibling = sibling(before, self.to).or_else(|| sibling(after, self.to));
        if let Some(sibling) = sibling {
            let hint = format!("start `{name}` in the same column as `{}`", named(sibling));
            report.related(span(sibling), tree::spaces(self.to)).hint(hint);
        }
    }
}

fn count(spaces: usize) -> String {
    match spaces {
        1 => "1 space".to_owned(),
        _ => format!("{spaces} spaces"),
    }
}

/// The nearest line in a column, if none between is further left.
fn sibling<'l, 't: 'l>(
    lines: impl Iterator<Item = &'l Line<'t>>,
    column: usize,
) -> Option<&'l Line<'t>> {
    let mut lines = lines.skip_while(|line| line.column > column);
    lines.next().filter(|line| line.column == column && line.key().is_some())
}

/// The number of reports about the form of the text, which a wrong column leads to.
fn count_of_form<'d>(reports: impl IntoIterator<Item = &'d Diagnostic>) -> usize {
    let is_of_form =
        |report: &&Diagnostic| matches!(report.rule.series, Series::Yaml | Series::Shape);
    reports.into_iter().filter(is_of_form).count()
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

/// Moves the blocks that are the cause of several reports. `reports` are those of a text alone.
pub(crate) fn find(
    sources: &SourceMap,
    present: &[Diagnostic],
    reports: &dyn Fn(&str) -> Vec<Diagnostic>,
) -> Shifts {
    let mut found = Shifts::new();
    for (file, source) in sources.iter() {
        let present: Vec<_> = present.iter().filter(|report| report.span.file == file).collect();
        let gain = if present.iter().any(|report| is_column(report)) { 1 } else { 2 };
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

/// Moves blocks as long as each leaves fewer reports, the first by at least `gain`.
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

/// Reports the blocks that were moved in a text.
pub(crate) fn report(diagnostics: &mut Diagnostics, file: FileId, text: &str, steps: &[Shifted]) {
    let mut text = text;
    for (index, step) in steps.iter().enumerate() {
        let mut found = Diagnostics::default();
        step.shift.report(&mut found, file, text, step.rule);
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
