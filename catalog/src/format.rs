//! The canonical form of a catalog, and the only code that writes the text of one.
//!
//! ```text
//! text ─► tree (values with positions) ─► read (layout: entries, comments, blank lines) ─┐
//! Yaml (new values) ─────────────────────────────────────────────────────────────────────┴► order ─► write ─► text
//! ```
//!
//! [`format()`] compares what the text means before and after. [`render`] writes a new file,
//! [`insert()`] adds one entry to a file and [`insert_all()`] several, which leave the rest as it is,
//! and `remove` finds the bytes to cut out to take one away.

mod insert;
mod insert_all;
mod layout;
mod order;
mod prose;
mod quote;
mod read;
mod remove;
mod same;
mod scalar;
mod shape;
mod trivia;
mod write;
mod yaml;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::{FileId, Source, SourceMap};
use crate::tree::{self, Node};

pub use insert::{contains, filled, insert};
pub use insert_all::{New, Spot, insert_all, paths};

pub use quote::{is_hidden, scalar};
pub(crate) use remove::Tree;
pub use yaml::{Rendered, Yaml, render};

/// A line has at most this many characters where the formatter has a choice.
pub const WIDTH: usize = 120;

/// Why a text cannot be formatted.
#[derive(Debug)]
pub enum FormatError {
    /// It is not the YAML of catalogs.
    Mistakes {
        /// The file; the spans of the diagnostics point into it.
        sources: SourceMap,
        /// At least one error.
        diagnostics: Vec<Diagnostic>,
    },
    /// Formatting would have changed the meaning or lost a comment, which is a bug.
    Changed,
}

impl std::fmt::Display for FormatError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            FormatError::Mistakes { sources, diagnostics } => {
                let texts = diagnostics.iter().map(|report| report.to_text(sources));
                formatter.write_str(&texts.collect::<String>())
            }
            FormatError::Changed => formatter.write_str(
                "formatting would have changed what the file says, which is a bug in annals; \
                 nothing was written",
            ),
        }
    }
}

impl std::error::Error for FormatError {}

/// Formats one file of a catalog, the main file or an included one.
///
/// Only mistakes in the YAML matter here; [`compile`](crate::compile) finds the others.
/// Every line ends like the first one, in `\n` or `\r\n`. A byte order mark is removed.
///
/// # Errors
///
/// If the text is not the YAML of catalogs, or formatting would have changed its meaning.
pub fn format(mut source: Source) -> Result<String, FormatError> {
    // The scanner may add blanks after the last line to a block of text.
    let length = source.text.trim_end_matches([' ', '\t']).len();
    if source.text[..length].ends_with(['\r', '\n']) {
        source.text.truncate(length);
    }
    let mut sources = SourceMap::default();
    let file = sources.add(source);
    let mut diagnostics = Diagnostics::default();
    let root = tree::read(&mut diagnostics, &sources, file);
    let diagnostics = diagnostics.into_sorted();
    let Some(root) = root.filter(|_| diagnostics.is_empty()) else {
        return Err(FormatError::Mistakes { sources, diagnostics });
    };
    let before = &sources.get(file).text;
    let Some((mut document, comments)) = read::read(before, &root) else {
        // A file that is only a text is not a catalog, and there is nothing to format.
        return Ok(before.clone());
    };
    order::order(&mut document);
    let after = write::write(&document);
    if !is_same(&root, comments, &after) {
        return Err(FormatError::Changed);
    }
    Ok(if is_crlf(before) { after.replace('\n', "\r\n") } else { after })
}

/// True if a text has these values and comments, with the keys of the language in any order.
fn is_same(root: &Node, mut comments: Vec<&str>, after: &str) -> bool {
    let mut sources = SourceMap::default();
    let file: FileId = sources.add(Source { path: String::new(), text: after.to_owned() });
    let mut diagnostics = Diagnostics::default();
    let read = tree::read(&mut diagnostics, &sources, file);
    if !diagnostics.into_sorted().is_empty() {
        return false;
    }
    let Some(again) = read else { return false };
    let Some((_, mut others)) = read::read(after, &again) else { return false };
    comments.sort_unstable();
    others.sort_unstable();
    comments == others && same::same(root, &again, shape::FILE)
}

fn is_crlf(text: &str) -> bool {
    text.find(['\n', '\r']).is_some_and(|end| text[end..].starts_with("\r\n"))
}
