//! Parses the files of a catalog to a syntax tree, one module per section.
//!
//! Every mistake is reported once, where it is; what could be read is kept.

mod comma;
mod deprecation;
mod domains;
mod enums;
mod events;
mod fields;
mod foreign;
mod header;
mod include;
mod lint;
mod mapping;
mod misplaced;
mod node;
#[cfg(test)]
#[path = "../tests/support/random.rs"]
pub(crate) mod random;
mod records;
mod scalars;
mod section;
mod value;
mod waiver;

use crate::ast::{Catalog, Text};
use crate::diagnostic::Diagnostics;
use crate::language;
use crate::language::constructs::FILE;
use crate::parallel;
use crate::rule::shape::{EMPTY, ONLY_IN_MAIN_FILE};
use crate::source::{FileId, Loader, Source, SourceMap, Span, Spanned};
use crate::tree::{self, Kind, Node};
use mapping::Mapping;
use node::Place;
pub(crate) use value::plain as typed;

/// Parses the main file and every file that it includes, in this order.
pub(crate) fn parse(
    diagnostics: &mut Diagnostics,
    sources: &mut SourceMap,
    main: Source,
    loader: &dyn Loader,
) -> Catalog {
    let mut catalog = Catalog::default();
    let file = sources.add(main);
    let patterns = parse_main(diagnostics, sources, file, &mut catalog);
    for file in include::load(diagnostics, sources, loader, patterns, &mut catalog) {
        parse_included(diagnostics, sources, file, &mut catalog);
    }
    catalog
}

/// Returns the patterns of `include`.
fn parse_main(
    diagnostics: &mut Diagnostics,
    sources: &SourceMap,
    file: FileId,
    catalog: &mut Catalog,
) -> Vec<Text> {
    let Some(mut mapping) = open(diagnostics, sources, file, catalog) else {
        return Vec::new();
    };
    if let Some(entry) = mapping.take(diagnostics, "catalog") {
        catalog.header = header::parse_header(diagnostics, entry);
    }
    let avro = mapping.take(diagnostics, "avro");
    catalog.avro = avro.and_then(|entry| header::parse_avro(diagnostics, entry));
    if let Some(entry) = mapping.take(diagnostics, "lint") {
        catalog.lint = lint::parse_lint(diagnostics, entry);
    }
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
) {
    let Some(mut mapping) = open(diagnostics, sources, file, catalog) else {
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
) -> Option<Mapping> {
    let mut columns = Diagnostics::default();
    let mut root = tree::read_apart(diagnostics, &mut columns, sources, file);
    let moved = root.as_mut().is_some_and(|root| misplaced::settle(diagnostics, sources, root));
    // What follows something misplaced is in the wrong column only because of that.
    if moved {
        columns.discard();
    } else {
        diagnostics.absorb(columns);
    }
    open_root(diagnostics, sources, file, root, catalog)
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
    let domains = section::flat(diagnostics, mapping.remove("domains"));
    let scalars = section::flat(diagnostics, mapping.remove("scalars"));
    let enums = section::flat(diagnostics, mapping.remove("enums"));
    let records = section::by_domain(diagnostics, mapping.remove("records"));
    let events = section::by_domain(diagnostics, mapping.remove("events"));
    // After a mistake up to here, names are missing; one in an item is noted there.
    catalog.incomplete |= diagnostics.error_count() > before;
    let domains = domains.into_iter().map(|entry| domains::parse_domain(diagnostics, entry));
    catalog.domains.extend(domains);
    let scalars = scalars.into_iter().map(|entry| scalars::parse_scalar(diagnostics, entry));
    catalog.scalars.extend(scalars);
    let enums = enums.into_iter().map(|entry| enums::parse_enum(diagnostics, entry));
    catalog.enums.extend(enums);
    catalog.records.extend(parallel::map(diagnostics, records, |diagnostics, (domain, entry)| {
        records::parse_record(diagnostics, domain, entry)
    }));
    catalog.events.extend(parallel::map(diagnostics, events, |diagnostics, (domain, entry)| {
        events::parse_event(diagnostics, domain, entry)
    }));
}

fn is_nothing(node: &Node) -> bool {
    matches!(node.kind, Kind::Scalar { .. }) && node.span.start == node.span.end
}

fn start_of(file: FileId) -> Span {
    Span { file, start: 0, end: 0 }
}
