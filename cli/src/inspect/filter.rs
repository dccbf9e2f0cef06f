//! The filter of `annals list`.

use std::collections::BTreeSet;
use std::fmt;

use annals_catalog::model::{
    Date, DomainId, Event, Field, Model, Primitive, RecordId, Type, VariantId,
};
use annals_catalog::suggest::nearest;

use super::find_record;

/// A filter as on the command line. An item must satisfy every condition that is set.
#[derive(Debug, Default, Clone)]
pub(crate) struct Filter {
    /// Its domain is one of these.
    pub(crate) domains: Vec<String>,
    /// It was added on this day or later.
    pub(crate) since: Option<Date>,
    /// It was added on this day or earlier.
    pub(crate) until: Option<Date>,
    /// Whether it contains personal data.
    pub(crate) pii: Option<bool>,
    pub(crate) deprecated: Option<bool>,
    pub(crate) local_only: Option<bool>,
    /// It contains this record, at any depth.
    pub(crate) record: Option<String>,
    /// It contains a value of this type, at any depth.
    pub(crate) field_type: Option<String>,
}

/// A name that is not in the catalog, or that is ambiguous.
#[derive(Debug)]
pub(crate) struct Unknown {
    kind: &'static str,
    name: String,
    meant: Vec<String>,
    ambiguous: bool,
}

impl Unknown {
    /// Nothing has the name; suggests the nearest one of `known`.
    pub(super) fn new(
        kind: &'static str,
        name: &str,
        known: impl IntoIterator<Item = String>,
    ) -> Self {
        let known: Vec<String> = known.into_iter().collect();
        let meant = nearest(name, known.iter().map(String::as_str));
        let meant = meant.map(str::to_owned).into_iter().collect();
        Self { kind, name: name.to_owned(), meant, ambiguous: false }
    }

    pub(super) fn ambiguous(
        kind: &'static str,
        name: &str,
        meant: impl IntoIterator<Item = String>,
    ) -> Self {
        let meant = meant.into_iter().collect();
        Self { kind, name: name.to_owned(), meant, ambiguous: true }
    }

    pub(super) fn is_ambiguous(&self) -> bool {
        self.ambiguous
    }
}

