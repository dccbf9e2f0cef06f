//! Findings as one JSON document, for tools: stable keys, positions counted from 1.

use annals_catalog::diagnostic::{Diagnostic, Severity};
use annals_catalog::source::{SourceMap, Span};
use serde::Serialize;

use crate::freshness::Finding;

/// The document that `annals check --format json` prints.
#[derive(Serialize)]
struct Document<'a> {
    /// Edition of this form; raised when a key changes its meaning or goes.
    version: u32,
    diagnostics: Vec<Item<'a>>,
    files: Vec<File<'a>>,
    summary: Summary,
}

#[derive(Serialize)]
struct Item<'a> {
    code: &'a str,
    severity: &'static str,
    message: &'a str,
    #[serde(flatten)]
    place: Place<'a>,
    label: &'a str,
    hint: &'a str,
    related: Vec<Related<'a>>,
}

#[derive(Serialize)]
struct Related<'a> {
    message: &'a str,
    #[serde(flatten)]
    place: Place<'a>,
}

#[derive(Serialize)]
struct Place<'a> {
    file: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
}

#[derive(Serialize)]
struct File<'a> {
    code: &'static str,
    state: &'static str,
    message: &'static str,
    path: String,
    line: usize,
    diff: &'a str,
}

#[derive(Serialize)]
struct Summary {
    errors: usize,
    warnings: usize,
    files: usize,
}

/// Diagnostics and findings as one line of JSON with a final newline.
#[must_use]
pub fn json(
    diagnostics: &[Diagnostic],
    sources: &SourceMap,
    findings: &[Finding],
    output: &str,
) -> String {
    let count = |severity| diagnostics.iter().filter(|item| item.severity == severity).count();
    let document = Document {
        version: 1,
        diagnostics: diagnostics.iter().map(|item| lower(item, sources)).collect(),
        files: findings.iter().map(|item| file(item, output)).collect(),
        summary: Summary {
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
            files: findings.len(),
        },
    };
    let mut text = serde_json::to_string(&document).expect("the document has text keys only");
    text.push('\n');
    text
}

fn lower<'a>(item: &'a Diagnostic, sources: &'a SourceMap) -> Item<'a> {
    let related = item.related.iter();
    Item {
        code: item.rule.code,
        severity: match item.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        },
        message: &item.message,
        place: place(item.span, sources),
        label: &item.label,
        hint: &item.hint,
        related: related
            .map(|(span, message)| Related { message, place: place(*span, sources) })
            .collect(),
    }
}

fn place(span: Span, sources: &SourceMap) -> Place<'_> {
    let start = sources.position(span.file, span.start);
    let end = sources.position(span.file, span.end);
    Place {
        file: &sources.get(span.file).path,
        line: start.line,
        column: start.column,
        end_line: end.line,
        end_column: end.column,
    }
}

fn file<'a>(item: &'a Finding, output: &str) -> File<'a> {
    File {
        code: item.state.code(),
        state: item.state.word(),
        message: item.state.message(),
        path: format!("{output}/{}", item.path),
        line: item.line,
        diff: &item.diff,
    }
}
