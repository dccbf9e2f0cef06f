//! The glossary of types: primitives, and the scalars, enums and variants of the catalog.

use std::collections::BTreeSet;

use annals_catalog::model::{
    Case, Clock, Core, Enum, EnumValue, Model, Primitive, Scalar, Tag, Type, Unknown, Value,
    Variant,
};
use annals_catalog::names;
use serde::Serialize;

use super::fields::{limits, type_text};
use super::notices::deprecated;
use super::parts::{Fact, crate_name, custom};
use super::{json, links};
use crate::lower::rst::Rst;

/// The whole glossary.
#[derive(Debug, Serialize)]
pub(crate) struct Types {
    primitives: Vec<PrimitiveRow>,
    scalars: Vec<ScalarEntry>,
    enums: Vec<EnumEntry>,
    variants: Vec<VariantEntry>,
    /// True if one of them refuses or replaces values that are not listed.
    has_closed: bool,
    /// True if one of them has numbers.
    has_numbers: bool,
    /// Whether one is an `enum` in Avro.
    has_symbols: bool,
}

/// What a primitive is in each target.
#[derive(Debug, Serialize)]
struct PrimitiveRow {
    name: Rst,
    rust: Rst,
    json: Rst,
    avro: Rst,
    meaning: Rst,
}

/// A scalar.
#[derive(Debug, Serialize)]
struct ScalarEntry {
    label: String,
    title: Rst,
    description: Rst,
    facts: Vec<Fact>,
}

/// An enum.
#[derive(Debug, Serialize)]
struct EnumEntry {
    label: String,
    title: Rst,
    description: Rst,
    facts: Vec<Fact>,
    values: Vec<ValueRow>,
}

/// A known value of an enum.
#[derive(Debug, Serialize)]
struct ValueRow {
    value: Rst,
    description: Rst,
}

/// A variant.
#[derive(Debug, Serialize)]
struct VariantEntry {
    label: String,
    title: Rst,
    description: Rst,
    facts: Vec<Fact>,
    cases: Vec<CaseRow>,
}

/// A case of a variant.
#[derive(Debug, Serialize)]
struct CaseRow {
    name: Rst,
    ty: Rst,
    description: Rst,
}

pub(super) fn lower(model: &Model) -> Types {
    Types {
        primitives: primitives(model).map(primitive_row).collect(),
        scalars: model.scalars.iter().map(|scalar| scalar_entry(model, scalar)).collect(),
        enums: model.enums.iter().map(|enumeration| enum_entry(model, enumeration)).collect(),
        variants: model.variants.iter().map(|variant| variant_entry(model, variant)).collect(),
        has_closed: model.enums.iter().any(|item| item.unknown != Unknown::Kept),
        has_symbols: model.enums.iter().any(|item| model.avro.has_symbols(item)),
        has_numbers: model.enums.iter().any(|item| item.primitive() == Primitive::Long),
    }
}

/// Those that every glossary has, and those with a precision that the catalog uses.
fn primitives(model: &Model) -> impl Iterator<Item = Primitive> {
    let records = model.records.iter().flat_map(|record| &record.fields);
    let fields = model.events.iter().flat_map(|event| &event.data).chain(records);
    let cases = model.variants.iter().flat_map(|variant| &variant.cases);
    let cores = fields.map(|field| field.ty.core()).chain(cases.map(|case| case.ty.core()));
    let of_fields = cores.filter_map(|core| match core {
        Core::Primitive(primitive) => Some(primitive),
        Core::Scalar(_) | Core::Enum(_) | Core::Record(_) | Core::Variant(_) => None,
    });
    let used = of_fields.chain(model.scalars.iter().map(|scalar| scalar.base));
    let exact: BTreeSet<Primitive> = used.filter(|used| used.has_precision()).collect();
    let all = Primitive::ALL.iter().copied().filter(|primitive| !primitive.has_precision());
    all.chain(exact)
}

fn primitive_row(primitive: Primitive) -> PrimitiveRow {
    let json = match primitive {
        Primitive::Boolean => "``boolean``",
        Primitive::Int => "``integer``, bounded to 32 bits",
        Primitive::Long => "``integer``, bounded to 64 bits",
        Primitive::Float | Primitive::Double => "``number``",
        Primitive::String => "``string``",
        Primitive::Bytes => "``string``, base64",
        Primitive::Date => "``string``, date",
        Primitive::Datetime => "``string``, date and time",
        Primitive::Moment(moment) => match moment.clock {
            Clock::Utc => "``string``, date-time",
            Clock::Local => "``string``, date and time",
            Clock::Day => "``string``, time",
        },
        Primitive::Decimal(_) => "``string`` of digits",
        Primitive::Uuid => "``string``, uuid",
        Primitive::Json => "any value",
    };
    PrimitiveRow {
        name: Rst::literal(&primitive.spelling()),
        rust: Rst::literal(&primitive.rust_in_docs()),
        json: Rst::fixed(json),
        avro: Rst::literal(primitive.avro()),
        meaning: Rst::fixed(primitive.meaning()),
    }
}

