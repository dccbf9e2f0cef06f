//! Reads a file that does not scan as a whole, entry by entry.
//!
//! An entry of a block mapping is a line, and the deeper lines after it. Each is scanned alone, and
//! divided again if that fails: so a mistake is reported where it is, and hides no other one.

use std::collections::BTreeMap;
use std::ops::Range;

use super::build::build_part;
use super::lines::{Key, Line, MARK, Part};
use super::{Entry, Kind, Node, cause, duplicates, scan_error};
use crate::diagnostic::Diagnostics;
use crate::language;
use crate::rule::yaml::KEY_NOT_TEXT;
use crate::source::{FileId, Span, Spanned};

/// How often an entry is divided, from a file to a key of a field: the text is scanned this often.
const DEEPEST: usize = 8;

/// Longer keys are not keys in YAML.
const LONGEST: usize = 1024;

/// Reads what can be read of a file that does not scan. `None` if it is not a mapping in block
/// style, or if the mistake is not found; then the reports are not complete.
pub(super) fn recover(
    diagnostics: &mut Diagnostics,
    columns: &mut Diagnostics,
    file: FileId,
    text: &str,
) -> Option<Node> {
    // For the scanner, a lone `\r` ends a line.
    let mut ends = text.as_bytes().windows(2);
    if ends.any(|pair| pair[0] == b'\r' && pair[1] != b'\n') {
        return None;
    }
    let mut lines = Line::all(text, 0..text.len());
    let start = lines.next().filter(|first| first.content == "---").map_or(0, |first| first.end);
    let is_mark = |line: Line<'_>| {
        line.column == 0 && ["---", "...", "%"].iter().any(|mark| line.content.starts_with(mark))
    };
    if Line::all(text, start..text.len()).any(is_mark) {
        return None;
    }
    let mut recovery = Recovery { diagnostics, columns, file, text };
    let node = recovery.mapping(start..text.len(), 0)?;
    (recovery.count() > 0).then_some(node)
}

struct Recovery<'t, 'd> {
    diagnostics: &'d mut Diagnostics,
    /// Reports of lines in the wrong column, of which the cause may be another line.
    columns: &'d mut Diagnostics,
    file: FileId,
    text: &'t str,
}

/// What was read of a mapping.
struct Found {
    entries: Vec<Entry>,
    complete: bool,
    /// A quote or bracket of the last entry is not closed.
    open: bool,
}

