//! Findings as text, in the form of rustc: excerpt, label, hint.

use annals_catalog::diagnostic::{Diagnostic, Severity};
use annals_catalog::source::{FileId, SourceMap, Span};
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use crate::freshness::Finding;

/// All diagnostics, each with its excerpt, with ANSI colours if `colour`.
///
/// `prefix` goes before the paths of the sources, so that they can be opened from where people are.
#[must_use]
pub fn diagnostics(
    found: &[Diagnostic],
    sources: &SourceMap,
    prefix: &str,
    colour: bool,
) -> String {
    let renderer = renderer(colour);
    found.iter().map(|item| diagnostic(item, sources, prefix, &renderer) + "\n\n").collect()
}

fn renderer(colour: bool) -> Renderer {
    if colour { Renderer::styled() } else { Renderer::plain() }
}

fn diagnostic(item: &Diagnostic, sources: &SourceMap, prefix: &str, renderer: &Renderer) -> String {
    let level = match item.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.primary_title(item.message.as_str()).id(item.rule.code);
    let mut files: Vec<FileId> = vec![item.span.file];
    for (span, _) in &item.related {
        if !files.contains(&span.file) {
            files.push(span.file);
        }
    }
    let snippets = files.into_iter().map(|file| snippet(item, file, sources, prefix));
    let mut group = title.elements(snippets.collect::<Vec<_>>());
    if !item.hint.is_empty() {
        group = group.element(Level::HELP.message(item.hint.as_str()));
    }
    let groups: [Group<'_>; 1] = [group];
    renderer.render(&groups)
}

fn snippet<'a>(
    item: &'a Diagnostic,
    file: FileId,
    sources: &'a SourceMap,
    prefix: &str,
) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    let source = sources.get(file);
    let mut snippet =
        Snippet::source(source.text.as_str()).path(format!("{prefix}{}", source.path)).fold(true);
    if item.span.file == file {
        snippet = snippet.annotation(annotation(AnnotationKind::Primary, item.span, &item.label));
    }
    for (span, label) in item.related.iter().filter(|(span, _)| span.file == file) {
        snippet = snippet.annotation(annotation(AnnotationKind::Context, *span, label));
    }
    snippet
}

fn annotation(kind: AnnotationKind, span: Span, label: &str) -> annotate_snippets::Annotation<'_> {
    let annotation = kind.span(span.start as usize..span.end as usize);
    if label.is_empty() { annotation } else { annotation.label(label) }
}

/// Stale, edited, missing and orphaned files, each with its diff and what mends it.
#[must_use]
pub fn findings(found: &[Finding], output: &str, colour: bool) -> String {
    let renderer = renderer(colour);
    found.iter().map(|item| finding(item, output, &renderer)).collect()
}

fn finding(item: &Finding, output: &str, renderer: &Renderer) -> String {
    let title = Level::ERROR.primary_title(item.state.message()).id(item.state.code());
    let place = annotate_snippets::Origin::path(format!("{output}/{}", item.path)).line(item.line);
    let group = title.element(place);
    let mut text = renderer.render(&[group]);
    text.push('\n');
    for line in item.diff.lines() {
        text.push_str("    ");
        text.push_str(line);
        text.push('\n');
    }
    text.push('\n');
    text
}

/// One line that counts what was found.
#[must_use]
pub fn summary(diagnostics: &[Diagnostic], findings: &[Finding]) -> String {
    let count = |severity| diagnostics.iter().filter(|item| item.severity == severity).count();
    let parts = [
        counted(count(Severity::Error), "error"),
        counted(count(Severity::Warning), "warning"),
        counted(findings.len(), "file that disagrees with the catalog"),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if parts.is_empty() { "no findings".to_owned() } else { parts.join(", ") }
}

fn counted(count: usize, what: &str) -> Option<String> {
    match count {
        0 => None,
        1 => Some(format!("1 {what}")),
        _ => Some(match what.strip_prefix("file that disagrees") {
            Some(rest) => format!("{count} files that disagree{rest}"),
            None => format!("{count} {what}s"),
        }),
    }
}
