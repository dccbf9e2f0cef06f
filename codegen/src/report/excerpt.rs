//! Extracts the lines that a report shows from a source.
//!
//! A file may have millions of lines, or a line of millions of bytes, and a run thousands of
//! findings. Therefore nothing here scans a whole file, and the renderer, which does, gets only a
//! short excerpt.

use std::ops::Range;

use annals_catalog::diagnostic::Diagnostic;
use annals_catalog::sort;
use annals_catalog::source::{FileId, SourceMap, Span};

/// Maximum size of an excerpt with several marks; the renderer folds the lines between them.
const LINES: usize = 200;
const BYTES: usize = 16_384;

/// Of a mark with at least this many lines only the first is shown.
const MARKED_LINES: usize = 20;

/// Maximum size of an excerpt of one line with several marks.
const LINE_BYTES: usize = 1_000;

/// Number of bytes to show on either side of the mark, in an excerpt larger than [`BYTES`].
const NEAR: usize = 300;

/// Maximum number of bytes to show of a mark in such an excerpt.
const MARK_BYTES: usize = 120;

/// Lines of one file, with marks.
pub(super) struct Excerpt<'a> {
    pub(super) file: FileId,
    /// The column of the first mark in the source, if the beginning of its line was cut.
    pub(super) column: Option<usize>,
    /// Number of the first line, from 1.
    pub(super) line: usize,
    /// The lines, without the last line break. Lone carriage returns are replaced by line feeds.
    pub(super) text: String,
    pub(super) marks: Vec<Mark<'a>>,
}

/// A place in an excerpt.
pub(super) struct Mark<'a> {
    /// Bytes of the excerpt's text.
    pub(super) range: Range<usize>,
    pub(super) label: &'a str,
    /// True for the place of the diagnostic, false for related places.
    pub(super) primary: bool,
}

/// A place in its file.
struct Place<'a> {
    span: Span,
    label: &'a str,
    primary: bool,
}

/// The excerpts of a diagnostic; the first contains its own place.
pub(super) fn excerpts<'a>(item: &'a Diagnostic, map: &SourceMap) -> Vec<Excerpt<'a>> {
    let own = Place { span: item.span, label: &item.label, primary: true };
    let related = item.related.iter();
    let related = related.map(|(span, label)| Place { span: *span, label, primary: false });
    let mut places: Vec<Place<'_>> = std::iter::once(own).chain(related).collect();
    for place in &mut places {
        place.span = shortened(place.span, map);
    }
    sort::by_key(&mut places, |place| place.span);
    let mut groups: Vec<Vec<Place<'_>>> = Vec::new();
    for place in places {
        match groups.last_mut() {
            Some(group) if fits(group, &place, map) => group.push(place),
            _ => groups.push(vec![place]),
        }
    }
    // The sort is stable, so the others stay in the order of their places.
    sort::by_key(&mut groups, |group| !group.iter().any(|place| place.primary));
    groups.into_iter().map(|group| cut(group, map)).collect()
}

/// Cuts a span of many lines or bytes to its first line.
fn shortened(span: Span, map: &SourceMap) -> Span {
    let first = map.position(span.file, span.start).line;
    let last = map.position(span.file, span.end).line;
    let end = map.line(span.file, first).end.max(span.start);
    let long = (span.end - span.start) as usize > BYTES / 2;
    if last - first >= MARKED_LINES || (long && last > first) {
        return Span { end, ..span };
    }
    span
}

/// True if a place after a group fits into the same excerpt.
fn fits(group: &[Place<'_>], place: &Place<'_>, map: &SourceMap) -> bool {
    let first = group[0].span;
    if first.file != place.span.file {
        return false;
    }
    let lines = map.position(place.span.file, place.span.end).line
        - map.position(first.file, first.start).line;
    let around = around(first, map).start as usize..around(place.span, map).end as usize;
    lines < LINES && around.len() <= if lines == 0 { LINE_BYTES } else { BYTES }
}

/// The whole lines of a span.
fn around(span: Span, map: &SourceMap) -> Range<u32> {
    let first = map.line(span.file, map.position(span.file, span.start).line);
    let last = map.line(span.file, map.position(span.file, span.end).line);
    first.start..last.end
}

fn cut<'a>(group: Vec<Place<'a>>, map: &SourceMap) -> Excerpt<'a> {
    let first = group[0].span;
    let end = group.iter().map(|place| place.span.end).max().unwrap_or(first.end);
    let whole = around(Span { end, ..first }, map);
    let source = map.get(first.file).text.as_str();
    let long = whole.end - whole.start > BYTES as u32;
    let most =
        |place: &Place<'_>| if long { place.span.start + MARK_BYTES as u32 } else { u32::MAX };
    let end = group.iter().map(|place| place.span.end.min(most(place))).max().unwrap_or(end);
    let (shown, before, behind) = near(source, whole, first.start..end);
    let text = format!("{before}{}{behind}", &source[shown.clone()]);
    let marks = group.iter().map(|place| {
        let at = |offset: u32| {
            let offset = boundary(source, offset.min(most(place)) as usize);
            offset.clamp(shown.start, shown.end) - shown.start + before.len()
        };
        let range = at(place.span.start)..at(place.span.end);
        Mark { range, label: place.label, primary: place.primary }
    });
    let marks = marks.collect();
    let place = map.position(first.file, first.start);
    Excerpt {
        file: first.file,
        column: (!before.is_empty()).then_some(place.column),
        line: place.line,
        text: line_feeds(text),
        marks,
    }
}

/// The part of `whole` lines to show around a mark, and what to print in place of the rest on either
/// side.
fn near(
    source: &str,
    whole: Range<u32>,
    mark: Range<u32>,
) -> (Range<usize>, &'static str, &'static str) {
    let (start, end) = (whole.start as usize, whole.end as usize);
    let (first, last) = (mark.start as usize, mark.end as usize);
    if end - start <= BYTES {
        return (start..end, "", "");
    }
    let from = boundary(source, first.saturating_sub(NEAR)).max(start);
    let to = boundary(source, (last + NEAR).min(end));
    let dots = |cut: bool| if cut { "..." } else { "" };
    (from..to, dots(from > start), dots(to < end))
}

/// The last character boundary at or before an offset.
fn boundary(source: &str, offset: usize) -> usize {
    (0..=offset).rev().find(|offset| source.is_char_boundary(*offset)).unwrap_or(0)
}

/// Replaces lone carriage returns, which are line breaks in YAML but not for the renderer.
fn line_feeds(text: String) -> String {
    if !text.contains('\r') {
        return text;
    }
    let mut letters = text.chars().peekable();
    let mut changed = String::with_capacity(text.len());
    while let Some(letter) = letters.next() {
        let lone = letter == '\r' && letters.peek() != Some(&'\n');
        changed.push(if lone { '\n' } else { letter });
    }
    changed
}
