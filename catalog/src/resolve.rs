//! Resolves the syntax tree to a model: binds names, flattens records, and checks values and
//! limits.
//!
//! Malformed items are known by name, and nothing that depends on them is reported again.

mod avro;
mod avro_names;
mod bind;
mod build;
mod collide;
mod cycle;
mod data;
mod date;
mod deprecation;
mod depth;
mod enums;
mod evolution;
mod fields;
mod float;
mod graph;
mod header;
mod index;
mod key;
mod limits;
mod pattern;
mod personal;
mod precision;
mod properties;
mod records;
mod scalars;
mod shape;
mod size;
mod text;
mod value;
mod variants;

pub(crate) use date::meant as date_meant;
pub(crate) use graph::reached;
pub(crate) use header::is_namespace;
pub(crate) use pattern::compile;
pub(crate) use shape::{is_event_name, is_event_type};
pub(crate) use text::{segments, within};

use std::collections::BTreeMap;

use crate::ast;
use crate::diagnostic::{About, Diagnostics};
use crate::model::{AvroProfile, Model};
use crate::parallel;
use crate::source::Span;
use crate::suggest::Near;
use bind::Binder;
use build::Builder;
use data::Data;
use records::Records;
use scalars::Bases;
use value::Reader;
use variants::Variants;

/// Resolves a catalog. Returns a model if there are no errors so far.
pub(crate) fn resolve(diagnostics: &mut Diagnostics, ast: &ast::Catalog) -> Option<Model> {
    if ast.incomplete {
        return None;
    }
    parallel::inside(ast.size(), || catalog(diagnostics, ast))
}

fn catalog(diagnostics: &mut Diagnostics, ast: &ast::Catalog) -> Option<Model> {
    let header = ast.header.as_ref().and_then(|header| header::header(diagnostics, header));
    let profile = header::avro(diagnostics, ast.avro.as_ref());
    let docs = header::docs(diagnostics, ast.docs.as_ref());
    let shapes = |diagnostics: &mut Diagnostics| {
        shape::shapes(diagnostics, ast);
        avro_names::shapes(diagnostics, ast);
    };
    let index =
        |diagnostics: &mut Diagnostics| index::index(diagnostics, ast, !profile.logical_types);
    let ((), index) = parallel::both(diagnostics, ast.size(), shapes, index);
    let binder = Binder::new(&index);
    domains(diagnostics, &binder, ast);
    enums::check_all(diagnostics, &index);
    let collisions = |diagnostics: &mut Diagnostics| collide::collisions(diagnostics, &index);
    let bound = |diagnostics: &mut Diagnostics| bind(diagnostics, binder, &profile);
    let ((), bound) = parallel::both(diagnostics, ast.size(), collisions, bound);
    let mut bound = bound?;
    let boxes = cycle::cycles(diagnostics, &index, &mut bound.records, &bound.variants);
    let edges = personal::edges(&bound.records, &bound.variants);
    nested(diagnostics, ast, &bound, &edges, &profile)?;

    let Bound { binder, bases, records, variants, data } = bound;
    let personal = personal::personal(&records, &variants, &edges);
    let mut reader = Reader::new(binder, &bases, &records);
    let declared = properties::declared(diagnostics, &bases, &mut reader);
    let mut builder = Builder::new(reader, &bases, &records, &variants, &declared);
    let domains = build::domains(diagnostics, &mut builder);
    let scalars = build::scalars(diagnostics, &mut builder);
    let enums = build::enums(diagnostics, &mut builder);
    let variants = build::variants(diagnostics, &mut builder, &boxes);
    let (records, events) = build::items(diagnostics, builder, &boxes, &personal, &data);

    let evolution = evolution::evolution(diagnostics, ast.evolution.as_ref());
    let header = header.filter(|_| !diagnostics.has_errors())?;
    Some(Model {
        name: header.name,
        title: header.title,
        namespace: header.namespace,
        source: header.source,
        version: header.version,
        version_span: header.version_span,
        description: header.description,
        avro: profile,
        json: header::json(ast.json.as_ref()),
        evolution,
        docs,
        properties: declared.into_declarations(),
        domains,
        scalars: scalars?,
        enums,
        variants: variants?,
        records: records?,
        events: events?,
        homes: BTreeMap::new(),
    })
}

