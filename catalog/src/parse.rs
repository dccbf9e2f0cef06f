//! Parses a catalog: the main file and what it includes in, the tree as written out.
//!
//! One module a section. Every mistake is reported once, where it is; what could be read is kept.

mod deprecation;
mod domains;
mod enums;
mod events;
mod fields;
mod header;
mod include;
mod item;
mod kept;
mod lint;
mod mapping;
mod node;
#[cfg(test)]
#[path = "../tests/support/random.rs"]
pub(crate) mod random;
mod records;
mod scalars;
mod section;
mod split;
mod value;
mod waiver;

use crate::ast::{Catalog, Origin, Text};
use crate::diagnostic::Diagnostics;
use crate::parallel;
use crate::rule::syntax::{EMPTY, ONLY_IN_MAIN_FILE};
use crate::source::{FileId, Loader, Source, SourceMap, Span, Spanned};
use crate::tree::{self, Entry, Kind, Node};
pub use kept::Kept;
pub(crate) use lint::LEVELS;
use mapping::Mapping;
pub(crate) use mapping::Shape;
use node::Place;
use split::{Items, Split};
pub(crate) use value::plain as typed;

/// The shapes of all mappings, for whoever orders or describes their keys.
pub(crate) mod shapes {
    pub(crate) use super::FILE;
    pub(crate) use super::deprecation::DEPRECATION;
    pub(crate) use super::domains::DOMAIN;
    pub(crate) use super::enums::{ENUM, VALUE};
    pub(crate) use super::events::EVENT;
    pub(crate) use super::fields::FIELD;
    pub(crate) use super::header::{AVRO, HEADER};
    pub(crate) use super::mapping::Shape;
    pub(crate) use super::records::RECORD;
    pub(crate) use super::scalars::SCALAR;
    pub(crate) use super::waiver::WAIVER;
}

pub(crate) const FILE: Shape = Shape {
    name: "a catalog",
    keys: &[
        "annals", "catalog", "avro", "include", "domains", "scalars", "enums", "records", "events",
        "lint",
    ],
};

/// What concerns the whole catalog, so an included file does not have it.
pub(crate) const ONLY_MAIN: [&str; 4] = ["catalog", "avro", "include", "lint"];

/// Every kind of mapping with keys of its own, from the top level down.
pub(crate) const SHAPES: [&Shape; 12] = [
    &FILE,
    &header::HEADER,
    &header::AVRO,
    &domains::DOMAIN,
    &scalars::SCALAR,
    &enums::ENUM,
    &enums::VALUE,
    &records::RECORD,
    &fields::FIELD,
    &events::EVENT,
    &deprecation::DEPRECATION,
    &waiver::WAIVER,
];

/// Parses the main file and every file that it includes, in this order. Takes what is `kept`.
pub(crate) fn parse(
    diagnostics: &mut Diagnostics,
    sources: &mut SourceMap,
    main: Source,
    loader: &dyn Loader,
    kept: &mut Kept,
) -> Catalog {
    let mut catalog = Catalog::default();
    let file = sources.add(main);
    let patterns = parse_main(diagnostics, sources, file, kept, &mut catalog);
    for file in include::load(diagnostics, sources, loader, patterns, &mut catalog) {
        parse_included(diagnostics, sources, file, kept, &mut catalog);
    }
    catalog
}

/// Returns the patterns of `include`.
fn parse_main(
    diagnostics: &mut Diagnostics,
    sources: &SourceMap,
    file: FileId,
    kept: &mut Kept,
    catalog: &mut Catalog,
) -> Vec<Text> {
    let Some((mut mapping, items)) = open(diagnostics, sources, file, kept, catalog) else {
        return Vec::new();
    };
    if let Some(entry) = mapping.require(diagnostics, "catalog") {
        catalog.header = header::parse_header(diagnostics, entry);
    }
    let avro = mapping.take("avro");
    catalog.avro = avro.and_then(|entry| header::parse_avro(diagnostics, entry));
    if let Some(entry) = mapping.take("lint") {
        catalog.lint = lint::parse_lint(diagnostics, entry);
    }
    let before = diagnostics.error_count();
    let include = mapping.take("include");
    let patterns =
        include.map(|entry| node::list(diagnostics, entry, "[\"events/*.yaml\"]", node::text));
    catalog.incomplete |= diagnostics.error_count() > before;
    parse_sections(diagnostics, file, &mut mapping, items, catalog);
    patterns.unwrap_or_default()
}

