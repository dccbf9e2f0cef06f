//! Builds the tree from the scanner's events.

use std::ops::Range;

use saphyr_parser::{Event, ScalarStyle};

use super::characters::with_ascii_indentation;
use super::ends::{brackets_end, quoted_end};
use super::events::{Events, with_events};
use super::offsets::Offsets;
use super::{Entry, Kind, MAX_DEPTH, Node, Style, duplicates, is_null, scan_error};
use crate::ast::Text;
use crate::diagnostic::Diagnostics;
use crate::rule::yaml::{ANCHOR, KEY_NOT_TEXT, TAG, YAML_SYNTAX};
use crate::source::{FileId, Span, Spanned};

/// Reads a text as one document. `None` only if a diagnostic says why.
pub(crate) fn build(diagnostics: &mut Diagnostics, file: FileId, text: &str) -> Option<Node> {
    build_part(diagnostics, file, text, 0..text.len(), 0)
}

/// Reads some lines of a text as a document of their own, which is inside `depth` collections of
/// the text. `None` only if a diagnostic says why.
pub(crate) fn build_part(
    diagnostics: &mut Diagnostics,
    file: FileId,
    text: &str,
    lines: Range<usize>,
    depth: usize,
) -> Option<Node> {
    let part = &text[lines.clone()];
    let offsets = Offsets::new(part, lines.start);
    let text = &text[..lines.end];
    let scanned = with_ascii_indentation(part);
    with_events(&scanned, |events| {
        Builder { diagnostics, file, text, offsets, events, depth, open: Vec::new() }.document()
    })
}

struct Builder<'t, 'd> {
    diagnostics: &'d mut Diagnostics,
    file: FileId,
    text: &'t str,
    offsets: Offsets<'t>,
    events: Events<'t>,
    /// The number of collections around what is read.
    depth: usize,
    /// The starts of the collections around the next event.
    open: Vec<Span>,
}

