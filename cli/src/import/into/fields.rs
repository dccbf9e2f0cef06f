//! Compares events, records and enums, each with its own fields or values only.

use std::collections::BTreeMap;

use annals_catalog::model::{
    Deprecation, Enum, EnumId, EnumValue, EventId, Field, Model, Property, RecordId, Scalar,
    ScalarId, Type, Unknown, Variant, VariantId, wire_text,
};
use annals_catalog::source::Span;
use annals_codegen::render::json;

use super::sides::{Compared, Found, Sides};
use super::view::View;

/// What an item says on both sides.
struct Said<'c> {
    compared: &'c mut Compared,
    field: Option<String>,
    span: Span,
}

impl Said<'_> {
    /// Both must say the same.
    fn equal(&mut self, kind: &'static str, source: Option<String>, catalog: Option<String>) {
        if source != catalog {
            self.differs(kind, source, catalog);
        }
    }

    fn differs(&mut self, kind: &'static str, source: Option<String>, catalog: Option<String>) {
        let (field, span) = (self.field.clone(), self.span);
        self.compared.found.push(Found { kind, field, catalog, source, span });
    }

    /// What the source says, the catalog must say too. It may say more.
    fn said(&mut self, kind: &'static str, source: Option<String>, catalog: Option<String>) {
        if source.is_some() {
            self.equal(kind, source, catalog);
        }
    }

    fn words(&mut self, kind: &'static str, source: &str, catalog: &str) {
        let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let some = |text: &str| Some(words(text)).filter(|text| !text.is_empty());
        self.said(kind, some(source), some(catalog));
    }

    fn properties(&mut self, source: &[Property], catalog: &[Property]) {
        for property in source {
            let is_same = |own: &&Property| own.on_wire() == property.on_wire();
            let text = |own: &Property| format!("{}: {}", own.on_wire(), json::compact(&own.value));
            let own = catalog.iter().find(is_same);
            self.said("property", Some(text(property)), own.map(text));
        }
    }

    fn deprecated(&mut self, source: Option<&Deprecation>, catalog: Option<&Deprecation>) {
        if source.is_some() && catalog.is_none() {
            let since = source.map(|deprecation| format!("since {}", deprecation.since));
            self.said("deprecated", since, None);
        }
    }
}

pub(super) fn event(
    sides: &Sides<'_>,
    (source, catalog): (EventId, EventId),
    compared: &mut Compared,
) {
    let (theirs, ours) = (&sides.source[source], &sides.catalog[catalog]);
    let mut said = Said { compared, field: None, span: ours.span };
    let view = sides.view;
    let some = |text: &String| Some(text.clone());
    if view.is_catalog() {
        said.equal("name", some(&theirs.name), some(&ours.name));
        let domains = (&sides.source[theirs.domain].name, &sides.catalog[ours.domain].name);
        said.equal("domain", some(domains.0), some(domains.1));
        let listed = |all: &[String]| Some(all.join(", ")).filter(|text| !text.is_empty());
        said.said("repository", listed(&theirs.repositories), listed(&ours.repositories));
        let minor = |version: u32| Some(version.to_string());
        said.equal("minor_version", minor(theirs.minor_version), minor(ours.minor_version));
        let local = |reason: &Option<String>| Some(reason.is_some().to_string());
        said.equal("local_only", local(&theirs.local_only), local(&ours.local_only));
        let warning = |text: &Option<String>| text.clone().unwrap_or_default();
        said.words("warning", &warning(&theirs.warning), &warning(&ours.warning));
    }
    let name = |model, event| view.event_name(model, event);
    said.equal("avro_name", name(sides.source, theirs), name(sides.catalog, ours));
    said.said("key", view.key(sides.source, theirs), view.key(sides.catalog, ours));
    said.deprecated(theirs.deprecated.as_ref(), ours.deprecated.as_ref());
    said.words("description", &theirs.description, &ours.description);
    said.properties(&theirs.properties, &ours.properties);
    fields(sides, (&theirs.data, &ours.data), ours.span, compared);
}

pub(super) fn record(
    sides: &Sides<'_>,
    (source, catalog): (RecordId, RecordId),
    compared: &mut Compared,
) {
    let (theirs, ours) = (&sides.source[source], &sides.catalog[catalog]);
    let mut said = Said { compared, field: None, span: ours.span };
    let name = |model, record| sides.view.record_name(model, record);
    said.equal("name", name(sides.source, theirs), name(sides.catalog, ours));
    said.deprecated(theirs.deprecated.as_ref(), ours.deprecated.as_ref());
    said.words("description", &theirs.description, &ours.description);
    said.properties(&theirs.properties, &ours.properties);
    fields(sides, (&theirs.fields, &ours.fields), ours.span, compared);
}

pub(super) fn values(
    sides: &Sides<'_>,
    (source, catalog): (EnumId, EnumId),
    compared: &mut Compared,
) {
    let (theirs, ours) = (&sides.source[source], &sides.catalog[catalog]);
    let mut said = Said { compared, field: None, span: ours.span };
    let unknown = |item: &Enum| match item.unknown {
        Unknown::Kept => Some("any other value".to_owned()),
        Unknown::Refused => None,
        Unknown::Default(index) => item.values.get(index).map(|value| wire_text(&value.wire)),
    };
    said.equal("other values", unknown(theirs), unknown(ours));
    said.words("description", &theirs.description, &ours.description);
    said.properties(&theirs.properties, &ours.properties);
    let (old, new) = (&ours.values, &theirs.values);
    let only = |value: &EnumValue, others: &[_]| {
        let is_other = |other: &EnumValue| other.wire == value.wire;
        (!others.iter().any(is_other)).then(|| wire_text(&value.wire))
    };
    for value in new.iter().filter_map(|value| only(value, old)) {
        said.equal("value", Some(value), None);
    }
    for value in old.iter().filter_map(|value| only(value, new)) {
        said.equal("value", None, Some(value));
    }
}

