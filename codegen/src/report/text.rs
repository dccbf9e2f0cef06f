//! Prints findings as text in the style of rustc: excerpt, label, hint.

use std::borrow::Cow;

use annals_catalog::count::counted;
use annals_catalog::diagnostic::{Diagnostic, Severity};
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::excerpt::{Excerpt, Mark, excerpts};
use super::{Counts, Report, Sources, shown, visible};
use crate::freshness::Finding;

/// Maximum length of a message in bytes: messages quote the catalog, which may have long strings.
const MESSAGE: usize = 400;

/// The diagnostics with their excerpts, in color if `colour`.
#[must_use]
pub fn diagnostics(report: &Report<'_>, colour: bool) -> String {
    let renderer = renderer(colour);
    report.each(|item| diagnostic(item, report.sources, &renderer) + "\n\n").concat()
}

/// One diagnostic without color.
#[must_use]
pub fn plain(item: &Diagnostic, sources: Sources<'_>) -> String {
    diagnostic(item, sources, &renderer(false))
}

fn renderer(colour: bool) -> Renderer {
    if colour { Renderer::styled() } else { Renderer::plain() }
}

fn diagnostic(item: &Diagnostic, sources: Sources<'_>, renderer: &Renderer) -> String {
    let level = match item.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.clone().primary_title(brief(&item.message)).id(item.rule.code);
    let excerpts = excerpts(item, sources.map);
    let mut groups = Vec::new();
    let mut group = Group::with_title(title);
    for excerpt in &excerpts {
        let (snippet, path) = (snippet(excerpt), visible(&sources.path(excerpt.file)));
        group = match excerpt.column {
            None => group.element(snippet.path(path)),
            // The renderer would count columns from the start of the excerpt. It prints no place of
            // its own if no snippet of the group has a path.
            Some(column) => {
                let place = Origin::path(path).line(excerpt.line).char_column(column);
                groups.push(group.element(place));
                Group::with_level(level.clone()).element(snippet)
            }
        };
    }
    for note in &item.notes {
        group = group.element(Level::NOTE.message(visible(note)));
    }
    if !item.hint.is_empty() {
        group = group.element(Level::HELP.message(brief(&item.hint)));
    }
    groups.push(group);
    renderer.render(&groups)
}

fn snippet<'a>(excerpt: &'a Excerpt<'_>) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    let snippet = Snippet::source(excerpt.text.as_str()).line_start(excerpt.line).fold(true);
    snippet.annotations(excerpt.marks.iter().map(annotation))
}

fn annotation<'a>(mark: &'a Mark<'_>) -> annotate_snippets::Annotation<'a> {
    let kind = if mark.primary { AnnotationKind::Primary } else { AnnotationKind::Context };
    let annotation = kind.span(mark.range.clone());
    if mark.label.is_empty() { annotation } else { annotation.label(brief(mark.label)) }
}

/// Removes the middle of a long text.
fn brief(text: &str) -> Cow<'_, str> {
    if text.len() <= MESSAGE {
        return text.into();
    }
    let count = text.chars().count();
    let half = MESSAGE / 2;
    let start: String = text.chars().take(half).collect();
    let end: String = text.chars().skip(half.max(count.saturating_sub(half))).collect();
    format!("{start}…{end}").into()
}

/// Stale, edited, missing and orphaned files, each with its diff.
#[must_use]
pub fn findings(report: &Report<'_>, colour: bool) -> String {
    let renderer = renderer(colour);
    report.files.iter().map(|item| finding(item, report.output, &renderer)).collect()
}

fn finding(item: &Finding, output: &str, renderer: &Renderer) -> String {
    let title = Level::ERROR.primary_title(item.message()).id(item.state.code());
    let place = Origin::path(visible(&shown(output, item))).line(item.line);
    let mut text = renderer.render(&[title.element(place)]);
    text.push('\n');
    for line in item.diff.lines() {
        text.push_str("    ");
        text.push_str(&visible(line));
        text.push('\n');
    }
    text.push('\n');
    text
}

/// The line that counts the findings that are not shown; `None` if all are shown.
#[must_use]
pub fn omitted(report: &Report<'_>) -> Option<String> {
    let Counts { errors, warnings, files } = report.omitted();
    let parts = [
        (errors, counted(errors, "more error")),
        (warnings, counted(warnings, "more warning")),
        (files, counted(files, "more file")),
    ];
    let parts = some(parts);
    let all = "`annals check --max-errors 0` shows all";
    (!parts.is_empty()).then(|| format!("and {}; {all}", parts.join(", ")))
}

/// The line that counts all findings.
#[must_use]
pub fn summary(counts: Counts) -> String {
    let Counts { errors, warnings, files } = counts;
    let disagree = if files == 1 { "disagrees" } else { "disagree" };
    let parts = [
        (errors, counted(errors, "error")),
        (warnings, counted(warnings, "warning")),
        (files, format!("{} that {disagree} with the catalog", counted(files, "file"))),
    ];
    let parts = some(parts);
    if parts.is_empty() { "no findings".to_owned() } else { parts.join(", ") }
}

/// The parts whose count is not zero.
fn some(parts: [(usize, String); 3]) -> Vec<String> {
    parts.into_iter().filter(|(count, _)| *count > 0).map(|(_, part)| part).collect()
}