fn scalar_entry(model: &Model, scalar: &Scalar) -> ScalarEntry {
    let mut facts = vec![Fact::new("Base", Rst::literal(&scalar.base.spelling()))];
    if let Some(limits) = limits(&scalar.limits) {
        facts.push(Fact::new("Limits", limits));
    }
    if let Some(example) = &scalar.example {
        facts.push(Fact::new("Example", json::inline(example)));
    }
    facts.push(rust(model, &names::scalar_type(&scalar.name)));
    facts.extend(Fact::custom(&scalar.properties));
    ScalarEntry {
        label: links::scalar_label(&scalar.name),
        title: Rst::title(&scalar.name, '~'),
        description: Rst::text(&scalar.description),
        facts,
    }
}

fn enum_entry(model: &Model, enumeration: &Enum) -> EnumEntry {
    let unknown = match enumeration.unknown {
        Unknown::Kept => None,
        Unknown::Refused => Some(Rst::fixed("an error: the enum is closed")),
        Unknown::Default(index) => {
            let value = Rst::literal(&enumeration.values[index].value);
            Some(Rst::join(&[Rst::fixed("read as"), value], " "))
        }
    };
    let facts = unknown.map(|meaning| Fact::new("Any other value", meaning));
    let facts = facts.into_iter().chain([rust(model, &names::enum_type(&enumeration.name))]);
    let facts = facts.chain(Fact::custom(&enumeration.properties));
    EnumEntry {
        label: links::enum_label(&enumeration.name),
        title: Rst::title(&enumeration.name, '~'),
        description: Rst::text(&enumeration.description),
        facts: facts.collect(),
        values: enumeration.values.iter().map(|value| value_row(model, value)).collect(),
    }
}

fn value_row(model: &Model, value: &EnumValue) -> ValueRow {
    let deprecation = value.deprecated.as_ref().map(|deprecation| {
        Rst::join(&[Rst::fixed("**Deprecated.**"), deprecated(model, deprecation)], " ")
    });
    let named = Value::String(value.value.clone());
    let wire = (value.wire != named)
        .then(|| Rst::join(&[Rst::fixed("On the wire:"), json::inline(&value.wire)], " "));
    let aliases: Vec<Rst> = value.aliases.iter().map(json::inline).collect();
    let aliases = (!aliases.is_empty()).then(|| {
        Rst::join(&[Rst::fixed("Read as this value too:"), Rst::join(&aliases, ", ")], " ")
    });
    let custom = custom(&value.properties);
    let parts = [wire, aliases, custom, deprecation];
    let parts = parts.map(|part| part.unwrap_or(Rst::fixed("")));
    let [wire, aliases, custom, deprecation] = parts;
    let description = [Rst::text(&value.description), wire, aliases, custom, deprecation];
    ValueRow { value: Rst::literal(&value.value), description: Rst::blocks(&description) }
}

fn variant_entry(model: &Model, variant: &Variant) -> VariantEntry {
    let domain = &model[variant.domain].name;
    let qualified = names::qualified(domain, &variant.name);
    let tag = match &variant.tag {
        Tag::None if has_records(variant) => {
            Rst::fixed("none: the kind of the value or its fields say which case it is")
        }
        Tag::None => Rst::fixed("none: the kind of the value says which case it is"),
        Tag::Inside(key) => Rst::join(&[Rst::literal(key), Rst::fixed("beside the fields")], " "),
        Tag::Beside { name, content } => {
            let words =
                [Rst::literal(name), Rst::fixed("beside the value in"), Rst::literal(content)];
            Rst::join(&words, " ")
        }
    };
    let other = if variant.open { "kept" } else { "an error" };
    let path = format!("{}::{}", names::module(domain), names::variant_type(&variant.name));
    let mut facts = vec![
        Fact::new("Tag in JSON", tag),
        Fact::new("Any other case", Rst::fixed(other)),
        Fact::new("Rust", Rst::literal(&format!("{}::{path}", crate_name(model)))),
    ];
    facts.extend(Fact::custom(&variant.properties));
    let case = |case: &Case| {
        let tag = case.wire.as_ref();
        let tag = tag.map(|tag| Rst::join(&[Rst::fixed("Tag:"), Rst::literal(tag)], " "));
        let description = [Rst::text(&case.description), tag.unwrap_or(Rst::fixed(""))];
        CaseRow {
            name: Rst::literal(&case.name),
            ty: type_text(model, variant.domain, &case.ty),
            description: Rst::blocks(&description),
        }
    };
    VariantEntry {
        label: links::variant_label(domain, &variant.name),
        title: Rst::title(&qualified, '~'),
        description: Rst::text(&variant.description),
        facts,
        cases: variant.cases.iter().map(case).collect(),
    }
}

/// True if several cases are records.
fn has_records(variant: &Variant) -> bool {
    variant.cases.iter().filter(|case| matches!(case.ty, Type::Record(_))).nth(1).is_some()
}

fn rust(model: &Model, name: &str) -> Fact {
    Fact::new("Rust", Rst::literal(&format!("{}::types::{name}", crate_name(model))))
}
