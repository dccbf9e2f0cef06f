//! Lowers a model to Rust.
//!
//! The bindings are thin on purpose: structs and newtypes with docs, and the defaults that complete
//! required fields. Everything else that depends on the catalog (impls, redaction, schemas) comes from
//! the derives, which read `catalog.lock`; so it cannot be edited by hand and adds nothing to a review.

pub(crate) mod docs;
mod imports;
mod items;
mod required;
pub(crate) mod types;

use std::collections::BTreeSet;

use annals_catalog::model::{DomainId, Model, TYPES};
use annals_catalog::names;

pub(crate) use imports::Imports;
pub(crate) use required::{Filled, Literal, Source};

/// A Rust file that a model can have.
#[derive(Clone, Copy)]
pub(crate) enum Which {
    /// The modules of all domains.
    Catalog,
    /// Scalars and enums.
    Types,
    /// The module of a domain.
    Domain(DomainId),
    /// The events of a domain.
    Events(DomainId),
    /// The records of a domain.
    Records(DomainId),
    /// The variants of a domain.
    Variants(DomainId),
    /// The required fields of the records and events of a domain.
    Required(DomainId),
}

/// A lowered Rust file.
pub(crate) struct File {
    /// Markdown of the inner doc comment that begins the file.
    pub(crate) docs: String,
    pub(crate) imports: Imports,
    pub(crate) items: Vec<Item>,
}

