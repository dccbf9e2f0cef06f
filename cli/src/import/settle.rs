//! Removes from the draft what the compiler refuses.

use std::collections::BTreeMap;

use annals_catalog::Compiled;
use annals_catalog::diagnostic::{Diagnostic, Severity};
use annals_catalog::format::{Rendered, render};
use annals_catalog::source::{NoIncludes, Source};

use super::document::document;
use super::draft::{Catalog, Field, Limits};
use super::note::{Broken, Note};

/// The name that reports give the catalog.
const NAME: &str = "catalog.yaml";

/// Removes what the compiler refuses and a schema can do without, and waives the conventions that
/// event types and data break. Returns the text and the result of compiling it, and the errors in
/// what cannot be removed, with the places that they come from. If `may_turn_off`, a convention that
/// most events break is turned off.
pub(super) fn settle(
    catalog: &mut Catalog,
    may_turn_off: bool,
    notes: &mut Vec<Note>,
) -> (String, Compiled, Vec<Broken>) {
    let mut is_settled = !may_turn_off;
    loop {
        let entries = document(catalog);
        let file = render(&entries);
        let source = Source { path: NAME.to_owned(), text: file.text.clone() };
        let compiled = annals_catalog::compile(source, &NoIncludes, &mut |_| {});
        let errors = compiled.diagnostics.iter().filter(|item| item.severity == Severity::Error);
        let errors: Vec<&Diagnostic> = errors.collect();
        // Each round removes something or waives a rule, so there is an end.
        let is_better = !errors.is_empty() && fix(catalog, &file, &errors, notes);
        if !is_better && !is_settled {
            is_settled = true;
            if turn_off(catalog, notes) {
                continue;
            }
        }
        if !is_better {
            let refused = refused(catalog, &file, &errors);
            return (file.text, compiled, refused);
        }
    }
}

/// Turns a convention off that most events break, instead of a waiver for each. False if there is none.
fn turn_off(catalog: &mut Catalog, notes: &mut Vec<Note>) -> bool {
    let mut counts: BTreeMap<&'static str, usize> = BTreeMap::new();
    for rule in catalog.events.iter().flat_map(|event| &event.waivers) {
        *counts.entry(rule).or_default() += 1;
    }
    let events = catalog.events.len();
    counts.retain(|_, count| *count >= FEWEST && 2 * *count > events);
    for rule in counts.keys() {
        catalog.events.iter_mut().for_each(|event| event.waivers.retain(|waived| waived != rule));
        let waiver = waiver_of(rule);
        let first = notes.iter().position(|note| note.made == waiver);
        let mut index = 0;
        notes.retain_mut(|note| {
            let is_first = Some(index) == first;
            index += 1;
            if is_first {
                note.made = format!("`{rule}: allow` below `lint`, since most events do so");
            }
            is_first || note.made != waiver
        });
    }
    catalog.lint.extend(counts.keys());
    !counts.is_empty()
}

/// At least this number of events must break a convention before it is turned off.
const FEWEST: usize = 3;

pub(super) fn waiver_of(rule: &str) -> String {
    format!("a waiver of {rule}")
}

/// The errors with the places in the schemas that they come from.
fn refused(catalog: &Catalog, file: &Rendered<'_>, errors: &[&Diagnostic]) -> Vec<Broken> {
    let index = index(catalog);
    let broken = |error: &&Diagnostic| {
        let place = find(&index, &file.path(error.span.start as usize));
        let (file, pointer) = place.map(|place| origin(catalog, place)).unwrap_or_default();
        Broken { file, pointer, message: error.message.clone() }
    };
    errors.iter().map(broken).collect()
}

/// True if an error was fixed.
fn fix(
    catalog: &mut Catalog,
    file: &Rendered<'_>,
    errors: &[&Diagnostic],
    notes: &mut Vec<Note>,
) -> bool {
    let index = index(catalog);
    let mut fixed = false;
    for error in errors {
        let Some(place) = find(&index, &file.path(error.span.start as usize)) else { continue };
        if error.rule.is_waivable() {
            fixed |= waive(catalog, place.item, error, notes);
        } else if let Some(found) = remove(catalog, place) {
            let (file, pointer) = origin(catalog, place);
            let made = format!("left out: {}", error.message);
            notes.push(Note { loss: true, kind: "refused", file, pointer, found, made });
            fixed = true;
        }
    }
    fixed
}

/// A part of the catalog that the compiler may refuse.
#[derive(Debug, Clone, Copy)]
struct Place<'p> {
    item: Item,
    /// The field of a record, or the data key of an event.
    field: Option<usize>,
    /// The key of the field, or of the item.
    key: Option<&'p str>,
}

#[derive(Debug, Clone, Copy)]
enum Item {
    Scalar(usize),
    Enum(usize),
    Variant(usize),
    Record(usize),
    Event(usize),
}

/// Items and their fields by the keys that lead to them: `events/shop/ORDER_PLACED/data/order`. Of
/// two with the same name the first counts, as it does for the compiler.
type Index = BTreeMap<String, (Item, Option<usize>)>;