impl fmt::Display for Unknown {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { kind, name, meant, ambiguous } = self;
        if *ambiguous {
            return write!(
                formatter,
                "several {kind}s have the name `{name}`: use one of `{}`",
                meant.join("`, `")
            );
        }
        write!(formatter, "there is no {kind} `{name}`")?;
        match meant.first() {
            Some(meant) => write!(formatter, "; did you mean `{meant}`?"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Unknown {}

/// A filter with its names resolved.
pub(super) struct Bound<'a> {
    model: &'a Model,
    filter: &'a Filter,
    domains: Vec<DomainId>,
    record: Option<RecordId>,
}

impl Filter {
    pub(super) fn bind<'a>(&'a self, model: &'a Model) -> Result<Bound<'a>, Unknown> {
        let domains = self.domains.iter().map(|name| domain(model, name));
        let domains = domains.collect::<Result<_, _>>()?;
        let record = self.record.as_ref().map(|name| find_record(model, name)).transpose()?;
        if let Some(name) = &self.field_type {
            check_type(model, name)?;
        }
        Ok(Bound { model, filter: self, domains, record })
    }
}

fn domain(model: &Model, name: &str) -> Result<DomainId, Unknown> {
    let index = model.domains.iter().position(|domain| domain.name == name);
    let index = index.and_then(|index| u32::try_from(index).ok());
    let names = || model.domains.iter().map(|domain| domain.name.clone());
    index.map(DomainId).ok_or_else(|| Unknown::new("domain", name, names()))
}

/// Rejects a type whose innermost name is not a type of the catalog.
fn check_type(model: &Model, name: &str) -> Result<(), Unknown> {
    let core = name.rsplit('<').next().unwrap_or(name).trim_end_matches(['>', '?', ' ']).trim();
    let core = core.split('(').next().unwrap_or(core);
    let primitives = Primitive::ALL.iter().map(|primitive| primitive.name().to_owned());
    let scalars = model.scalars.iter().map(|scalar| scalar.name.clone());
    let enums = model.enums.iter().map(|item| item.name.clone());
    let variants = model.variants.iter().zip((0..).map(VariantId));
    let variants = variants.flat_map(|(item, id)| [item.name.clone(), model.qualified_variant(id)]);
    let known = primitives.chain(scalars).chain(enums).chain(variants);
    let known: Vec<String> = known.chain(super::record_names(model)).collect();
    match known.iter().any(|known| known == core) {
        true => Ok(()),
        false => Err(Unknown::new("type", core, known)),
    }
}

impl Bound<'_> {
    pub(super) fn takes_event(&self, event: &Event) -> bool {
        let filter = self.filter;
        self.takes(event.domain, Some(event.added), event.pii, event.deprecated.is_some())
            && filter.local_only.is_none_or(|wanted| wanted == event.local_only.is_some())
            && self.takes_data(&event.data)
    }

    /// Ignores `local_only`, which only events can be.
    pub(super) fn takes_record(&self, id: RecordId) -> bool {
        let record = &self.model[id];
        let pii = Reach::of(self.model, &record.fields).pii;
        self.takes(record.domain, record.added, pii, record.deprecated.is_some())
            && self.takes_data(&record.fields)
    }

    fn takes(&self, domain: DomainId, added: Option<Date>, pii: bool, deprecated: bool) -> bool {
        let Filter { since, until, .. } = self.filter;
        (self.domains.is_empty() || self.domains.contains(&domain))
            && since.is_none_or(|since| added.is_some_and(|added| added >= since))
            && until.is_none_or(|until| added.is_some_and(|added| added <= until))
            && self.filter.pii.is_none_or(|wanted| wanted == pii)
            && self.filter.deprecated.is_none_or(|wanted| wanted == deprecated)
    }

    fn takes_data(&self, fields: &[Field]) -> bool {
        let Filter { field_type, .. } = self.filter;
        if self.record.is_none() && field_type.is_none() {
            return true;
        }
        let reach = Reach::of(self.model, fields);
        let written = field_type.as_deref().map(|name| name.replace(' ', ""));
        self.record.is_none_or(|record| reach.records.contains(&record))
            && written.is_none_or(|name| reach.types.iter().any(|ty| spells(self.model, ty, &name)))
    }
}

/// The records and types that fields contain at any depth.
pub(super) struct Reach<'a> {
    records: BTreeSet<RecordId>,
    types: Vec<&'a Type>,
    pub(super) pii: bool,
}

impl<'a> Reach<'a> {
    pub(super) fn of(model: &'a Model, fields: &'a [Field]) -> Self {
        let mut reach = Self { records: BTreeSet::new(), types: Vec::new(), pii: false };
        let mut waiting = vec![fields];
        while let Some(fields) = waiting.pop() {
            reach.pii |= fields.iter().any(|field| field.pii);
            reach.types.extend(fields.iter().map(|field| &field.ty));
            for record in fields.iter().flat_map(|field| model.records_in(&field.ty)) {
                if reach.records.insert(record) {
                    waiting.push(&model[record].fields);
                }
            }
        }
        reach
    }
}

/// True if the type, or a type inside it, is spelled `name`; a record or variant also without its domain, a primitive
/// also without its precision.
fn spells(model: &Model, ty: &Type, name: &str) -> bool {
    let bare = match ty {
        Type::Record(id) => model[*id].name == name,
        Type::Variant(id) => model[*id].name == name,
        Type::Primitive(primitive) => primitive.name() == name,
        Type::List(_) | Type::Map(_) | Type::Nullable(_) | Type::Scalar(_) | Type::Enum(_) => false,
    };
    bare || model.spelling(ty) == name
        || match ty {
            Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) => {
                spells(model, inner, name)
            }
            Type::Primitive(_) | Type::Scalar(_) | Type::Enum(_) => false,
            Type::Record(_) | Type::Variant(_) => false,
        }
}