/// One item of a file.
pub(crate) enum Item {
    /// `#[cfg(…)] #[path] pub mod`: a domain's module, in `catalog.rs`.
    Domain(DomainModule),
    /// `mod name; pub use self::name::*;`: a part of a domain's module.
    Part(&'static str),
    /// `pub mod required;`
    Required,
    /// `pub mod types;`
    Types,
    /// `::annals::verify!();`, at the end: it checks what no derive checks.
    Verify,
    /// A record, an event, or the required fields of one.
    Struct(Struct),
    /// `impl From<UserData> for super::UserData`: required fields become the whole.
    From(Filled),
    /// `impl Default for super::UserData`: the whole without required fields.
    Default(Filled),
    /// The static of an event.
    Signal(Signal),
    /// A scalar.
    Newtype(Newtype),
    /// An enum.
    Enum(Enum),
    /// A variant.
    Union(Union),
}

/// A domain's module as `catalog.rs` declares it.
pub(crate) struct DomainModule {
    /// Module name.
    pub(crate) name: String,
    /// Path of its file, relative to `src/`.
    pub(crate) path: String,
    /// The Cargo features that include it: its own and those of the domains that use it; none if it
    /// is always included.
    pub(crate) features: Vec<String>,
}

/// The derive that completes a struct.
pub(crate) enum Derive {
    /// `#[derive(Record)] #[annals(record = "…")]`, with the record's qualified name.
    Record(String),
    /// `#[derive(Event)] #[annals(event = "…")]`, with the event type.
    Event(String),
}

/// A struct with named fields.
pub(crate) struct Struct {
    /// `None` for required fields.
    pub(crate) derive: Option<Derive>,
    pub(crate) name: String,
    pub(crate) docs: String,
    pub(crate) deprecated: Option<String>,
    pub(crate) fields: Vec<Field>,
}

/// The static through which an event is sent and received.
pub(crate) struct Signal {
    pub(crate) name: String,
    /// The struct of the event.
    pub(crate) payload: String,
    pub(crate) docs: String,
    pub(crate) deprecated: Option<String>,
}

/// A field of a struct.
pub(crate) struct Field {
    pub(crate) name: String,
    /// A Rust type with full paths; [`Imports`] shortens them.
    pub(crate) ty: String,
    pub(crate) docs: String,
    pub(crate) deprecated: Option<String>,
}

/// A tuple struct over one private value.
pub(crate) struct Newtype {
    pub(crate) key: String,
    pub(crate) name: String,
    pub(crate) docs: String,
    /// The Rust type inside.
    pub(crate) base: String,
    /// True if the base implements `Eq`, `Ord` and `Hash`; floating point numbers do not.
    pub(crate) total: bool,
}

/// An enum.
pub(crate) struct Enum {
    pub(crate) key: String,
    pub(crate) name: String,
    pub(crate) docs: String,
    pub(crate) variants: Vec<Variant>,
    /// Whether values that are not known are kept.
    pub(crate) open: bool,
}

/// An enum with the value of each case.
pub(crate) struct Union {
    pub(crate) key: String,
    pub(crate) name: String,
    pub(crate) docs: String,
    pub(crate) cases: Vec<Case>,
    /// Whether cases that are not known are kept.
    pub(crate) open: bool,
}

/// A case.
pub(crate) struct Case {
    pub(crate) name: String,
    /// Like [`Field::ty`].
    pub(crate) ty: String,
    pub(crate) docs: String,
}

/// A known value.
pub(crate) struct Variant {
    pub(crate) name: String,
    pub(crate) docs: String,
    pub(crate) deprecated: Option<String>,
}

/// The files that a model has.
pub(crate) fn files(model: &Model) -> Vec<Which> {
    let mut files = vec![Which::Catalog];
    if has_types(model) {
        files.push(Which::Types);
    }
    for id in (0..model.domains.len()).map(domain_id).filter(|id| model.is_here(*id)) {
        let parts = parts(model, id);
        files.extend(parts.iter().map(|(file, _)| *file));
        if has_required(&parts) {
            files.push(Which::Required(id));
        }
        files.push(Which::Domain(id));
    }
    files
}

/// The parts of a domain's module: the file and its name.
fn parts(model: &Model, id: DomainId) -> Vec<(Which, &'static str)> {
    let events = model.events.iter().any(|event| event.domain == id);
    let records = model.records.iter().any(|record| record.domain == id);
    let events = events.then_some((Which::Events(id), "events"));
    let records = records.then_some((Which::Records(id), "records"));
    let variants = model.variants.iter().any(|variant| variant.domain == id);
    let variants = variants.then_some((Which::Variants(id), "variants"));
    events.into_iter().chain(records).chain(variants).collect()
}

/// True if something in the domain has fields.
fn has_required(parts: &[(Which, &str)]) -> bool {
    parts.iter().any(|(which, _)| matches!(which, Which::Events(_) | Which::Records(_)))
}

impl Which {
    /// Its path relative to the output folder.
    pub(crate) fn path(self, model: &Model) -> String {
        match self {
            Self::Catalog => annals_contract::ROOT.to_owned(),
            Self::Types => "src/types.rs".to_owned(),
            Self::Domain(id) => format!("src/{}/mod.rs", model[id].name),
            Self::Events(id) => format!("src/{}/events.rs", model[id].name),
            Self::Records(id) => format!("src/{}/records.rs", model[id].name),
            Self::Variants(id) => format!("src/{}/variants.rs", model[id].name),
            Self::Required(id) => format!("src/{}/required.rs", model[id].name),
        }
    }

