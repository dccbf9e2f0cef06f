//! The list of diagnostics that every stage adds to.

use super::{Diagnostic, Severity, one_line};
use crate::rule::Rule;
use crate::sort;
use crate::source::Span;

/// The diagnostics of a run so far. It must be consumed with [`Diagnostics::into_sorted`]: debug
/// builds panic if it is dropped otherwise, so that no finding is lost.
#[derive(Debug, Default)]
pub struct Diagnostics {
    reports: Vec<Diagnostic>,
    errors: usize,
    read: bool,
}

impl Diagnostics {
    /// Adds a diagnostic with the rule's own level. The caller completes it, at least with a hint.
    // Findings are rare: what makes them is kept out of the functions that look for them, which
    // takes a part of the time to compile them.
    #[cold]
    #[inline(never)]
    pub fn report(
        &mut self,
        rule: &'static Rule,
        span: Span,
        message: impl Into<String>,
    ) -> &mut Diagnostic {
        self.errors += usize::from(rule.severity == Severity::Error);
        self.reports.push(Diagnostic {
            rule,
            severity: rule.severity,
            message: one_line(message.into()),
            span,
            label: String::new(),
            related: Vec::new(),
            notes: Vec::new(),
            hint: String::new(),
            fix: None,
            remedy: None,
            about: None,
        });
        self.reports.last_mut().expect("one was just pushed")
    }

    /// True if a diagnostic so far is an error.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.reports.iter().any(|report| report.severity == Severity::Error)
    }

    /// The number of errors so far, where one that a stage meets again counts again. A stage
    /// compares two counts to see whether there was an error in between.
    #[must_use]
    pub fn error_count(&self) -> usize {
        self.errors
    }

    /// The last report.
    pub(crate) fn last(&self) -> Option<&Diagnostic> {
        self.reports.last()
    }

    /// Drops the reports of a rule.
    pub(crate) fn drop_all(&mut self, rule: &Rule) {
        let before = self.reports.len();
        self.reports.retain(|report| report.rule != rule);
        self.errors -= before - self.reports.len();
    }

    /// True if there was nothing so far.
    pub(crate) fn is_silent(&self) -> bool {
        self.reports.is_empty() && self.errors == 0
    }

    /// Counts an error that was reported earlier.
    pub(crate) fn meet_reported(&mut self) {
        self.errors += 1;
    }

    /// Adds all of another list.
    pub(crate) fn absorb(&mut self, mut found: Self) {
        found.read = true;
        self.errors += found.errors;
        self.reports.append(&mut found.reports);
    }

    /// Gives all reports other places.
    pub(crate) fn move_spans(&mut self, moved: &dyn Fn(Span) -> Span) {
        for report in &mut self.reports {
            report.span = moved(report.span);
            report.related.iter_mut().for_each(|(span, _)| *span = moved(*span));
            report.fix.iter_mut().for_each(|fix| fix.span = moved(fix.span));
        }
    }

    /// Drops all diagnostics; true if there were none.
    pub(crate) fn discard(mut self) -> bool {
        self.read = true;
        self.is_silent()
    }

    /// All diagnostics, sorted by file, position and code, without duplicates.
    #[must_use]
    pub fn into_sorted(mut self) -> Vec<Diagnostic> {
        self.read = true;
        let mut reports = std::mem::take(&mut self.reports);
        sort::by(&mut reports, |a, b| {
            let place = a.span.cmp(&b.span);
            place.then(a.rule.code.cmp(b.rule.code)).then_with(|| a.message.cmp(&b.message))
        });
        reports.dedup();
        reports
    }
}

impl Drop for Diagnostics {
    fn drop(&mut self) {
        if !self.read && !std::thread::panicking() {
            debug_assert!(false, "diagnostics were dropped unread: {:?}", self.reports);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Diagnostics;
    use crate::rule::shape::{EMPTY, MISSING_KEY, UNKNOWN_KEY};
    use crate::source::{FileId, Span};

    fn span(file: u32, start: u32) -> Span {
        Span { file: FileId(file), start, end: start + 1 }
    }

    #[test]
    fn reports_come_by_place_and_code_each_once() {
        let mut diagnostics = Diagnostics::default();
        diagnostics.report(&UNKNOWN_KEY, span(1, 0), "d");
        diagnostics.report(&EMPTY, span(0, 5), "c");
        diagnostics.report(&MISSING_KEY, span(0, 5), "b");
        diagnostics.report(&MISSING_KEY, span(0, 2), "a");
        diagnostics.report(&MISSING_KEY, span(0, 2), "a");
        let messages: Vec<_> =
            diagnostics.into_sorted().into_iter().map(|report| report.message).collect();
        assert_eq!(messages, ["a", "b", "c", "d"]);
    }

    #[test]
    #[cfg(debug_assertions)]
    #[should_panic(expected = "dropped unread")]
    fn dropping_unread_panics() {
        drop(Diagnostics::default());
    }
}