fn index(catalog: &Catalog) -> Index {
    let mut index = Index::new();
    for (id, scalar) in catalog.scalars.iter().enumerate() {
        index.insert(format!("scalars/{}", scalar.name), (Item::Scalar(id), None));
    }
    for (id, item) in catalog.enums.iter().enumerate() {
        index.entry(format!("enums/{}", item.name)).or_insert((Item::Enum(id), None));
    }
    for (id, item) in catalog.variants.iter().enumerate() {
        let domain = item.domain.as_deref().unwrap_or_default();
        let path = format!("variants/{domain}/{}", item.name);
        index.entry(path).or_insert((Item::Variant(id), None));
    }
    let mut add = |path: String, key: &str, item: Item, fields: &[Field]| {
        for (id, field) in fields.iter().enumerate() {
            index.entry(format!("{path}/{key}/{}", field.name)).or_insert((item, Some(id)));
        }
        index.entry(path).or_insert((item, None));
    };
    for (id, record) in catalog.records.iter().enumerate() {
        let domain = record.domain.as_deref().unwrap_or_default();
        let path = format!("records/{domain}/{}", record.name);
        add(path, "fields", Item::Record(id), &record.fields);
    }
    for (id, event) in catalog.events.iter().enumerate() {
        let path = format!("events/{}/{}", event.domain, event.name);
        add(path, "data", Item::Event(id), &event.data);
    }
    index
}

/// The innermost part on a path.
fn find<'p>(index: &Index, path: &[&'p str]) -> Option<Place<'p>> {
    (2..=path.len().min(5)).rev().find_map(|depth| {
        let (item, field) = *index.get(&path[..depth].join("/"))?;
        Some(Place { item, field, key: path.get(depth).copied() })
    })
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
        Item::Scalar(_) | Item::Enum(_) | Item::Variant(_) => return false,
    };
    if waivers.contains(&rule) {
        // An earlier error in the same item added it.
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
        made: waiver_of(rule),
    });
    true
}

/// Removes a part and says what it was; `None` if the catalog needs it.
fn remove(catalog: &mut Catalog, place: Place<'_>) -> Option<String> {
    let Place { item, field, key } = place;
    match (item, field) {
        (Item::Scalar(id), _) => {
            let scalar = &mut catalog.scalars[id];
            match key {
                Some("example") => {
                    let example = scalar.example.take();
                    example.map(|example| format!("example: {}", example.compact()))
                }
                _ => remove_limits(&mut scalar.limits, key),
            }
        }
        (Item::Event(id), Some(field)) => remove_from(&mut catalog.events[id].data[field], key),
        (Item::Record(id), Some(field)) => remove_from(&mut catalog.records[id].fields[field], key),
        (Item::Event(id), None) => {
            let event = &mut catalog.events[id];
            match key {
                Some("key") => event.key.take().map(|key| format!("key: {key}")),
                Some("deprecated") => event.deprecated.take().map(|_| DEPRECATION.to_owned()),
                _ => None,
            }
        }
        (Item::Record(id), None) if key == Some("deprecated") => {
            catalog.records[id].deprecated.take().map(|_| DEPRECATION.to_owned())
        }
        (Item::Record(_) | Item::Enum(_) | Item::Variant(_), _) => None,
    }
}

const DEPRECATION: &str = "the deprecation";

fn remove_from(field: &mut Field, key: Option<&str>) -> Option<String> {
    match key {
        Some("default") => field.default.take().map(|json| format!("default: {}", json.compact())),
        Some("const") => field.constant.take().map(|json| format!("const: {}", json.compact())),
        Some("example") => field.example.take().map(|json| format!("example: {}", json.compact())),
        Some("deprecated") => field.deprecated.take().map(|_| DEPRECATION.to_owned()),
        _ => remove_limits(&mut field.limits, key),
    }
}

fn remove_limits(limits: &mut Limits, key: Option<&str>) -> Option<String> {
    match key? {
        "format" => limits.format.take().map(|format| format!("format: {format}")),
        "pattern" => limits.pattern.take().map(|pattern| format!("pattern: {pattern}")),
        "multiple_of" => limits.multiple_of.take().map(|unit| format!("multiple_of: {unit}")),
        "min" | "max" | "min_length" | "max_length" => {
            let (format, pattern) = (limits.format.take(), limits.pattern.take());
            let multiple_of = limits.multiple_of.take();
            let kept = Limits { multiple_of, format, pattern, ..Limits::default() };
            let removed = std::mem::replace(limits, kept);
            (!removed.is_empty()).then(|| "the limits".to_owned())
        }
        _ => None,
    }
}

/// The file and pointer that a part comes from.
fn origin(catalog: &Catalog, place: Place<'_>) -> (String, String) {
    let (file, pointer, fields) = match place.item {
        Item::Scalar(id) => {
            let scalar = &catalog.scalars[id];
            (&scalar.file, scalar.pointer.as_str(), &[][..])
        }
        Item::Enum(id) => {
            let item = &catalog.enums[id];
            (&item.file, item.pointer.as_str(), &[][..])
        }
        Item::Variant(id) => {
            let item = &catalog.variants[id];
            (&item.file, item.pointer.as_str(), &[][..])
        }
        Item::Record(id) => {
            let record = &catalog.records[id];
            (&record.file, record.pointer.as_str(), &record.fields[..])
        }
        Item::Event(id) => (&catalog.events[id].file, "", &catalog.events[id].data[..]),
    };
    let field = place.field.and_then(|field| fields.get(field));
    (file.clone(), field.map_or(pointer, |field| &field.pointer).to_owned())
}
