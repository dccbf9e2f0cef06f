//! A comparison for people.

use annals_catalog::count::counted;
use annals_catalog::model::{DomainId, Field, Model};
use annals_catalog::source::{SourceMap, Span};

use super::{Cause, Comparison};

/// The names of events that are written out.
const NAMED: usize = 5;

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
        let Span { file, start, .. } = self.span(owner, field)?;
        let (path, at) = (&self.sources.get(file).path, self.sources.position(file, start));
        Some(format!("{}{path}:{}:{}", self.prefix, at.line, at.column))
    }

    fn span(&self, owner: &str, field: Option<&str>) -> Option<Span> {
        let model = self.model;
        let named = |fields: &[Field]| {
            fields.iter().find(|item| Some(item.name.as_str()) == field).map(|item| item.span)
        };
        let qualified = |domain: DomainId, name: &str| {
            owner.split_once('.') == Some((model[domain].name.as_str(), name))
        };
        let mut events = model.events.iter();
        if let Some(event) = events.find(|event| event.event_type == owner) {
            return named(&event.data).or(Some(event.span));
        }
        let mut records = model.records.iter();
        if let Some(record) = records.find(|record| qualified(record.domain, &record.name)) {
            return named(&record.fields).or(Some(record.span));
        }
        let mut variants = model.variants.iter();
        let variant = variants.find(|variant| qualified(variant.domain, &variant.name));
        variant.map(|variant| variant.span)
    }
}

/// One report for each cause; those that break what is required are errors.
pub(crate) fn causes(comparison: &Comparison<'_>, current: Current<'_>) -> String {
    comparison.causes.iter().map(|cause| report(comparison, cause, current)).collect()
}

fn report(comparison: &Comparison<'_>, cause: &Cause<'_>, current: Current<'_>) -> String {
    let problem = &cause.problem;
    let word = if comparison.breaks(cause) { "error" } else { "note" };
    let mut text = format!("{word}: {}\n", cause.title());
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

/// The names of the first events, and the number of the others.
pub(crate) fn events(cause: &Cause<'_>) -> String {
    let named = cause.events.iter().take(NAMED).copied().collect::<Vec<_>>().join(", ");
    match cause.events.len().saturating_sub(NAMED) {
        0 => named,
        more => format!("{named} and {more} more"),
    }
}

/// The last line.
pub(crate) fn summary(comparison: &Comparison<'_>) -> String {
    let [(changed, _), rest @ ..] = comparison.counts();
    let rest = rest.into_iter().filter(|(count, _)| *count > 0);
    let rest: String = rest.map(|(count, word)| format!(", {count} {word}")).collect();
    format!("{} changed since {}{rest}", counted(changed, "event"), comparison.base)
}