/// Items with their types and limits.
struct Bound<'i, 'a> {
    binder: Binder<'i, 'a>,
    bases: Bases,
    records: Records<'a>,
    variants: Variants<'a>,
    /// The data of each event.
    data: Vec<Data<'a>>,
}

/// Binds everything; `None` if it is too much, which was reported.
fn bind<'i, 'a>(
    diagnostics: &mut Diagnostics,
    binder: Binder<'i, 'a>,
    profile: &AvroProfile,
) -> Option<Bound<'i, 'a>> {
    let bases = scalars::scalars(diagnostics, &binder);
    let records = records::records(diagnostics, &binder, &bases)?;
    let variants = variants::variants(diagnostics, &binder, &bases, &records, profile);
    let data = data::data(diagnostics, &binder, &bases, &records)?;
    Some(Bound { binder, bases, records, variants, data })
}

/// Checks the fields of records and how records are nested; `None` if it is too much, which was
/// reported.
fn nested(
    diagnostics: &mut Diagnostics,
    ast: &ast::Catalog,
    bound: &Bound<'_, '_>,
    edges: &[Vec<usize>],
    profile: &AvroProfile,
) -> Option<()> {
    let Bound { binder, bases, records, variants, data } = bound;
    let index = binder.index;
    let fields =
        |diagnostics: &mut Diagnostics| collide::field_collisions(diagnostics, records, data);
    let walks = |diagnostics: &mut Diagnostics| {
        let held = Held { variants, edges };
        depth::depths(diagnostics, index, &held, data);
        avro::mixed(diagnostics, index, bases, records, &held, data, profile);
        let namespace = ast.header.as_ref().and_then(|header| header.namespace.as_ref());
        let namespace = namespace.map_or("", |namespace| namespace.value.as_str());
        avro_names::mixed(diagnostics, index, &held, data, (profile, namespace));
        size::sizes(diagnostics, index, records, &held, data)
    };
    let ((), sized) = parallel::both(diagnostics, ast.size(), fields, walks);
    sized
}

/// What the records of an event hold.
struct Held<'s, 'a> {
    variants: &'s Variants<'a>,
    /// The records that each record holds.
    edges: &'s [Vec<usize>],
}

impl Held<'_, '_> {
    /// The records that the data of an event hold themselves.
    fn starts(&self, data: &Data<'_>) -> impl Iterator<Item = usize> {
        let types = data.fields.iter().filter_map(|field| field.ty.as_ref());
        types.flat_map(|ty| self.variants.records_in(ty)).map(|id| id.0 as usize)
    }
}

/// Reports every domain that has records or events but is not defined.
fn domains(diagnostics: &mut Diagnostics, binder: &Binder<'_, '_>, ast: &ast::Catalog) {
    let used = ast.records.iter().map(|record| &record.domain);
    let used = used.chain(ast.variants.iter().map(|variant| &variant.domain));
    let used = used.chain(ast.events.iter().map(|event| &event.domain));
    let mut blocks: BTreeMap<&str, Vec<Span>> = BTreeMap::new();
    for domain in used.filter(|domain| binder.index.undefined_domains.contains(&*domain.value)) {
        let spans = blocks.entry(&domain.value).or_default();
        if spans.last() != Some(&domain.span) {
            spans.push(domain.span);
        }
    }
    for (domain, spans) in blocks {
        let near = binder.nearest(domain, binder.index.domains.keys().copied());
        // An invalid name is reported already, and may be meant.
        let is_invalid = |name: &str| !shape::is_scalar_name(name);
        let mut defined = binder.index.domains.keys();
        if near.map_or_else(|| defined.any(|name| is_invalid(name)), |near| is_invalid(near.word)) {
            diagnostics.meet_reported();
            continue;
        }
        let report = bind::unknown_domain(diagnostics, domain, spans[0], near);
        report.fix(domain, near.and_then(Near::fix));
        report.about = About::without_near(domain, near);
        for span in &spans[1..] {
            report.related(*span, "also used here");
        }
    }
}
