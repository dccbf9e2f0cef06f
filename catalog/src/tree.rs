//! Reads YAML as a tree of mappings, lists and scalars with spans.
//!
//! YAML features that the language does not have (anchors, tags, several documents, deep nesting,
//! keys that are not strings) are reported and left out here, so the parser gets plain trees only.

mod build;
mod cause;
mod characters;
mod duplicates;
mod ends;
mod events;
mod explain;
mod input;
mod lines;
mod offsets;
mod outline;
mod parts;
mod recover;
mod reindented;
mod scan_error;
mod signs;
mod stray;

use crate::ast::Text;
use crate::diagnostic::Diagnostics;
use crate::rule::yaml::{FILE_SIZE, NESTING, SEVERAL_DOCUMENTS};
use crate::source::{FileId, MAX_FILE_SIZE, SourceMap, Span};
pub(crate) use duplicates::refuse_all as refuse_duplicates;
pub(crate) use lines::{Line, step, unquoted};
pub(crate) use reindented::Reindented;
pub(crate) use scan_error::spaces;

/// The greatest depth of lists and mappings in each other.
const MAX_DEPTH: usize = 64;

/// A value and its span, which is empty for an empty value.
#[derive(Debug, PartialEq)]
pub(crate) struct Node {
    pub(crate) kind: Kind,
    pub(crate) span: Span,
}

/// The kind of a [`Node`].
#[derive(Debug, PartialEq)]
pub(crate) enum Kind {
    Scalar {
        text: String,
        style: Style,
    },
    List(Vec<Node>),
    Map {
        entries: Vec<Entry>,
        /// False if an entry was reported and left out because of its key.
        complete: bool,
    },
    /// Something that has been reported already.
    Reported,
}

/// How a scalar was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    /// Without quotes, so it may be a number or a keyword.
    Plain,
    /// In single or double quotes.
    Quoted,
    /// After `|` or `>`.
    Block,
}

/// An entry of a mapping: a string that is unique as a key there, and a value.
#[derive(Debug, PartialEq)]
pub(crate) struct Entry {
    pub(crate) key: Text,
    pub(crate) value: Node,
    /// The key is repeated later; that was reported, and the later entry left out.
    pub(crate) repeated: bool,
}

/// Reads a file, or what can be read of it. `None` only if a diagnostic says why; an empty file is
/// an empty plain scalar.
pub(crate) fn read(
    diagnostics: &mut Diagnostics,
    sources: &SourceMap,
    file: FileId,
) -> Option<Node> {
    check(diagnostics, sources, file)?;
    let mut columns = Diagnostics::default();
    let node = read_text(diagnostics, &mut columns, file, &sources.get(file).text);
    diagnostics.absorb(columns);
    node
}

/// Like [`read`], for a text that was checked. Reports lines in the wrong column to `columns`:
/// their cause may be another line.
pub(crate) fn read_text(
    diagnostics: &mut Diagnostics,
    columns: &mut Diagnostics,
    file: FileId,
    text: &str,
) -> Option<Node> {
    if let Some(node) = parts::read(file, text) {
        return Some(node);
    }
    let mut whole = Diagnostics::default();
    let node = build::build(&mut whole, file, text);
    if node.is_some() && whole.is_silent() {
        whole.discard();
        return node;
    }
    if node.is_none() && scan_error::report_conflicts(diagnostics, file, text) {
        whole.discard();
        return None;
    }
    if let Some((tab, without)) = reindented::without_tabs(text) {
        whole.discard();
        scan_error::report_tab(diagnostics, file, tab);
        return read_reindented(diagnostics, columns, file, &without);
    }
    if let Some(without) = signs::report(diagnostics, file, text) {
        whole.discard();
        return read_reindented(diagnostics, columns, file, &without);
    }
    if let Some((rest, places)) = signs::report_keyless(diagnostics, file, text) {
        whole.discard();
        let mut node = read_text(diagnostics, columns, file, &rest);
        node.iter_mut().for_each(|node| places.iter().for_each(|at| node.lose(text, *at)));
        return node;
    }
    if let Some(rest) = stray::report(diagnostics, file, text) {
        whole.discard();
        return read_text(diagnostics, columns, file, &rest);
    }
    if node.is_some() {
        diagnostics.absorb(whole);
        return node;
    }
    // These are about the whole file.
    if whole.last().is_some_and(|last| [&NESTING, &SEVERAL_DOCUMENTS].contains(&last.rule)) {
        diagnostics.absorb(whole);
        return None;
    }
    let (mut found, mut astray) = (Diagnostics::default(), Diagnostics::default());
    let Some(node) = recover::recover(&mut found, &mut astray, file, text) else {
        found.discard();
        astray.discard();
        diagnostics.absorb(whole);
        return None;
    };
    whole.discard();
    diagnostics.absorb(found);
    columns.absorb(astray);
    Some(node)
}

/// Like [`read_text`], with the places in the text before.
fn read_reindented(
    diagnostics: &mut Diagnostics,
    columns: &mut Diagnostics,
    file: FileId,
    text: &Reindented,
) -> Option<Node> {
    let (mut found, mut astray) = (Diagnostics::default(), Diagnostics::default());
    let mut node = read_text(&mut found, &mut astray, file, &text.text);
    let old = |span: Span| Span { start: text.old(span.start), end: text.old(span.end), ..span };
    node.iter_mut().for_each(|node| node.move_spans(&old));
    found.move_spans(&old);
    astray.move_spans(&old);
    diagnostics.absorb(found);
    columns.absorb(astray);
    node
}