pub(super) fn scalar(
    sides: &Sides<'_>,
    (source, catalog): (ScalarId, ScalarId),
    compared: &mut Compared,
) {
    let (theirs, ours) = (&sides.source[source], &sides.catalog[catalog]);
    let mut said = Said { compared, field: None, span: ours.span };
    let base = |scalar: &Scalar| Some(sides.view.primitive(sides.catalog, scalar.base));
    said.equal("type", base(theirs), base(ours));
    let limits = |scalar| sides.view.scalar_limits(scalar);
    said.equal("limits", limits(theirs), limits(ours));
    said.words("description", &theirs.description, &ours.description);
}

/// The cases in their order, since their names are often made up.
pub(super) fn cases(
    sides: &Sides<'_>,
    (source, catalog): (VariantId, VariantId),
    compared: &mut Compared,
) {
    let (theirs, ours) = (&sides.source[source], &sides.catalog[catalog]);
    let types = |model: &Model, variant: &Variant| {
        let types = variant.cases.iter().map(|case| model.spelling(&case.ty));
        Some(types.collect::<Vec<_>>().join(", "))
    };
    let mut inner = Vec::new();
    let mut pairs = theirs.cases.iter().zip(&ours.cases);
    let is_same = theirs.cases.len() == ours.cases.len()
        && pairs
            .all(|(theirs, ours)| sides.is_same_type(&theirs.ty, &ours.ty, &ours.name, &mut inner));
    compared.inner.extend(inner);
    let mut said = Said { compared, field: None, span: ours.span };
    if !is_same {
        said.differs("cases", types(sides.source, theirs), types(sides.catalog, ours));
    }
    if sides.view == View::JsonSchema {
        said.equal("open", Some(theirs.open.to_string()), Some(ours.open.to_string()));
    }
    said.words("description", &theirs.description, &ours.description);
}

fn fields(
    sides: &Sides<'_>,
    (source, catalog): (&[Field], &[Field]),
    span: Span,
    compared: &mut Compared,
) {
    let view = sides.view;
    let by_name = |fields: &'_ [Field]| -> BTreeMap<String, usize> {
        let names = fields.iter().enumerate();
        names.map(|(index, field)| (view.field(field).to_owned(), index)).collect()
    };
    let (theirs, ours) = (by_name(source), by_name(catalog));
    let whole = |model: &Model, field: &Field| Some(model.spelling(&view.ty(field)));
    for item in source {
        let name = view.field(item);
        match ours.get(name) {
            Some(index) => field(sides, item, &catalog[*index], compared),
            None => {
                let mut said = Said { compared, field: Some(name.to_owned()), span };
                said.equal("field", whole(sides.source, item), None);
            }
        }
    }
    for item in catalog.iter().filter(|item| !theirs.contains_key(view.field(item))) {
        let field = Some(view.field(item).to_owned());
        let mut said = Said { compared, field, span: item.span };
        said.equal("field", None, whole(sides.catalog, item));
    }
    if view.orders_fields() {
        let common = |fields: &[Field], others: &BTreeMap<String, usize>| {
            let names = fields.iter().map(|field| view.field(field));
            let names: Vec<&str> = names.filter(|name| others.contains_key(*name)).collect();
            Some(names.join(", "))
        };
        let mut said = Said { compared, field: None, span };
        said.equal("order", common(source, &ours), common(catalog, &theirs));
    }
}

fn field(sides: &Sides<'_>, theirs: &Field, ours: &Field, compared: &mut Compared) {
    let Sides { source, catalog, view } = *sides;
    let name = view.field(ours).to_owned();
    let (their_type, our_type) = (view.ty(theirs), view.ty(ours));
    let mut inner = Vec::new();
    let is_same = sides.is_same_type(&their_type, &our_type, &name, &mut inner);
    if is_same {
        compared.inner.extend(inner);
    }
    let mut said = Said { compared, field: Some(name), span: ours.span };
    if !is_same {
        said.differs("type", Some(source.spelling(&their_type)), Some(catalog.spelling(&our_type)));
    }
    let yes = |required: Option<bool>| required.map(|required| required.to_string());
    said.equal("required", yes(view.required(theirs)), yes(view.required(ours)));
    let defaults = (view.default(catalog, theirs), view.default(catalog, ours));
    let is_null = |default: &Option<String>| default.as_deref() == Some("null");
    // Only the type says that.
    if is_same || !(is_null(&defaults.0) || is_null(&defaults.1)) {
        said.equal("default", defaults.0, defaults.1);
    }
    said.equal("const", view.constant(theirs), view.constant(ours));
    // Scalars are compared for themselves.
    let own = matches!((bare(&their_type), bare(&our_type)), (Type::Scalar(_), Type::Scalar(_)));
    let limits = |model, field| view.limits(model, field, !own);
    said.equal("limits", limits(source, theirs), limits(catalog, ours));
    said.deprecated(theirs.deprecated.as_ref(), ours.deprecated.as_ref());
    if view != View::Avro || catalog.avro.docs {
        said.words("description", &theirs.description, &ours.description);
    }
    said.properties(&theirs.properties, &ours.properties);
}

/// A type without its `?`.
fn bare(ty: &Type) -> &Type {
    match ty {
        Type::Nullable(inner) => inner,
        other => other,
    }
}
