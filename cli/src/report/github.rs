//! Prints findings as GitHub workflow commands, which become annotations.

use annals_catalog::diagnostic::{Diagnostic, Severity};
use annals_catalog::source::Span;
use annals_codegen::freshness::Finding;
use annals_codegen::report::{Report, Sources};

/// One line per finding, without those that `--fix` has fixed.
pub(super) fn report(report: &Report<'_>) -> String {
    let diagnostics = report.diagnostics.iter().map(|item| diagnostic(item, report.sources));
    let files = report.files.iter().map(|item| file(item, report.output));
    diagnostics.chain(files).collect()
}

/// The line of a run that could not read or write something.
pub(super) fn failure(message: &str) -> String {
    command("error", &[("title", "annals".to_owned())], message)
}

/// `::error file=catalog.yaml,line=11,col=12,endLine=11,endColumn=17,title=A0123::there is no type…`
fn diagnostic(item: &Diagnostic, sources: Sources<'_>) -> String {
    let name = match item.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let mut properties = place(item.span, sources);
    properties.push(("title", item.rule.code.to_owned()));
    let mut message = item.message.clone();
    if !item.label.is_empty() {
        message.push_str(&format!("\nhere: {}", item.label));
    }
    for (span, label) in &item.related {
        let start = sources.map.position(span.file, span.start);
        let path = sources.path(span.file);
        message.push_str(&format!("\n{path}:{}:{}: {label}", start.line, start.column));
    }
    for note in &item.notes {
        message.push_str(&format!("\nnote: {note}"));
    }
    if !item.hint.is_empty() {
        message.push_str(&format!("\nhelp: {}", item.hint));
    }
    command(name, &properties, &message)
}

/// Without columns if the span has several lines: GitHub would warn and ignore them.
fn place(span: Span, sources: Sources<'_>) -> Vec<(&'static str, String)> {
    let start = sources.map.position(span.file, span.start);
    let end = sources.map.position(span.file, span.end);
    let mut properties = vec![("file", sources.path(span.file)), ("line", start.line.to_string())];
    if start.line == end.line {
        properties.push(("col", start.column.to_string()));
    }
    properties.push(("endLine", end.line.to_string()));
    if start.line == end.line {
        properties.push(("endColumn", end.column.to_string()));
    }
    properties
}

fn file(item: &Finding, output: &str) -> String {
    let properties = [
        ("file", annals_codegen::report::shown(output, item)),
        ("line", item.line.to_string()),
        ("title", item.state.code().to_owned()),
    ];
    let message = match item.diff.is_empty() {
        true => item.message().into_owned(),
        false => format!("{}\n{}", item.message(), item.diff),
    };
    command("error", &properties, &message)
}

/// A workflow command on a line of its own.
pub(crate) fn command(name: &str, properties: &[(&str, String)], message: &str) -> String {
    let properties: Vec<String> =
        properties.iter().map(|(key, value)| format!("{key}={}", property(value))).collect();
    format!("::{name} {}::{}\n", properties.join(","), data(message.trim_end()))
}

/// Escapes a message. `%` is replaced first, because it begins every escape.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes a property, which ends at `:` and `,`.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::command;

    #[test]
    fn nothing_in_a_text_ends_it_early() {
        let hostile = "50%, a::b\r\n::error::%0A";
        assert_eq!(
            command("error", &[("file", hostile.to_owned()), ("line", "1".to_owned())], hostile),
            "::error file=50%25%2C a%3A%3Ab%0D%0A%3A%3Aerror%3A%3A%250A,line=1\
             ::50%25, a::b%0D%0A::error::%250A\n"
        );
    }
}
