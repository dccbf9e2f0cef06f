//! Prints findings as a SARIF 2.1.0 log, for code scanning.

mod form;
mod uri;

use std::collections::BTreeMap;

use annals_catalog::diagnostic::{self, Diagnostic, Severity};
use annals_catalog::rule;
use annals_catalog::source::Span;
use annals_codegen::freshness::{Finding, State};
use annals_codegen::report::{Report, Sources, shown};

use form::{
    ArtifactChange, ArtifactLocation, Configuration, Content, Driver, Fix, Help, Invocation, Level,
    Location, Log, LogResult, Message, Notification, PhysicalLocation, Region, Replacement, Rule,
    Run, Tool,
};

/// The log of a report.
pub(super) fn report(report: &Report<'_>) -> String {
    let rules = rules();
    let index: BTreeMap<&str, usize> =
        rules.iter().enumerate().map(|(index, rule)| (rule.id, index)).collect();
    let diagnostics = report.diagnostics.iter();
    let diagnostics =
        diagnostics.map(|item| diagnostic(item, index[item.rule.code], report.sources));
    let files = report.files.iter();
    let files = files.map(|item| file(item, index[item.state.code()], report.output));
    let results = diagnostics.chain(files).collect();
    let invocation = Invocation {
        execution_successful: true,
        exit_code: i32::from(report.counts.fail()),
        tool_execution_notifications: Vec::new(),
    };
    print(rules, results, invocation)
}

/// The log of a run that could not read or write something.
pub(super) fn failure(message: &str) -> String {
    let notification = Notification { level: Level::Error, message: text(message) };
    let invocation = Invocation {
        execution_successful: false,
        exit_code: 3,
        tool_execution_notifications: vec![notification],
    };
    print(rules(), Vec::new(), invocation)
}

fn print(rules: Vec<Rule>, results: Vec<LogResult>, invocation: Invocation) -> String {
    let driver = Driver {
        name: "annals",
        semantic_version: env!("CARGO_PKG_VERSION"),
        information_uri: env!("CARGO_PKG_REPOSITORY"),
        rules,
    };
    let run = Run {
        tool: Tool { driver },
        invocations: [invocation],
        // The default is UTF-16 code units.
        column_kind: "unicodeCodePoints",
        results,
    };
    let mut text =
        serde_json::to_string(&Log { schema: form::SCHEMA, version: "2.1.0", runs: [run] })
            .expect("all keys are strings");
    text.push('\n');
    text
}

/// All rules, so that a rule has the same index in every log of one version.
fn rules() -> Vec<Rule> {
    rule::all().map(lower).collect()
}

fn lower(rule: &rule::Rule) -> Rule {
    Rule {
        id: rule.code,
        name: form::pascal_case(rule.name),
        short_description: text(rule.summary),
        help: Help { text: doubled(rule.explanation().reason), markdown: doubled(rule.page) },
        default_configuration: Configuration { enabled: rule.enabled, level: level(rule.severity) },
    }
}

fn level(severity: Severity) -> Level {
    match severity {
        Severity::Error => Level::Error,
        Severity::Warning => Level::Warning,
    }
}

fn diagnostic(item: &Diagnostic, rule_index: usize, sources: Sources<'_>) -> LogResult {
    let hint = Some(&item.hint).filter(|hint| !hint.is_empty());
    let words: Vec<&str> =
        std::iter::once(&item.message).chain(&item.notes).chain(hint).map(String::as_str).collect();
    let words = words.join("\n");
    let label = (!item.label.is_empty()).then(|| text(&item.label));
    let related = item.related.iter().enumerate();
    let related = related.map(|(id, (span, label))| Location {
        id: Some(id + 1),
        message: Some(text(label)),
        physical_location: place(*span, sources),
    });
    LogResult {
        rule_id: item.rule.code,
        rule_index,
        level: level(item.severity),
        message: text(&words),
        locations: [Location {
            id: None,
            message: label,
            physical_location: place(item.span, sources),
        }],
        related_locations: related.collect(),
        fixes: item.fix.iter().map(|fix| replacement(fix, sources)).collect(),
    }
}

fn replacement(fix: &diagnostic::Fix, sources: Sources<'_>) -> Fix {
    let PhysicalLocation { artifact_location, region } = place(fix.span, sources);
    let inserted_content = Content { text: fix.text.clone() };
    let replacement = Replacement { deleted_region: region, inserted_content };
    let change = ArtifactChange { artifact_location, replacements: [replacement] };
    let description = match fix.text.as_str() {
        "" => "remove it".to_owned(),
        other => format!("replace it with `{other}`"),
    };
    Fix { description: text(&description), artifact_changes: [change] }
}

fn place(span: Span, sources: Sources<'_>) -> PhysicalLocation {
    let start = sources.map.position(span.file, span.start);
    let end = sources.map.position(span.file, span.end);
    PhysicalLocation {
        artifact_location: ArtifactLocation::of(&sources.path(span.file)),
        region: Region {
            start_line: start.line,
            start_column: Some(start.column),
            end_line: Some(end.line),
            end_column: Some(end.column),
        },
    }
}

fn file(item: &Finding, rule_index: usize, output: &str) -> LogResult {
    let words = match item.state {
        State::Featureless | State::Foreign => item.message().into_owned(),
        State::Stale | State::Edited | State::Missing | State::Orphan => {
            format!("{}\nrun `annals generate`", item.message())
        }
    };
    let region =
        Region { start_line: item.line, start_column: None, end_line: None, end_column: None };
    let artifact_location = ArtifactLocation::of(&shown(output, item));
    LogResult {
        rule_id: item.state.code(),
        rule_index,
        level: Level::Error,
        message: text(&words),
        locations: [Location {
            id: None,
            message: None,
            physical_location: PhysicalLocation { artifact_location, region },
        }],
        related_locations: Vec::new(),
        fixes: Vec::new(),
    }
}

fn text(words: &str) -> Message {
    Message { text: doubled(words) }
}

/// Escapes braces, which are placeholders in SARIF messages.
fn doubled(words: &str) -> String {
    words.replace('{', "{{").replace('}', "}}")
}