fn parse_included(
    diagnostics: &mut Diagnostics,
    sources: &SourceMap,
    file: FileId,
    kept: &mut Kept,
    catalog: &mut Catalog,
) {
    let Some((mut mapping, items)) = open(diagnostics, sources, file, kept, catalog) else {
        return;
    };
    for key in ONLY_MAIN {
        if let Some(entry) = mapping.take(key) {
            let message = format!("the key `{key}` stands in an included file");
            diagnostics
                .report(&ONLY_IN_MAIN_FILE, entry.key.span, message)
                .hint("move it to the main file");
        }
    }
    parse_sections(diagnostics, file, &mut mapping, items, catalog);
}

/// Reads a file and opens its mapping. Items that were read already are not in it any more.
fn open(
    diagnostics: &mut Diagnostics,
    sources: &SourceMap,
    file: FileId,
    kept: &mut Kept,
    catalog: &mut Catalog,
) -> Option<(Mapping, Option<Items>)> {
    let path = &sources.get(file).path;
    let (root, items) = match split::split(sources, file, kept.take(path)) {
        Ok(Split { root, items }) => (Some(root), Some(items)),
        Err(unused) => {
            kept.put_back(path, unused);
            (tree::read(diagnostics, sources, file), None)
        }
    };
    let Some(mapping) = open_root(diagnostics, sources, file, root, catalog) else {
        // Nothing of a file in another edition is reported.
        if let Some(items) = items {
            items.found.discard();
        }
        return None;
    };
    Some((mapping, items))
}

/// Opens the mapping of a file; whatever fails here hides names.
fn open_root(
    diagnostics: &mut Diagnostics,
    sources: &SourceMap,
    file: FileId,
    root: Option<Node>,
    catalog: &mut Catalog,
) -> Option<Mapping> {
    let Some(node) = root else {
        catalog.incomplete = true;
        return None;
    };
    if is_nothing(&node) {
        diagnostics
            .report(&EMPTY, start_of(file), "the file holds no catalog")
            .hint("begin it with `annals: 1`");
        return None;
    }
    if !header::check_edition(diagnostics, file, &node) {
        catalog.incomplete = true;
        return None;
    }
    let before = diagnostics.error_count();
    let place = Spanned { value: sources.get(file).path.clone(), span: start_of(file) };
    let mapping = Mapping::open(diagnostics, Place::key(&place), node, &FILE);
    catalog.incomplete |= diagnostics.error_count() > before;
    Some(mapping).filter(|mapping| !mapping.is_void())
}

fn parse_sections(
    diagnostics: &mut Diagnostics,
    file: FileId,
    mapping: &mut Mapping,
    items: Option<Items>,
    catalog: &mut Catalog,
) {
    let before = diagnostics.error_count();
    let domains = section::flat(diagnostics, mapping.take("domains"));
    let scalars = section::flat(diagnostics, mapping.take("scalars"));
    let enums = section::flat(diagnostics, mapping.take("enums"));
    let records = section::by_domain(diagnostics, mapping.take("records"));
    let events = section::by_domain(diagnostics, mapping.take("events"));
    // A flaw up to here hides names; one within an item is noted there.
    catalog.incomplete |= diagnostics.error_count() > before;
    let domains = domains.into_iter().map(|entry| domains::parse_domain(diagnostics, entry));
    catalog.domains.extend(domains);
    let scalars = scalars.into_iter().map(|entry| scalars::parse_scalar(diagnostics, entry));
    catalog.scalars.extend(scalars);
    let enums = enums.into_iter().map(|entry| enums::parse_enum(diagnostics, entry));
    catalog.enums.extend(enums);
    // A section has been read item by item, or it has its items here.
    let mut items = items.unwrap_or_default();
    parse_items(diagnostics, records, events, &mut items);
    diagnostics.absorb(items.found);
    catalog.records.extend(items.records);
    catalog.events.extend(items.events);
    let [records, events] = items.lines;
    catalog.origins.push(Origin { file, records, events });
}

/// Parses the items of sections that were read as a whole.
fn parse_items(
    diagnostics: &mut Diagnostics,
    records: Vec<(Text, Entry)>,
    events: Vec<(Text, Entry)>,
    items: &mut Items,
) {
    let [of_records, of_events] = &mut items.lines;
    of_records.extend(records.iter().map(|_| None));
    of_events.extend(events.iter().map(|_| None));
    items.records.extend(parallel::map(diagnostics, records, |diagnostics, (domain, entry)| {
        records::parse_record(diagnostics, domain, entry)
    }));
    items.events.extend(parallel::map(diagnostics, events, |diagnostics, (domain, entry)| {
        events::parse_event(diagnostics, domain, entry)
    }));
}

fn is_nothing(node: &Node) -> bool {
    matches!(node.kind, Kind::Scalar { .. }) && node.span.start == node.span.end
}

fn start_of(file: FileId) -> Span {
    Span { file, start: 0, end: 0 }
}