/// `None` in these methods means that reading stops, and a diagnostic says why.
impl<'t> Builder<'t, '_> {
    fn document(&mut self) -> Option<Node> {
        let mut root = None;
        loop {
            let (event, span) = self.next()?;
            match event {
                Event::DocumentStart(_) if root.is_some() => {
                    let is_start = self.rest(span.start).starts_with("---");
                    let mark = if is_start { "---" } else { "..." };
                    scan_error::report_document(self.diagnostics, span, mark);
                    return None;
                }
                Event::StreamEnd => {
                    let span = Span { file: self.file, start: 0, end: 0 };
                    let text = String::new();
                    let kind = Kind::Scalar { text, style: Style::Plain };
                    return Some(root.unwrap_or(Node { kind, span }));
                }
                Event::StreamStart | Event::DocumentStart(_) | Event::DocumentEnd => {}
                node => root = Some(self.node(node, span)?),
            }
        }
    }

    fn next(&mut self) -> Option<(Event<'t>, Span)> {
        match self.events.next() {
            Some(Ok((event, span))) => {
                let start = self.offsets.byte(span.start.index());
                let end = self.offsets.byte(span.end.index()).max(start);
                Some((event, Span { file: self.file, start, end }))
            }
            Some(Err(error)) => {
                let at = self.offsets.byte(error.marker().index());
                let text = self.text;
                let is_bracket = |open: &&Span| text[open.start as usize..].starts_with(['[', '{']);
                let bracket = self.open.last().filter(is_bracket).copied();
                scan_error::report(self.diagnostics, self.file, text, at, error.info(), bracket);
                None
            }
            None => Some((Event::StreamEnd, Span { file: self.file, start: 0, end: 0 })),
        }
    }

    fn node(&mut self, event: Event<'t>, span: Span) -> Option<Node> {
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                let value = self.properties(span, anchor, tag.is_some());
                self.refuse_block_in_brackets(style, span);
                let is_nothing = text.is_empty() && style == ScalarStyle::Plain;
                if is_nothing && (anchor != 0 || tag.is_some()) {
                    return Some(Node { kind: Kind::Reported, span });
                }
                Some(self.scalar(text.into_owned(), style, span, value))
            }
            Event::SequenceStart(anchor, tag) => {
                let value = self.properties(span, anchor, tag.is_some());
                let start = self.beginning(Span { start: value, ..span });
                self.deeper(start, Self::list)
            }
            Event::MappingStart(anchor, tag) => {
                let value = self.properties(span, anchor, tag.is_some());
                let start = self.beginning(Span { start: value, ..span });
                self.deeper(start, Self::map)
            }
            // Its anchor has been reported; for a `*` without an anchor, the scanner has an error.
            _ => Some(Node { kind: Kind::Reported, span }),
        }
    }

    fn scalar(&self, text: String, style: ScalarStyle, span: Span, value: u32) -> Node {
        let style = match style {
            ScalarStyle::Plain => Style::Plain,
            ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => Style::Quoted,
            ScalarStyle::Literal | ScalarStyle::Folded => Style::Block,
        };
        if style == Style::Block && text.trim().is_empty() {
            let span = self.behind_header(span);
            return Node { kind: Kind::Scalar { text, style }, span };
        }
        let empty = style == Style::Plain && text.is_empty();
        // The event of an absent value has the position of the next token.
        let end = match style {
            Style::Plain if empty => span.start,
            Style::Quoted => quoted_end(self.text, value).unwrap_or(span.end),
            _ => self.trimmed(span.start, span.end),
        };
        let start = if empty { span.start } else { value.min(end) };
        Node { kind: Kind::Scalar { text, style }, span: Span { start, end, ..span } }
    }

    /// The position of an empty block scalar. The scanner gives that of the next token, or at the
    /// end of the file that of the block's header.
    fn behind_header(&self, span: Span) -> Span {
        let before = match span.start == span.end {
            true => self.text[..span.start as usize].trim_end().len() as u32,
            false => self.trimmed(span.start, span.end),
        };
        Span { start: before, end: before, ..span }
    }

    /// YAML has no block scalars in brackets; the scanner accepts `|` and `>` there as characters.
    fn refuse_block_in_brackets(&mut self, style: ScalarStyle, span: Span) {
        if style == ScalarStyle::Plain && self.rest(span.start).starts_with(['|', '>']) {
            let span = Span { end: span.start + 1, ..span };
            self.diagnostics
                .report(
                    &YAML_SYNTAX,
                    span,
                    "a string without quotes cannot start with this character",
                )
                .hint("put quotes around it");
        }
    }

    fn deeper(
        &mut self,
        start: Span,
        inner: impl FnOnce(&mut Self, Span) -> Option<Node>,
    ) -> Option<Node> {
        if self.open.len() + self.depth == MAX_DEPTH {
            scan_error::report_nesting(self.diagnostics, start);
            return None;
        }
        self.open.push(start);
        let node = inner(self, start);
        self.open.pop();
        node
    }

    fn list(&mut self, start: Span) -> Option<Node> {
        let start = self.at_dash(start);
        let mut items = Vec::new();
        loop {
            let (event, span) = self.next()?;
            if matches!(event, Event::SequenceEnd) {
                let last = items.last().map(|item: &Node| item.span.end);
                let span = self.whole(start, span, last);
                return Some(Node { kind: Kind::List(items), span });
            }
            items.push(self.node(event, span)?);
        }
    }

    fn map(&mut self, start: Span) -> Option<Node> {
        let mut entries: Vec<Entry> = Vec::new();
        let mut complete = true;
        let mut last = None;
        loop {
            let (event, span) = self.next()?;
            if matches!(event, Event::MappingEnd) {
                let span = self.whole(start, span, last);
                let is_block = start.start == start.end;
                duplicates::refuse(self.diagnostics, &mut entries, is_block);
                return Some(Node { kind: Kind::Map { entries, complete }, span });
            }
            let key = self.node(event, span)?;
            let key_end = key.span.end;
            let (event, span) = self.next()?;
            let mut value = self.node(event, span)?;
            if value.span.start == value.span.end {
                value.span = Span { start: key_end, end: key_end, ..span };
            }
            last = Some(value.span.end.max(key_end));
            match self.key(key) {
                Some(key) => entries.push(Entry { key, value, repeated: false }),
                None => complete = false,
            }
        }
    }

    /// The span of the bracket that opens a collection; empty in the block styles. The scanner adds
    /// the spaces and the comment after a bracket.
    fn beginning(&self, span: Span) -> Span {
        let flow = span.start < span.end && self.rest(span.start).starts_with(['[', '{']);
        Span { end: span.start + u32::from(flow), ..span }
    }

    /// For a list that is not indented, the scanner gives the position after its first `-`.
    fn at_dash(&self, start: Span) -> Span {
        let before = self.text[..start.start as usize].trim_end();
        let after = start.start == start.end
            && before.ends_with('-')
            && !self.rest(start.start).starts_with('-');
        let dash = before.len().saturating_sub(1) as u32;
        if after { Span { start: dash, end: dash, ..start } } else { start }
    }

    fn rest(&self, offset: u32) -> &'t str {
        &self.text[offset as usize..]
    }

    /// The span of a collection. In the block styles, the scanner closes it at the next token,
    /// which can be far after its last line; in brackets, it sometimes closes it at the last comma.
    fn whole(&self, start: Span, end: Span, last: Option<u32>) -> Span {
        let flow = start.start < start.end;
        let end = match last {
            _ if flow => {
                brackets_end(self.text, last.unwrap_or(start.end)).unwrap_or(end.start + 1)
            }
            last => last.unwrap_or(start.end),
        };
        Span { end: end.max(start.start), ..start }
    }

    fn trimmed(&self, start: u32, end: u32) -> u32 {
        let text = &self.text[start as usize..end as usize];
        start + text.trim_end_matches([' ', '\t', '\r', '\n']).len() as u32
    }

    /// Reports an anchor and a tag before a value; returns where the value itself starts.
    fn properties(&mut self, span: Span, anchor: usize, tag: bool) -> u32 {
        let mut start = span.start as usize;
        if anchor == 0 && !tag {
            return span.start;
        }
        while let Some(sigil @ ('&' | '!')) = self.text[start..].chars().next() {
            let rest = &self.text[start..];
            let length = rest.find([' ', '\t', '\r', '\n', ',', ']', '}']).unwrap_or(rest.len());
            let word = &rest[..length];
            let at = Span { start: start as u32, end: (start + length) as u32, ..span };
            if sigil == '&' {
                let message = format!("the anchor `{word}` is not allowed");
                let hint =
                    format!("remove it, and write the value instead of each `*{}`", &word[1..]);
                self.diagnostics.report(&ANCHOR, at, message).hint(hint);
            } else {
                self.diagnostics
                    .report(&TAG, at, format!("the tag `{word}` is not allowed"))
                    .hint("remove it, or put quotes around a string that starts with `!`");
            }
            let rest = &rest[length..];
            start += length + (rest.len() - rest.trim_start().len());
        }
        start as u32
    }

    fn key(&mut self, key: Node) -> Option<Text> {
        let is = match key.kind {
            Kind::Scalar { text, style: Style::Plain } if text == "<<" => {
                self.diagnostics
                    .report(&ANCHOR, key.span, "the merge key `<<` is not allowed")
                    .hint("write the keys out; a record has the fields of another with `extends`");
                return None;
            }
            Kind::Scalar { text, style } if style != Style::Plain || !is_null(&text) => {
                return Some(Spanned { value: text, span: key.span });
            }
            Kind::Scalar { text, .. } if text.is_empty() => "is missing",
            Kind::Scalar { .. } => "is null",
            Kind::List(_) => "is a list",
            Kind::Map { .. } => "is a mapping",
            Kind::Reported => return None,
        };
        self.diagnostics
            .report(&KEY_NOT_TEXT, key.span, format!("a key {is}, expected a string"))
            .hint("put quotes around a key that starts with `[`, `{` or `?`, or is read as null")
            .quote(Vec::new());
        None
    }
}
