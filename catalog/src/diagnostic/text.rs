//! The plain text form of a diagnostic, for tests and logs.

use std::fmt::Write;

use super::{Diagnostic, Severity};
use crate::source::{SourceMap, Span};

impl Diagnostic {
    /// One line `path:line:column: error[A0010]: message`, then an indented line for each other
    /// place, the hint and the fix. Ends with a line feed.
    #[must_use]
    pub fn to_text(&self, sources: &SourceMap) -> String {
        let level = match self.severity {
            Severity::Warning => "warning",
            Severity::Error => "error",
        };
        let (place, code) = (place(sources, self.span), self.rule.code);
        let mut text = format!("{place}: {level}[{code}]: {}\n", self.message);
        let mut line = |kind: &str, words: &str| {
            let words = words.replace('\n', "\n    ");
            writeln!(text, "  {kind}: {words}").expect("writing to a string does not fail");
        };
        if !self.label.is_empty() {
            line("here", &self.label);
        }
        for (span, label) in &self.related {
            line("see", &format!("{}: {label}", self::place(sources, *span)));
        }
        if !self.hint.is_empty() {
            line("hint", &self.hint);
        }
        if let Some(fix) = &self.fix {
            match fix.text.as_str() {
                "" => {
                    let is_gap = |letter: char| letter == ',' || letter.is_whitespace();
                    let removed = sources.text(fix.span).trim_matches(is_gap);
                    line("fix", &format!("remove `{removed}`"));
                }
                text => line("fix", text),
            }
        }
        text
    }
}

fn place(sources: &SourceMap, span: Span) -> String {
    let position = sources.position(span.file, span.start);
    format!("{}:{}:{}", sources.get(span.file).path, position.line, position.column)
}
