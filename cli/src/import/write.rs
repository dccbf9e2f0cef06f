//! The catalog in the making in; its text, and which part of the catalog each piece is, out.

use std::ops::Range;

use super::draft::{Catalog, Deprecation, Enum, Event, Field, Limits, Record, Scalar};
use super::yaml;

/// Mappings that are no longer stand on one line.
const LINE: usize = 110;

/// A part of the catalog that the front end may refuse.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Anchor {
    pub(super) item: Item,
    /// The field of a record, or data key of an event.
    pub(super) field: Option<usize>,
    pub(super) part: Part,
}

/// Whose part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Item {
    Scalar(usize),
    Enum(usize),
    Record(usize),
    Event(usize),
}

/// What the front end may refuse of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Default,
    Example,
    Limits,
    Pattern,
    Key,
    Deprecation,
    Whole,
}

/// A text, and what its pieces are; later pieces may lie in earlier ones.
#[derive(Debug, Default)]
pub(super) struct Written {
    pub(super) text: String,
    anchors: Vec<(Range<usize>, Anchor)>,
}

impl Written {
    /// The smallest part at a place of the text.
    pub(super) fn at(&self, offset: usize) -> Option<Anchor> {
        let around = self.anchors.iter().filter(|(range, _)| range.contains(&offset));
        around.min_by_key(|(range, _)| range.len()).map(|(_, anchor)| *anchor)
    }

    fn line(&mut self, indent: usize, text: &str) {
        self.text.push_str(&" ".repeat(indent));
        self.text.push_str(text);
        self.text.push('\n');
    }

    /// A key with a text that may go over several lines.
    fn words(&mut self, indent: usize, key: &str, text: Option<&str>) {
        if let Some(text) = text {
            self.line(indent, &format!("{key}: {}", yaml::block(text, indent)));
        }
    }

    fn mark(&mut self, start: usize, anchor: Anchor) {
        self.anchors.push((start..self.text.len(), anchor));
    }

    /// Entries as one mapping: on one line if they fit, else one below the other.
    fn mapping(&mut self, indent: usize, key: &str, entries: &[Entry], whole: Anchor) {
        let start = self.text.len();
        let length: usize =
            entries.iter().map(|entry| entry.key.len() + entry.value.len() + 4).sum();
        let one_line = indent + key.len() + length + 4 <= LINE;
        self.text.push_str(&format!("{}{key}:", " ".repeat(indent)));
        self.text.push_str(if one_line { " { " } else { "\n" });
        for (index, Entry { key, value, words, part }) in entries.iter().enumerate() {
            let place = self.text.len();
            if one_line {
                let comma = if index + 1 < entries.len() { ", " } else { " " };
                self.text.push_str(&format!("{key}: {value}{comma}"));
            } else {
                let folded = words.as_ref().map(|words| yaml::block(words, indent + 2));
                self.line(indent + 2, &format!("{key}: {}", folded.as_ref().unwrap_or(value)));
            }
            self.mark(place, Anchor { part: *part, ..whole });
        }
        self.text.push_str(if one_line { "}\n" } else { "" });
        self.mark(start, whole);
    }
}

/// A key and its value on one line.
struct Entry {
    key: &'static str,
    value: String,
    /// The same as a text, where it may be folded.
    words: Option<String>,
    part: Part,
}

fn entry(key: &'static str, value: String, part: Part) -> Entry {
    Entry { key, value, words: None, part }
}

fn words(key: &'static str, text: &str) -> Entry {
    Entry { key, value: yaml::text(text), words: Some(text.to_owned()), part: Part::Whole }
}

/// Writes the whole catalog.
pub(super) fn write(catalog: &Catalog) -> Written {
    let mut out = Written::default();
    header(&mut out, catalog);
    section(&mut out, "scalars", &catalog.scalars, scalar_text);
    section(&mut out, "enums", &catalog.enums, enum_text);
    let domains = &catalog.domains;
    if !catalog.records.is_empty() {
        out.text.push_str("\nrecords:\n");
    }
    for domain in domains {
        let own = |record: &&Record| record.domain.as_ref() == Some(domain);
        if catalog.records.iter().any(|record| own(&record)) {
            out.line(2, &format!("{domain}:"));
        }
        for (index, record) in catalog.records.iter().enumerate().filter(|(_, record)| own(record))
        {
            record_text(&mut out, catalog, index, record);
        }
    }
    out.text.push_str("\nevents:\n");
    for domain in domains {
        let mut first = true;
        for (index, event) in catalog.events.iter().enumerate() {
            if event.domain == *domain {
                if std::mem::take(&mut first) {
                    out.line(2, &format!("{domain}:"));
                } else {
                    out.text.push('\n');
                }
                event_text(&mut out, catalog, index, event);
            }
        }
    }
    out
}