impl Node {
    /// True for the value of a key that has none.
    pub(crate) fn is_bare(&self) -> bool {
        match &self.kind {
            Kind::Scalar { text, style: Style::Plain } => text.is_empty(),
            Kind::Scalar { .. } | Kind::List(_) | Kind::Map { .. } | Kind::Reported => false,
        }
    }

    /// Gives the node and all in it other places.
    pub(crate) fn move_spans(&mut self, moved: &dyn Fn(Span) -> Span) {
        self.span = moved(self.span);
        match &mut self.kind {
            Kind::Map { entries, .. } => {
                for entry in entries {
                    entry.key.span = moved(entry.key.span);
                    entry.value.move_spans(moved);
                }
            }
            Kind::List(items) => items.iter_mut().for_each(|item| item.move_spans(moved)),
            Kind::Scalar { .. } | Kind::Reported => {}
        }
    }
}

/// Reports a file that must not be scanned: it is too large, or contains control characters.
pub(crate) fn check(
    diagnostics: &mut Diagnostics,
    sources: &SourceMap,
    file: FileId,
) -> Option<()> {
    let text = sources.get(file).text.as_str();
    if text.len() > MAX_FILE_SIZE {
        let span = Span { file, start: 0, end: 0 };
        diagnostics
            .report(&FILE_SIZE, span, "the file has more than 64 MiB")
            .hint("split the catalog into several files, and list them in `include`");
        return None;
    }
    characters::check(diagnostics, file, text)
}

/// True for what YAML's core schema reads as null.
pub(crate) fn is_null(plain: &str) -> bool {
    matches!(plain, "" | "~" | "null" | "Null" | "NULL")
}

#[cfg(test)]
mod tests {
    use super::{Kind, Node, read};
    use crate::diagnostic::{Diagnostic, Diagnostics};
    use crate::source::{FileId, MAX_FILE_SIZE, Source, SourceMap, Span};

    fn tree(text: &str) -> (SourceMap, Option<Node>, Vec<Diagnostic>) {
        let (mut diagnostics, mut sources) = (Diagnostics::default(), SourceMap::default());
        let file = sources.add(Source { path: "catalog.yaml".into(), text: text.into() });
        let node = read(&mut diagnostics, &sources, file);
        (sources, node, diagnostics.into_sorted())
    }

    /// Every node and key of a tree as the source text at its span, depth first.
    fn spans(text: &str) -> Vec<String> {
        fn walk(sources: &SourceMap, node: &Node, spans: &mut Vec<String>) {
            spans.push(sources.text(node.span).to_owned());
            match &node.kind {
                Kind::List(items) => items.iter().for_each(|item| walk(sources, item, spans)),
                Kind::Map { entries, .. } => {
                    for entry in entries {
                        spans.push(sources.text(entry.key.span).to_owned());
                        walk(sources, &entry.value, spans);
                    }
                }
                Kind::Scalar { .. } | Kind::Reported => {}
            }
        }
        let (sources, node, diagnostics) = tree(text);
        assert_eq!(diagnostics, []);
        let mut spans = Vec::new();
        walk(&sources, &node.unwrap(), &mut spans);
        spans
    }

    #[test]
    fn spans_are_exact_in_block_style() {
        let text = "# ß😀\r\nä: 1 # é\r\n'b' :  \"x y\" \r\nc: |\r\n  ü\r\n\r\n\r\nd:\r\n- e\r\n- f  g\r\n\r\n";
        let whole = text["# ß😀\r\n".len()..].trim_end();
        let list = "- e\r\n- f  g";
        let expected = [whole, "ä", "1", "'b'", "\"x y\"", "c", "ü", "d", list, "e", "f  g"];
        assert_eq!(spans(text), expected);
    }

    #[test]
    fn spans_are_exact_in_flow_style() {
        let text = "k: {ü: [ ß , 'é' ], x: , y: {}} # 😀\nz:\n";
        let map = "{ü: [ ß , 'é' ], x: , y: {}}";
        let expected = [
            "k: {ü: [ ß , 'é' ], x: , y: {}} # 😀\nz",
            "k",
            map,
            "ü",
            "[ ß , 'é' ]",
            "ß",
            "'é'",
            "x",
            "",
            "y",
            "{}",
            "z",
            "",
        ];
        assert_eq!(spans(text), expected);
    }

    #[test]
    fn spans_leave_anchors_and_tags_out() {
        let (sources, node, diagnostics) = tree("a: &x !t  b\nc: &y {d: e}\n");
        let at: Vec<_> = diagnostics.iter().map(|report| sources.text(report.span)).collect();
        assert_eq!(at, ["&x", "!t", "&y"]);
        let Some(Kind::Map { entries, .. }) = node.map(|node| node.kind) else { panic!() };
        let values: Vec<_> = entries.iter().map(|entry| sources.text(entry.value.span)).collect();
        assert_eq!(values, ["b", "{d: e}"]);
    }

    #[test]
    fn large_files_are_refused() {
        let (_, node, diagnostics) = tree(&" ".repeat(MAX_FILE_SIZE + 1));
        assert!(node.is_none());
        assert_eq!(diagnostics.len(), 1);
        assert_eq!(diagnostics[0].rule.code, "A0007");
        assert_eq!(diagnostics[0].span, Span { file: FileId(0), start: 0, end: 0 });
    }

    #[test]
    fn byte_order_mark_is_no_content() {
        let (sources, node, diagnostics) = tree("\u{feff}a: b\n");
        assert_eq!(diagnostics, []);
        assert_eq!(sources.text(node.unwrap().span), "a: b");
    }
}
