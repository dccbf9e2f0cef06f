//! Prints findings as a JSON document with stable keys.
//!
//! docs/reports.md describes each key, and docs/report.schema.json is its JSON Schema.

use std::borrow::Cow;

use annals_catalog::diagnostic::{Diagnostic, Severity};
use annals_catalog::source::Span;
use annals_codegen::freshness::Finding;
use annals_codegen::report::{Applied, Counts, Report, Sources, shown};
use serde::Serialize;

/// Version of the document.
const VERSION: u32 = 1;

/// The document that `annals check --format json` prints.
#[derive(Serialize)]
struct Document<'a> {
    /// Increased when a key is removed or changes its meaning.
    version: u32,
    diagnostics: Vec<Item<'a>>,
    files: Vec<File<'a>>,
    summary: Summary,
    /// The fixes that were applied; present only with `--fix`.
    #[serde(skip_serializing_if = "Option::is_none")]
    fixed: Option<Vec<Fixed<'a>>>,
    /// Why the run failed; present only if something could not be read or written.
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<&'a str>,
}

#[derive(Serialize)]
struct Item<'a> {
    code: &'a str,
    severity: &'static str,
    message: &'a str,
    #[serde(flatten)]
    place: Place,
    label: &'a str,
    notes: &'a [String],
    hint: &'a str,
    /// The text of the fix, if it replaces exactly this place; `edit` has every fix.
    fix: Option<&'a str>,
    edit: Option<Edit<'a>>,
    related: Vec<Related<'a>>,
}

#[derive(Serialize)]
struct Edit<'a> {
    #[serde(flatten)]
    place: Place,
    text: &'a str,
}

#[derive(Serialize)]
struct Related<'a> {
    message: &'a str,
    #[serde(flatten)]
    place: Place,
}

#[derive(Serialize)]
struct Place {
    file: String,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
}

#[derive(Serialize)]
struct File<'a> {
    code: &'static str,
    state: &'static str,
    message: Cow<'static, str>,
    path: String,
    line: usize,
    diff: &'a str,
}

#[derive(Serialize)]
struct Fixed<'a> {
    code: &'static str,
    file: &'a str,
    line: usize,
    column: usize,
    before: &'a str,
    after: &'a str,
}

#[derive(Default, Serialize)]
struct Summary {
    errors: usize,
    warnings: usize,
    files: usize,
}

/// A report as one line of JSON.
pub(super) fn report(report: &Report<'_>) -> String {
    let Counts { errors, warnings, files } = report.counts;
    let diagnostics = report.diagnostics.iter();
    print(&Document {
        version: VERSION,
        diagnostics: diagnostics.map(|item| lower(item, report.sources)).collect(),
        files: report.files.iter().map(|item| file(item, report.output)).collect(),
        summary: Summary { errors, warnings, files },
        fixed: report.fixed.map(|fixed| fixed.iter().map(applied).collect()),
        error: None,
    })
}

/// The document of a run that could not read or write something.
pub(super) fn failure(message: &str) -> String {
    print(&Document {
        version: VERSION,
        diagnostics: Vec::new(),
        files: Vec::new(),
        summary: Summary::default(),
        fixed: None,
        error: Some(message),
    })
}

fn print(document: &Document<'_>) -> String {
    let mut text = serde_json::to_string(document).expect("all keys are strings");
    text.push('\n');
    text
}

fn lower<'a>(item: &'a Diagnostic, sources: Sources<'_>) -> Item<'a> {
    let related = item.related.iter();
    let fix = item.fix.as_ref();
    Item {
        code: item.rule.code,
        severity: match item.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        },
        message: &item.message,
        place: place(item.span, sources),
        label: &item.label,
        notes: &item.notes,
        hint: &item.hint,
        fix: fix.filter(|fix| fix.span == item.span).map(|fix| fix.text.as_str()),
        edit: fix.map(|fix| Edit { place: place(fix.span, sources), text: &fix.text }),
        related: related
            .map(|(span, message)| Related { message, place: place(*span, sources) })
            .collect(),
    }
}

fn place(span: Span, sources: Sources<'_>) -> Place {
    let start = sources.map.position(span.file, span.start);
    let end = sources.map.position(span.file, span.end);
    Place {
        file: sources.path(span.file),
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
        message: item.message(),
        path: shown(output, item),
        line: item.line,
        diff: &item.diff,
    }
}

fn applied(item: &Applied) -> Fixed<'_> {
    Fixed {
        code: item.code,
        file: &item.path,
        line: item.line,
        column: item.column,
        before: &item.before,
        after: &item.after,
    }
}
