//! A block of lines in another column.

use std::ops::Range;

use super::lines::{name, span};
use crate::diagnostic::Diagnostics;
use crate::rule::Rule;
use crate::source::{FileId, start_of_line};
use crate::tree::{self, Line, Reindented};

/// The same lines in other columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Shift {
    /// From the first character after the indentation.
    pub(super) lines: Range<usize>,
    pub(super) from: usize,
    pub(super) to: usize,
}

impl Shift {
    /// `None` if a line has fewer columns than are removed.
    pub(super) fn apply(&self, text: &str) -> Option<Reindented> {
        let mut at = start_of_line(text, self.lines.start);
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
        Some(shifted)
    }

    /// Reports the first line as indented too much or too little.
    pub(super) fn report(
        &self,
        diagnostics: &mut Diagnostics,
        file: FileId,
        text: &str,
        rule: &'static Rule,
    ) {
        let lines: Vec<Line<'_>> = Line::all(text, 0..text.len()).collect();
        let Some(head) = lines.iter().position(|line| line.end > self.lines.start) else { return };
        let before = lines[..head].iter().rev();
        let after = lines[head..].iter().filter(|line| line.at > self.lines.end);
        let name = name(&lines[head]);
        let how = if self.from > self.to { "much" } else { "little" };
        let hint = format!("indent `{name}` by {}", count(self.to));
        let message = format!("`{name}` is indented too {how}");
        let report = diagnostics.report(rule, span(file, &lines[head]), message);
        report.label(tree::spaces(self.from)).hint(hint);
        let sibling = sibling(before, self.to).or_else(|| sibling(after, self.to));
        if let Some(sibling) = sibling {
            let hint = format!("start `{name}` in the same column as `{}`", self::name(sibling));
            report.related(span(file, sibling), tree::spaces(self.to)).hint(hint);
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