    /// Lowers it.
    pub(crate) fn lower(self, model: &Model) -> File {
        match self {
            Self::Catalog => catalog_file(model),
            Self::Types => types_file(model),
            Self::Domain(id) => domain_file(model, id),
            Self::Events(id) => {
                let events = model.events.iter().filter(|event| event.domain == id);
                let items = events.flat_map(|event| items::event(model, event)).collect();
                part_file(model, id, "Events", items)
            }
            Self::Records(id) => {
                let records = model.records.iter().filter(|record| record.domain == id);
                let items = records.map(|record| items::record(model, record)).collect();
                part_file(model, id, "Records", items)
            }
            Self::Variants(id) => {
                let variants = model.variants.iter().filter(|variant| variant.domain == id);
                let items = variants.map(|item| Item::Union(items::variant(model, item))).collect();
                part_file(model, id, "Variants", items)
            }
            Self::Required(id) => required::file(model, id),
        }
    }
}

fn has_types(model: &Model) -> bool {
    let some = !model.scalars.is_empty() || !model.enums.is_empty();
    some && model.home(TYPES).is_none()
}

fn domain_id(index: usize) -> DomainId {
    DomainId(u32::try_from(index).expect("the front end limits the number of domains"))
}

fn catalog_file(model: &Model) -> File {
    let users = domain_users(model);
    let mut items = Vec::new();
    let here = model.domains.iter().zip(users).filter(|(it, _)| model.home(&it.name).is_none());
    for (domain, users) in here {
        let name = names::module(&domain.name);
        let path = format!("{}/mod.rs", domain.name);
        // Where there are several crates, a program chooses among them instead.
        let users = users.iter().filter(|_| !model.is_split());
        let features = users.map(|user| names::feature(&model[*user].name)).collect();
        items.push(Item::Domain(DomainModule { name, path, features }));
    }
    if has_types(model) {
        items.push(Item::Types);
    }
    items.push(Item::Verify);
    let docs = format!("The modules of {}, one for each domain.", docs::markdown(&model.title));
    File { docs, imports: Imports::default(), items }
}

fn types_file(model: &Model) -> File {
    let scalars = model.scalars.iter().map(|scalar| Item::Newtype(items::scalar(scalar)));
    let enums = model.enums.iter().map(|enumeration| Item::Enum(items::enumeration(enumeration)));
    let items: Vec<Item> = scalars.chain(enums).collect();
    let docs = "Scalars and enums of the catalog, shared by all domains.".to_owned();
    File { docs, imports: Imports::of("crate::types", &items), items }
}

fn domain_file(model: &Model, id: DomainId) -> File {
    let domain = &model[id];
    let title = docs::markdown(&domain.title);
    let parts = parts(model, id);
    let required = has_required(&parts).then_some(Item::Required);
    File {
        docs: docs::paragraphs(&[&title, &docs::markdown(&domain.description)]),
        imports: Imports::default(),
        items: parts.iter().map(|(_, part)| Item::Part(part)).chain(required).collect(),
    }
}

fn part_file(model: &Model, id: DomainId, what: &str, items: Vec<Item>) -> File {
    let docs = format!("{what} of the domain `{}`.", model[id].name);
    File { docs, imports: Imports::of(&module_path(model, id), &items), items }
}

/// `crate::learning`
fn module_path(model: &Model, id: DomainId) -> String {
    format!("crate::{}", names::module(&model[id].name))
}

/// For each domain, the domains whose data can contain its records, itself included.
pub(crate) fn domain_users(model: &Model) -> Vec<BTreeSet<DomainId>> {
    let count = model.domains.len();
    let mut uses: Vec<BTreeSet<DomainId>> =
        (0..count).map(|index| BTreeSet::from([domain_id(index)])).collect();
    let records = model.records.iter().map(|record| (record.domain, &record.fields));
    let events = model.events.iter().map(|event| (event.domain, &event.data));
    let fields = records
        .chain(events)
        .flat_map(|(domain, fields)| fields.iter().map(move |field| (domain, &field.ty)));
    let variants = model
        .variants
        .iter()
        .flat_map(|variant| variant.cases.iter().map(move |case| (variant.domain, &case.ty)));
    for (domain, ty) in fields.chain(variants) {
        let variant = ty.variant().map(|id| model[id].domain);
        let used = ty.record().map(|id| model[id].domain).or(variant);
        uses[domain.0 as usize].extend(used);
    }
    close(&mut uses);
    (0..count)
        .map(|used| {
            (0..count)
                .map(domain_id)
                .filter(|user| uses[user.0 as usize].contains(&domain_id(used)))
                .collect()
        })
        .collect()
}

/// Makes a relation transitive. There are few domains, so the plain algorithm is fast enough.
fn close(uses: &mut [BTreeSet<DomainId>]) {
    loop {
        let mut grown = false;
        for index in 0..uses.len() {
            let reached: BTreeSet<DomainId> =
                uses[index].iter().flat_map(|id| uses[id.0 as usize].iter().copied()).collect();
            grown |= reached.len() > uses[index].len();
            uses[index] = reached;
        }
        if !grown {
            return;
        }
    }
}