impl<'t> Recovery<'t, '_> {
    /// Reads some lines as a mapping. `None` if they are something else.
    fn mapping(&mut self, lines: Range<usize>, depth: usize) -> Option<Node> {
        let parts = Part::all(self.text, lines);
        let (first, last) = (parts.first()?, parts.last()?);
        if depth == DEEPEST || first.head.content.starts_with(['{', '[']) {
            return None;
        }
        let span = self.span(first.head.at, last.end(self.text));
        let column = usual_column(&parts);
        let mut found = Found { entries: Vec::new(), complete: true, open: false };
        for (index, part) in parts.iter().enumerate() {
            if self.part(part, depth, &mut found) && part.head.column != column {
                let mut others = parts[..index].iter().rev().chain(&parts[index + 1..]);
                let other = others.find(|other| other.head.column == column);
                let other = other.map(|other| &other.head);
                cause::report_column(self.columns, self.file, &part.head, other);
            }
        }
        let Found { mut entries, complete, .. } = found;
        duplicates::refuse(self.diagnostics, &mut entries, true);
        Some(Node { kind: Kind::Map { entries, complete }, span })
    }

    /// Reads an entry. False if it was reported.
    fn part(&mut self, part: &Part<'t>, depth: usize, found: &mut Found) -> bool {
        let mut reports = Diagnostics::default();
        if let Some((entries, complete)) = self.scanned(&mut reports, part.lines.clone(), depth) {
            self.diagnostics.absorb(reports);
            found.add(entries, complete);
            return true;
        }
        // In a bracket that is not closed, a mapping may be read as a key.
        reports.drop_all(&KEY_NOT_TEXT);
        match part.head.key() {
            Some(key) => self.keyed(part, &key, depth, reports, found),
            None => self.keyless(part, depth, reports, found),
        }
        false
    }

    /// Scans some lines; `None` if they are not a mapping.
    fn scanned(
        &self,
        reports: &mut Diagnostics,
        lines: Range<usize>,
        depth: usize,
    ) -> Option<(Vec<Entry>, bool)> {
        // There, the scanner accepts it.
        let first = Line::all(self.text, lines.clone()).next()?;
        if let Some(at) = self.text[lines.start..first.at].find(MARK) {
            let at = self.span(lines.start + at, first.at).start;
            scan_error::report(reports, self.file, self.text, at, "byte order mark", None);
        }
        match build_part(reports, self.file, self.text, lines, depth)?.kind {
            Kind::Map { entries, complete } => Some((entries, complete)),
            Kind::Scalar { .. } | Kind::List(_) | Kind::Reported => None,
        }
    }

    /// Reports an entry without a key; `reports` has the scanner's error, if it has one.
    fn keyless(&mut self, part: &Part<'t>, depth: usize, reports: Diagnostics, found: &mut Found) {
        let head = &part.head;
        // After a quote that is not closed, it may be a part of the string.
        if found.open {
            reports.discard();
        } else {
            cause::report_keyless(self.diagnostics, self.file, head, reports);
        }
        // What comes after a key without its colon is its value.
        let key = cause::bare_key(head).filter(|key| key.len() <= LONGEST);
        let value = key.and_then(|key| {
            let value = self.mapping(part.rest(), depth + 1)?;
            let end = head.at + key.len();
            Some((Spanned { value: key.to_owned(), span: self.span(head.at, end) }, value))
        });
        match value {
            Some((key, value)) => found.entries.push(Entry { key, value, repeated: false }),
            None => self.after_dash(head, part.lines.end, depth, found),
        }
    }

    /// Reads what comes after a `-` that should not be there.
    fn after_dash(&mut self, line: &Line<'t>, end: usize, depth: usize, found: &mut Found) {
        let mut reports = Diagnostics::default();
        match line.item().and_then(|item| self.scanned(&mut reports, item.at..end, depth)) {
            Some((mut entries, complete)) => {
                self.diagnostics.absorb(reports);
                // What comes after it may be its value.
                for entry in entries.iter_mut().filter(|entry| entry.value.is_bare()) {
                    entry.value.kind = Kind::Reported;
                }
                found.add(entries, complete);
            }
            None => {
                reports.discard();
                found.complete = false;
            }
        }
    }

    /// Reports an entry with a key, or what is wrong inside it.
    fn keyed(
        &mut self,
        part: &Part<'t>,
        key: &Key<'t>,
        depth: usize,
        reports: Diagnostics,
        found: &mut Found,
    ) {
        if !key.value.is_empty() && self.continued(part, depth, found) {
            reports.discard();
            return;
        }
        let before = self.count();
        let first = Line::all(self.text, part.rest()).next();
        let is_list = first.is_some_and(|first| first.after_dash().is_some());
        let is_list = is_list && language::holds_list(key.written);
        let divides = key.value.is_empty() && key.written.len() <= LONGEST && !is_list;
        let value = if divides { self.mapping(part.rest(), depth + 1) } else { None };
        if self.count() > before {
            reports.discard();
        } else if let Some(line) = self.colonless(part, &reports).filter(|_| is_list) {
            cause::report_keyless(self.diagnostics, self.file, &line, reports);
        } else {
            found.open = scan_error::is_open(&reports);
            self.diagnostics.absorb(reports);
        }
        // Keys that are joined to its value are not known.
        found.complete &= value.is_some() || !key.value.contains(": ") && !key.value.ends_with(':');
        let at = part.head.at;
        let key = Spanned { value: key.name(), span: self.span(at, at + key.written.len()) };
        let value = value.unwrap_or(Node { kind: Kind::Reported, span: key.span });
        found.entries.push(Entry { key, value, repeated: false });
    }

    /// The line of a key without its colon, which the scanner reports after it.
    fn colonless(&self, part: &Part<'t>, reports: &Diagnostics) -> Option<Line<'t>> {
        let end = reports.last()?.span.start as usize;
        let lines = Line::all(self.text, part.rest()).take_while(|line| line.at < end);
        lines.last().filter(|_| scan_error::lacks_colon(reports))
    }

    /// Reports the lines after an entry that is whole without them. False if there are none.
    fn continued(&mut self, part: &Part<'t>, depth: usize, found: &mut Found) -> bool {
        let Some(next) = Line::all(self.text, part.rest()).next() else { return false };
        let mut reports = Diagnostics::default();
        let head = self.scanned(&mut reports, part.lines.start..part.head.end, depth);
        let is_stray = next.after_dash().is_some() || next.key().is_some();
        let Some((entries, _)) = head.filter(|_| is_stray) else {
            reports.discard();
            return false;
        };
        self.diagnostics.absorb(reports);
        found.add(entries, true);
        if next.after_dash().is_some() {
            cause::report_stray(self.diagnostics, self.file, &next, &part.head);
            self.after_dash(&next, part.lines.end, depth, found);
            return true;
        }
        cause::report_stray(self.columns, self.file, &next, &part.head);
        // Other words with a colon may be meant as the rest of a string.
        let is_key = |key: Key<'_>| key.value.is_empty() || key.is_lower_case();
        let is_entry = next.key().is_some_and(is_key);
        let rest = if is_entry { self.mapping(part.rest(), depth + 1) } else { None };
        match rest.map(|rest| rest.kind) {
            Some(Kind::Map { entries, complete }) => found.add(entries, complete),
            _ => found.complete = false,
        }
        true
    }

    fn count(&self) -> usize {
        self.diagnostics.error_count() + self.columns.error_count()
    }

    fn span(&self, start: usize, end: usize) -> Span {
        // Larger files are refused before.
        Span { file: self.file, start: start as u32, end: end as u32 }
    }
}

impl Found {
    fn add(&mut self, entries: Vec<Entry>, complete: bool) {
        self.entries.extend(entries);
        self.complete &= complete;
        self.open = false;
    }
}

/// The column of most entries; of equally frequent ones, that of the first entry.
fn usual_column(parts: &[Part<'_>]) -> usize {
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    for part in parts {
        *counts.entry(part.head.column).or_default() += 1;
    }
    let most = counts.values().max().copied().unwrap_or_default();
    let mut columns = parts.iter().map(|part| part.head.column);
    columns.find(|column| counts.get(column) == Some(&most)).unwrap_or_default()
}
