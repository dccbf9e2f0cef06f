//! A catalog in the making in; one that the front end takes, and notes on what it refused, out.

use annals_catalog::Compiled;
use annals_catalog::diagnostic::{Diagnostic, Severity};
use annals_catalog::source::{NoIncludes, Source};

use super::draft::{Catalog, Field, Limits};
use super::note::Note;
use super::write::{Anchor, Item, Part, Written, write};

/// The name that reports give the catalog.
const NAME: &str = "catalog.yaml";

/// Takes out what the front end refuses and a schema can do without, and waives the conventions
/// that event types and data break: they are as they are. Gives the text back, and what the front
/// end made of it; that has errors only if they are in something that cannot be taken out.
pub(super) fn settle(catalog: &mut Catalog, notes: &mut Vec<Note>) -> (String, Compiled) {
    loop {
        let written = write(catalog);
        let source = Source { path: NAME.to_owned(), text: written.text.clone() };
        let compiled = annals_catalog::compile(source, &NoIncludes, &mut |_| {});
        let errors = compiled.diagnostics.iter().filter(|item| item.severity == Severity::Error);
        // Each round takes something out or waives a rule, so there is an end.
        let mended = errors.filter(|error| mend(catalog, &written, error, notes)).count();
        if mended == 0 {
            return (written.text, compiled);
        }
    }
}

/// True if something was changed on account of an error.
fn mend(
    catalog: &mut Catalog,
    written: &Written,
    error: &Diagnostic,
    notes: &mut Vec<Note>,
) -> bool {
    let Some(anchor) = written.at(error.span.start as usize) else { return false };
    if error.rule.is_waivable() {
        return waive(catalog, anchor.item, error, notes);
    }
    let Some(found) = take_out(catalog, anchor) else { return false };
    let (file, pointer) = place(catalog, anchor);
    let made = format!("left out: {}", error.message);
    notes.push(Note { loss: true, kind: "refused", file, pointer, found, made });
    true
}

fn waive(catalog: &mut Catalog, item: Item, error: &Diagnostic, notes: &mut Vec<Note>) -> bool {
    let rule = error.rule.code;
    let (waivers, file) = match item {
        Item::Event(id) => {
            let event = &mut catalog.events[id];
            (&mut event.waivers, &event.file)
        }
        Item::Record(id) => {
            let record = &mut catalog.records[id];
            (&mut record.waivers, &record.file)
        }
        Item::Scalar(_) | Item::Enum(_) => return false,
    };
    if waivers.contains(&rule) {
        // It stands there since another place of the same item was looked at.
        return false;
    }
    waivers.push(rule);
    waivers.sort_unstable();
    notes.push(Note {
        loss: false,
        kind: "convention",
        file: file.clone(),
        pointer: String::new(),
        found: error.message.clone(),
        made: format!("a waiver of {rule}"),
    });
    true
}

/// Takes a part out, and says what it was; `None` if the catalog cannot do without it.
fn take_out(catalog: &mut Catalog, anchor: Anchor) -> Option<String> {
    let Anchor { item, field, part } = anchor;
    match (item, field, part) {
        (Item::Event(id), None, Part::Key) => {
            catalog.events[id].key.take().map(|key| format!("key: {key}"))
        }
        (Item::Event(id), None, Part::Deprecation) => {
            catalog.events[id].deprecated.take().map(|_| "the deprecation".to_owned())
        }
        (Item::Record(id), None, Part::Deprecation) => {
            catalog.records[id].deprecated.take().map(|_| "the deprecation".to_owned())
        }
        (Item::Scalar(id), _, Part::Example) => {
            let example = catalog.scalars[id].example.take();
            example.map(|example| format!("example: {}", example.compact()))
        }
        (Item::Scalar(id), _, _) => take_limits(&mut catalog.scalars[id].limits, part),
        (Item::Event(id), Some(field), _) => {
            take_of_field(&mut catalog.events[id].data[field], part)
        }
        (Item::Record(id), Some(field), _) => {
            take_of_field(&mut catalog.records[id].fields[field], part)
        }
        _ => None,
    }
}

fn take_of_field(field: &mut Field, part: Part) -> Option<String> {
    match part {
        Part::Default => field.default.take().map(|json| format!("default: {}", json.compact())),
        Part::Example => field.example.take().map(|json| format!("example: {}", json.compact())),
        Part::Deprecation => field.deprecated.take().map(|_| "the deprecation".to_owned()),
        _ => take_limits(&mut field.limits, part),
    }
}

fn take_limits(limits: &mut Limits, part: Part) -> Option<String> {
    match part {
        Part::Pattern => limits.pattern.take().map(|pattern| format!("pattern: {pattern}")),
        Part::Limits if !limits.is_empty() => {
            let pattern = limits.pattern.take();
            *limits = Limits { pattern, ..Limits::default() };
            Some("the limits".to_owned())
        }
        _ => None,
    }
}

fn place(catalog: &Catalog, anchor: Anchor) -> (String, String) {
    let (file, pointer, fields) = match anchor.item {
        Item::Scalar(id) => {
            (&catalog.scalars[id].file, catalog.scalars[id].pointer.as_str(), &[][..])
        }
        Item::Enum(id) => (&catalog.enums[id].file, catalog.enums[id].pointer.as_str(), &[][..]),
        Item::Record(id) => {
            let record = &catalog.records[id];
            (&record.file, record.pointer.as_str(), &record.fields[..])
        }
        Item::Event(id) => (&catalog.events[id].file, "", &catalog.events[id].data[..]),
    };
    let field = anchor.field.and_then(|field| fields.get(field));
    (file.clone(), field.map_or(pointer, |field| &field.pointer).to_owned())
}
