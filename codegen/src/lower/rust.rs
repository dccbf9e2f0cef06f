//! Lowers a model to Rust: every path, name, type and doc text decided, nothing rendered.
//!
//! The bindings are thin on purpose: structs and newtypes with docs. Whatever depends on the
//! catalog beyond that (impls, constructors, redaction, schemas) is emitted by the derives from
//! `catalog.lock`, so it cannot be edited by hand and costs no line in a review.

pub(crate) mod docs;
mod items;
pub(crate) mod types;

use std::collections::BTreeSet;

use annals_catalog::model::{DomainId, Model, Type};
use annals_catalog::names;

/// All Rust files of a catalog.
pub(crate) struct Bindings {
    /// Files with their paths relative to the output folder.
    pub(crate) files: Vec<File>,
}

/// One Rust file.
#[derive(Hash)]
pub(crate) struct File {
    /// `src/…`
    pub(crate) path: String,
    /// Markdown of the inner doc comment; each file begins with one.
    pub(crate) docs: String,
    /// What the file holds.
    pub(crate) items: Vec<Item>,
}

/// One item of a file.
#[derive(Hash)]
pub(crate) enum Item {
    /// `#[cfg(…)] #[path] pub mod`: a domain's module, in `catalog.rs`.
    Domain(DomainModule),
    /// `mod name; pub use self::name::*;`: a part of a domain's module.
    Part(&'static str),
    /// `pub mod types;`
    Types,
    /// `::annals::verify!();`, last of all: it checks what no derive looks at.
    Verify,
    /// A record or an event.
    Struct(Struct),
    /// The static of an event.
    Signal(Signal),
    /// A scalar.
    Newtype(Newtype),
    /// An enum.
    Enum(Enum),
}

/// A domain's module as `catalog.rs` declares it.
#[derive(Hash)]
pub(crate) struct DomainModule {
    /// Module name.
    pub(crate) name: String,
    /// Path of its file, relative to `src/`.
    pub(crate) path: String,
    /// Cargo features any of which asks for it: its own and those of the domains that use it.
    pub(crate) features: Vec<String>,
}

/// The derive that completes a struct.
#[derive(Clone, Copy, Hash)]
pub(crate) enum Derive {
    /// `#[derive(Record)] #[annals(record = "…")]`
    Record,
    /// `#[derive(Event)] #[annals(event = "…")]`
    Event,
}

/// A struct with named fields.
#[derive(Hash)]
pub(crate) struct Struct {
    pub(crate) derive: Derive,
    /// The record's qualified name, or the event type.
    pub(crate) key: String,
    pub(crate) name: String,
    pub(crate) docs: String,
    pub(crate) deprecated: Option<String>,
    pub(crate) fields: Vec<Field>,
}

/// The static through which an event is sent and received.
#[derive(Hash)]
pub(crate) struct Signal {
    pub(crate) name: String,
    /// The struct of the event.
    pub(crate) payload: String,
    pub(crate) docs: String,
    pub(crate) deprecated: Option<String>,
}

/// A field of a struct.
#[derive(Hash)]
pub(crate) struct Field {
    pub(crate) name: String,
    /// A Rust type with full paths.
    pub(crate) ty: String,
    pub(crate) docs: String,
    pub(crate) deprecated: Option<String>,
}

/// A tuple struct over one private value.
#[derive(Hash)]
pub(crate) struct Newtype {
    pub(crate) key: String,
    pub(crate) name: String,
    pub(crate) docs: String,
    /// The Rust type inside.
    pub(crate) base: String,
    /// True where the base has a total order and hashes; floating point numbers do not.
    pub(crate) total: bool,
}

/// An open enum.
#[derive(Hash)]
pub(crate) struct Enum {
    pub(crate) key: String,
    pub(crate) name: String,
    pub(crate) docs: String,
    pub(crate) variants: Vec<Variant>,
}

/// A known value.
#[derive(Hash)]
pub(crate) struct Variant {
    pub(crate) name: String,
    pub(crate) docs: String,
    pub(crate) deprecated: Option<String>,
}

/// Lowers a model.
pub(crate) fn lower(model: &Model) -> Bindings {
    let mut files = vec![catalog_file(model)];
    if has_types(model) {
        files.push(types_file(model));
    }
    for index in 0..model.domains.len() {
        files.extend(domain_files(model, domain_id(index)));
    }
    Bindings { files }
}

fn has_types(model: &Model) -> bool {
    !model.scalars.is_empty() || !model.enums.is_empty()
}

fn domain_id(index: usize) -> DomainId {
    DomainId(u32::try_from(index).expect("the front end limits the number of domains"))
}

fn catalog_file(model: &Model) -> File {
    let users = domain_users(model);
    let mut items = Vec::new();
    for (domain, users) in model.domains.iter().zip(users) {
        let name = names::module(&domain.name);
        let path = format!("{}/mod.rs", domain.name);
        let features =
            users.iter().map(|user| names::feature(&model[*user].name)).collect::<Vec<_>>();
        items.push(Item::Domain(DomainModule { name, path, features }));
    }
    if has_types(model) {
        items.push(Item::Types);
    }
    items.push(Item::Verify);
    let docs = format!("The modules of {}: one a domain.", docs::markdown(&model.title));
    File { path: annals_contract::ROOT.to_owned(), docs, items }
}

fn types_file(model: &Model) -> File {
    let scalars = model.scalars.iter().map(|scalar| Item::Newtype(items::scalar(scalar)));
    let enums = model.enums.iter().map(|enumeration| Item::Enum(items::enumeration(enumeration)));
    File {
        path: "src/types.rs".to_owned(),
        docs: "Scalars and enums of the catalog, shared by all domains.".to_owned(),
        items: scalars.chain(enums).collect(),
    }
}

fn domain_files(model: &Model, id: DomainId) -> Vec<File> {
    let domain = &model[id];
    let title = docs::markdown(&domain.title);
    let events = model.events.iter().filter(|event| event.domain == id);
    let records = model.records.iter().filter(|record| record.domain == id);
    let parts: [(_, _, Vec<Item>); 2] = [
        ("events", "Events", events.flat_map(|event| items::event(model, event)).collect()),
        ("records", "Records", records.map(|record| items::record(model, record)).collect()),
    ];
    let mut module = File {
        path: format!("src/{}/mod.rs", domain.name),
        docs: docs::paragraphs(&[&title, &docs::markdown(&domain.description)]),
        items: Vec::new(),
    };
    let mut files = Vec::new();
    for (part, what, items) in parts {
        if items.is_empty() {
            continue;
        }
        module.items.push(Item::Part(part));
        files.push(File {
            path: format!("src/{}/{part}.rs", domain.name),
            docs: format!("{what} of the domain `{}`.", domain.name),
            items,
        });
    }
    files.push(module);
    files
}

/// For each domain, the domains whose data can reach its records, itself included.
fn domain_users(model: &Model) -> Vec<BTreeSet<DomainId>> {
    let count = model.domains.len();
    let mut uses: Vec<BTreeSet<DomainId>> =
        (0..count).map(|index| BTreeSet::from([domain_id(index)])).collect();
    let records = model.records.iter().map(|record| (record.domain, &record.fields));
    let events = model.events.iter().map(|event| (event.domain, &event.data));
    for (domain, fields) in records.chain(events) {
        for record in fields.iter().filter_map(|field| record_of(&field.ty)) {
            uses[domain.0 as usize].insert(model[record].domain);
        }
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

/// Makes a relation transitive; there are few domains, so the plain way is quick enough.
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

fn record_of(ty: &Type) -> Option<annals_catalog::model::RecordId> {
    match ty {
        Type::Record(record) => Some(*record),
        Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) => record_of(inner),
        _ => None,
    }
}
