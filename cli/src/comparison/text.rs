//! A comparison for people.

use annals_catalog::count::counted;
use annals_catalog::model::Model;
use annals_catalog::source::{SourceMap, Span};
use annals_evolution::{Cause, events, place};

use super::Comparison;

/// The current catalog, in which causes have a place.
#[derive(Clone, Copy)]
pub(crate) struct Current<'c> {
    pub(crate) model: &'c Model,
    pub(crate) sources: &'c SourceMap,
    /// The folder of the catalog: empty, or ending in `/`.
    pub(crate) prefix: &'c str,
}

impl Current<'_> {
    /// The place of the field with a cause, or of the record or event that had it.
    pub(crate) fn place(&self, owner: &str, field: Option<&str>) -> Option<String> {
        let Span { file, start, .. } = place(self.model, owner, field)?;
        let (path, at) = (&self.sources.get(file).path, self.sources.position(file, start));
        Some(format!("{}{path}:{}:{}", self.prefix, at.line, at.column))
    }
}

/// One note for each cause that breaks nothing that is required.
pub(crate) fn notes(comparison: &Comparison<'_>, current: Current<'_>) -> String {
    let causes = comparison.causes.iter().filter(|cause| !comparison.breaks(cause));
    causes.map(|cause| note(cause, current)).collect()
}

fn note(cause: &Cause, current: Current<'_>) -> String {
    let problem = &cause.problem;
    let mut text = format!("note: {}\n", cause.title());
    let place = current.place(&problem.owner, problem.field.as_deref());
    text.extend(place.map(|place| format!("  --> {place}\n")));
    let line = |label: &str, value: &str| format!("  {label}: {value}\n");
    text += &line("readers", &cause.reader_names());
    if !problem.path.is_empty() {
        text += &line("value", &problem.path);
    }
    text.extend(problem.when.as_ref().map(|when| line("only if", when)));
    text += &match cause.code() {
        Some(code) => line("code", code),
        None if problem.proven => line("payload", &problem.payload.to_string()),
        None => line("not decided, for example", &problem.payload.to_string()),
    };
    text += &line("events", &events(cause));
    text.push('\n');
    text
}

/// The last line.
pub(crate) fn summary(comparison: &Comparison<'_>) -> String {
    let [(changed, _), rest @ ..] = comparison.counts();
    let rest = rest.into_iter().filter(|(count, _)| *count > 0);
    let rest: String = rest.map(|(count, word)| format!(", {count} {word}")).collect();
    let suggested = comparison.suggested().map(|version| format!("; suggested version: {version}"));
    let suggested = suggested.unwrap_or_default();
    format!("{} changed since {}{rest}{suggested}", counted(changed, "event"), comparison.base)
}