fn header(out: &mut Written, catalog: &Catalog) {
    out.text.push_str("annals: 1\n\ncatalog:\n");
    out.words(2, "name", Some(&catalog.name));
    out.words(2, "title", Some(&catalog.title));
    out.words(2, "namespace", Some(&catalog.namespace));
    out.line(2, "version: 1.0.0");
    if let Some((record, doc)) = &catalog.top {
        out.text.push_str("\navro:\n");
        out.words(2, "record", Some(record));
        out.words(2, "doc", doc.as_deref().filter(|doc| !doc.trim().is_empty()));
    }
    out.text.push_str("\ndomains:\n");
    for domain in &catalog.domains {
        out.line(2, &format!("{domain}:"));
        out.words(4, "title", Some(&annals_catalog::names::title(domain)));
    }
}

fn section<T>(out: &mut Written, key: &str, items: &[T], write: fn(&mut Written, usize, &T)) {
    if !items.is_empty() {
        out.text.push_str(&format!("\n{key}:\n"));
    }
    for (index, item) in items.iter().enumerate() {
        write(out, index, item);
    }
}

fn limits(entries: &mut Vec<Entry>, limits: &Limits) {
    let numbers = [("min", &limits.min), ("max", &limits.max)];
    for (key, number) in numbers {
        entries.extend(number.as_ref().map(|number| entry(key, number.to_string(), Part::Limits)));
    }
    for (key, count) in [("min_length", limits.min_length), ("max_length", limits.max_length)] {
        entries.extend(count.map(|count| entry(key, count.to_string(), Part::Limits)));
    }
    if let Some(pattern) = &limits.pattern {
        entries.push(entry("pattern", yaml::text(pattern), Part::Pattern));
    }
}

fn scalar_text(out: &mut Written, index: usize, scalar: &Scalar) {
    let mut entries = vec![entry("base", scalar.base.name().to_owned(), Part::Whole)];
    limits(&mut entries, &scalar.limits);
    let example = scalar.example.as_ref();
    entries.extend(example.map(|json| entry("example", yaml::value(json), Part::Example)));
    entries.extend(scalar.description.as_deref().map(|text| words("description", text)));
    let whole = Anchor { item: Item::Scalar(index), field: None, part: Part::Whole };
    out.mapping(2, &scalar.name, &entries, whole);
}

fn enum_text(out: &mut Written, index: usize, item: &Enum) {
    let start = out.text.len();
    let whole = Anchor { item: Item::Enum(index), field: None, part: Part::Whole };
    out.line(2, &format!("{}:", item.name));
    out.words(4, "description", item.description.as_deref());
    let silent =
        item.values.iter().all(|value| value.description.is_none() && value.deprecated.is_none());
    let texts = item.values.iter().map(|value| yaml::text(&value.value)).collect::<Vec<_>>();
    let list = format!("values: [{}]", texts.join(", "));
    if silent && list.len() < LINE {
        out.line(4, &list);
    } else if silent {
        out.line(4, "values:");
        texts.iter().for_each(|text| out.line(6, &format!("- {text}")));
    } else {
        out.line(4, "values:");
        for (value, text) in item.values.iter().zip(&texts) {
            let mut entries = Vec::new();
            entries.extend(value.description.as_deref().map(|text| words("description", text)));
            entries.extend(value.deprecated.as_ref().map(deprecation));
            if entries.is_empty() {
                out.line(6, &format!("{text}: {{}}"));
            } else {
                out.mapping(6, text, &entries, whole);
            }
        }
    }
    out.mark(start, whole);
}

