//! Parses the files of a catalog to a syntax tree, one module per section.
//!
//! Every mistake is reported once, where it is; what could be read is kept.

mod colon;
mod comma;
mod custom;
mod deprecation;
mod domains;
mod enums;
mod events;
mod evolution;
mod fields;
mod foreign;
mod header;
mod include;
mod lint;
mod mapping;
mod misplaced;
mod node;
mod open;
mod properties;
#[cfg(test)]
#[path = "../tests/support/random.rs"]
pub(crate) mod random;
mod records;
mod scalars;
mod section;
mod unknown;
mod value;
mod variants;
mod waiver;

use crate::ast::{Catalog, Text};
use crate::diagnostic::Diagnostics;
use crate::language;
use crate::language::constructs::FILE;
use crate::parallel;
use crate::rule::shape::{EMPTY, ONLY_IN_MAIN_FILE};
use crate::shift::{self, Shifts};
use crate::source::{FileId, Loader, Source, SourceMap, Span, Spanned};
use crate::tree::{self, Kind, Node};
use mapping::Mapping;
use node::Place;
pub(crate) use value::plain as typed;

/// Parses the main file and every file that it includes, in this order, after their repairs.
pub(crate) fn parse(
    diagnostics: &mut Diagnostics,
    sources: &mut SourceMap,
    main: Source,
    loader: &dyn Loader,
    shifts: &Shifts,
) -> Catalog {
    let mut catalog = Catalog::default();
    let file = sources.add(main);
    let patterns = parse_main(diagnostics, sources, file, &mut catalog, shifts);
    for file in include::load(diagnostics, sources, loader, patterns, &mut catalog) {
        parse_included(diagnostics, sources, file, &mut catalog, shifts);
    }
    catalog
}

/// Parses a text alone, as a whole catalog.
pub(crate) fn parse_alone(diagnostics: &mut Diagnostics, text: &str) -> Catalog {
    let (mut sources, mut catalog) = (SourceMap::default(), Catalog::default());
    let file = sources.add(Source { path: String::new(), text: text.to_owned() });
    parse_main(diagnostics, &sources, file, &mut catalog, &Shifts::new());
    // The reports about names that are missing are the same with each indentation.
    catalog.incomplete = false;
    catalog
}

/// Returns the patterns of `include`.
fn parse_main(
    diagnostics: &mut Diagnostics,
    sources: &SourceMap,
    file: FileId,
    catalog: &mut Catalog,
    shifts: &Shifts,
) -> Vec<Text> {
    let Some(mut mapping) = open(diagnostics, sources, file, catalog, shifts) else {
        return Vec::new();
    };
    if let Some(entry) = mapping.take(diagnostics, "catalog") {
        catalog.header = header::parse_header(diagnostics, entry);
    }
    let avro = mapping.take(diagnostics, "avro");
    catalog.avro = avro.and_then(|entry| header::parse_avro(diagnostics, entry));
    let json = mapping.take(diagnostics, "json");
    catalog.json = json.and_then(|entry| header::parse_json(diagnostics, entry));
    let docs = mapping.take(diagnostics, "docs");
    catalog.docs = docs.and_then(|entry| header::parse_docs(diagnostics, entry));
    if let Some(entry) = mapping.take(diagnostics, "lint") {
        catalog.lint = lint::parse_lint(diagnostics, entry);
    }
    let evolution = mapping.take(diagnostics, "evolution");
    catalog.evolution = evolution.and_then(|entry| evolution::parse_evolution(diagnostics, entry));
    let before = diagnostics.error_count();
    let include = mapping.take(diagnostics, "include");
    let patterns =
        include.map(|entry| node::list(diagnostics, entry, "[\"events/*.yaml\"]", node::text));
    catalog.incomplete |= diagnostics.error_count() > before;
    parse_sections(diagnostics, &mut mapping, catalog);
    patterns.unwrap_or_default()
}