fn deprecation(deprecation: &Deprecation) -> Entry {
    let Deprecation { since, removal, replacement, note } = deprecation;
    let parts = [("since", Some(since)), ("removal", removal.as_ref())]
        .into_iter()
        .chain([("replacement", replacement.as_ref()), ("note", note.as_ref())]);
    let plain =
        |key: &str, text: &str| if key == "note" { yaml::text(text) } else { text.to_owned() };
    let parts: Vec<String> =
        parts.filter_map(|(key, text)| Some(format!("{key}: {}", plain(key, text?)))).collect();
    entry("deprecated", format!("{{ {} }}", parts.join(", ")), Part::Deprecation)
}

fn record_text(out: &mut Written, catalog: &Catalog, index: usize, record: &Record) {
    let start = out.text.len();
    let item = Item::Record(index);
    out.line(4, &format!("{}:", record.name));
    out.words(6, "description", record.description.as_deref());
    if record.pii {
        out.line(6, "pii: true");
    }
    deprecated(out, item, record.deprecated.as_ref());
    allow(out, &record.waivers);
    out.line(6, "fields:");
    let domain = record.domain.as_deref().unwrap_or_default();
    fields(out, catalog, item, &record.fields, (domain, record.pii));
    out.mark(start, Anchor { item, field: None, part: Part::Whole });
}

fn event_text(out: &mut Written, catalog: &Catalog, index: usize, event: &Event) {
    let start = out.text.len();
    let item = Item::Event(index);
    out.line(4, &format!("{}:", event.name));
    out.words(6, "type", Some(&event.event_type));
    out.line(6, &format!("added: {}", event.added));
    out.words(6, "description", event.description.as_deref());
    let key = out.text.len();
    out.words(6, "key", event.key.as_deref());
    out.mark(key, Anchor { item, field: None, part: Part::Key });
    out.line(6, "data:");
    fields(out, catalog, item, &event.data, (&event.domain, false));
    out.words(6, "repository", event.repository.as_deref());
    deprecated(out, item, event.deprecated.as_ref());
    allow(out, &event.waivers);
    out.mark(start, Anchor { item, field: None, part: Part::Whole });
}

fn deprecated(out: &mut Written, item: Item, deprecated: Option<&Deprecation>) {
    let start = out.text.len();
    if let Some(Entry { key, value, part, .. }) = deprecated.map(deprecation) {
        out.line(6, &format!("{key}: {value}"));
        out.mark(start, Anchor { item, field: None, part });
    }
}

fn allow(out: &mut Written, waivers: &[&'static str]) {
    if !waivers.is_empty() {
        out.line(6, "allow:");
    }
    for rule in waivers {
        out.line(8, &format!("- rule: {rule}"));
        out.line(10, "reason: It was so when it was imported.");
    }
}

/// The fields of a record or event; `home` is its domain, and whether it is personal data itself.
fn fields(
    out: &mut Written,
    catalog: &Catalog,
    item: Item,
    fields: &[Field],
    (domain, pii): (&str, bool),
) {
    for (index, field) in fields.iter().enumerate() {
        let whole = Anchor { item, field: Some(index), part: Part::Whole };
        let mut entries = vec![entry("type", catalog.type_text(&field.ty, domain), Part::Whole)];
        limits(&mut entries, &field.limits);
        let values = [
            ("default", &field.default, Part::Default),
            ("example", &field.example, Part::Example),
        ];
        for (key, value, part) in values {
            entries.extend(value.as_ref().map(|json| entry(key, yaml::value(json), part)));
        }
        entries.extend(
            mark_of(catalog, field, pii).map(|pii| entry("pii", pii.to_string(), Part::Whole)),
        );
        entries.extend(field.description.as_deref().map(|text| words("description", text)));
        entries.extend(field.deprecated.as_ref().map(deprecation));
        let key = yaml::text(&field.name);
        match &entries[..] {
            [only] => {
                let start = out.text.len();
                out.line(8, &format!("{key}: {}", only.value));
                out.mark(start, whole);
            }
            _ => out.mapping(8, &key, &entries, whole),
        }
    }
}

/// What a field says of personal data itself, where that is not said for it.
fn mark_of(catalog: &Catalog, field: &Field, record: bool) -> Option<bool> {
    let by_type = match field.ty.leaf() {
        super::draft::Ty::Record(id) => catalog.records[*id].pii,
        _ => false,
    };
    (field.pii != (record || by_type)).then_some(field.pii)
}