fn parse_included(
    diagnostics: &mut Diagnostics,
    sources: &SourceMap,
    file: FileId,
    catalog: &mut Catalog,
    shifts: &Shifts,
) {
    let Some(mut mapping) = open(diagnostics, sources, file, catalog, shifts) else {
        return;
    };
    for key in language::ONLY_IN_MAIN_FILE {
        if let Some(entry) = mapping.remove(key) {
            let message = format!("the key `{key}` is not allowed in an included file");
            diagnostics
                .report(&ONLY_IN_MAIN_FILE, entry.key.span, message)
                .hint("move it to the main file");
        }
    }
    parse_sections(diagnostics, &mut mapping, catalog);
}

/// Reads a file and opens its mapping.
fn open(
    diagnostics: &mut Diagnostics,
    sources: &SourceMap,
    file: FileId,
    catalog: &mut Catalog,
    shifts: &Shifts,
) -> Option<Mapping> {
    if tree::check(diagnostics, sources, file).is_none() {
        catalog.incomplete = true;
        return None;
    }
    let root = read(diagnostics, sources, file, shifts);
    open_root(diagnostics, sources, file, root, catalog)
}

/// Reads the tree of a checked file.
fn read(
    diagnostics: &mut Diagnostics,
    sources: &SourceMap,
    file: FileId,
    shifts: &Shifts,
) -> Option<Node> {
    let Source { path, text } = sources.get(file);
    let steps = shifts.get(path).map_or(&[][..], Vec::as_slice);
    let (mut found, mut columns) = (Diagnostics::default(), Diagnostics::default());
    let moved = steps.last().map_or(text, |last| &last.text.text);
    let mut root = tree::read_text(&mut found, &mut columns, file, moved);
    if !steps.is_empty() {
        shift::report(diagnostics, file, text, steps);
        let old = |span| shift::old_span(steps, span);
        root.iter_mut().for_each(|root| root.move_spans(&old));
        found.move_spans(&old);
        columns.move_spans(&old);
    }
    diagnostics.absorb(found);
    // What follows something misplaced is in the wrong column only because of that.
    if root.as_mut().is_some_and(|root| misplaced::settle(diagnostics, sources, root)) {
        columns.discard();
    } else {
        diagnostics.absorb(columns);
    }
    root
}

/// Opens the mapping of a file; if that fails, names are missing.
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
            .report(&EMPTY, start_of(file), "the file is empty")
            .hint("start it with `annals: 1`");
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

fn parse_sections(diagnostics: &mut Diagnostics, mapping: &mut Mapping, catalog: &mut Catalog) {
    let before = diagnostics.error_count();
    let properties = section::flat(diagnostics, mapping.remove("properties"));
    let domains = section::flat(diagnostics, mapping.remove("domains"));
    let scalars = section::flat(diagnostics, mapping.remove("scalars"));
    let enums = section::flat(diagnostics, mapping.remove("enums"));
    let variants = section::by_domain(diagnostics, mapping.remove("variants"));
    let records = section::by_domain(diagnostics, mapping.remove("records"));
    let events = section::by_domain(diagnostics, mapping.remove("events"));
    // After a mistake up to here, names are missing; one in an item is noted there.
    catalog.incomplete |= diagnostics.error_count() > before;
    let properties = properties.into_iter();
    catalog
        .properties
        .extend(properties.map(|entry| properties::parse_declaration(diagnostics, entry)));
    let domains = domains.into_iter().map(|entry| domains::parse_domain(diagnostics, entry));
    catalog.domains.extend(domains);
    let scalars = scalars.into_iter().map(|entry| scalars::parse_scalar(diagnostics, entry));
    catalog.scalars.extend(scalars);
    let enums = enums.into_iter().map(|entry| enums::parse_enum(diagnostics, entry));
    catalog.enums.extend(enums);
    for (domain, entry) in variants {
        catalog.variants.push(variants::parse_variant(diagnostics, domain, entry));
    }
    let open = catalog.is_open();
    catalog.records.extend(parallel::map(diagnostics, records, |diagnostics, (domain, entry)| {
        records::parse_record(diagnostics, domain, entry, open)
    }));
    catalog.events.extend(parallel::map(diagnostics, events, |diagnostics, (domain, entry)| {
        events::parse_event(diagnostics, domain, entry, open)
    }));
}

fn is_nothing(node: &Node) -> bool {
    matches!(node.kind, Kind::Scalar { .. }) && node.span.start == node.span.end
}

fn start_of(file: FileId) -> Span {
    Span { file, start: 0, end: 0 }
}
