//! The glossary of types: the model's scalars and enums in, `docs/types.rst` out.
//!
//! What the primitives become does not depend on the catalog and stands in the template.

use annals_catalog::model::{Enum, EnumValue, Model, Scalar};
use annals_catalog::names;
use serde::Serialize;

use super::fields::limits;
use super::notices::deprecated;
use super::{Fact, crate_name, json};
use crate::lower::rst::Rst;
use crate::lower::rust::types::catalog_primitive;

/// The whole glossary.
#[derive(Debug, Hash, Serialize)]
pub(crate) struct Types {
    scalars: Vec<ScalarEntry>,
    enums: Vec<EnumEntry>,
}

/// A scalar.
#[derive(Debug, Hash, Serialize)]
struct ScalarEntry {
    label: String,
    title: Rst,
    description: Rst,
    facts: Vec<Fact>,
}

/// An enum.
#[derive(Debug, Hash, Serialize)]
struct EnumEntry {
    label: String,
    title: Rst,
    description: Rst,
    facts: Vec<Fact>,
    values: Vec<ValueRow>,
}

/// A known value of an enum.
#[derive(Debug, Hash, Serialize)]
struct ValueRow {
    value: Rst,
    description: Rst,
}

pub(super) fn lower(model: &Model) -> Types {
    Types {
        scalars: model.scalars.iter().map(|scalar| scalar_entry(model, scalar)).collect(),
        enums: model.enums.iter().map(|enumeration| enum_entry(model, enumeration)).collect(),
    }
}

/// The label of a scalar's section.
pub(super) fn scalar_label(name: &str) -> String {
    format!("scalar-{name}")
}

/// The label of an enum's section. Sphinx ignores case in labels, the catalog does not.
pub(super) fn enum_label(name: &str) -> String {
    let mut label = String::from("enum");
    for letter in name.chars() {
        if letter.is_ascii_uppercase() {
            label.push('-');
        }
        label.push(letter.to_ascii_lowercase());
    }
    label
}

fn scalar_entry(model: &Model, scalar: &Scalar) -> ScalarEntry {
    let mut facts =
        vec![Fact::new("Base", Rst::literal(catalog_primitive(&scalar.base).unwrap_or_default()))];
    if let Some(limits) = limits(&scalar.limits) {
        facts.push(Fact::new("Limits", limits));
    }
    if let Some(example) = &scalar.example {
        facts.push(Fact::new("Example", json::inline(example)));
    }
    facts.push(rust(model, &names::scalar_type(&scalar.name)));
    ScalarEntry {
        label: scalar_label(&scalar.name),
        title: Rst::title(&scalar.name, '~'),
        description: Rst::text(&scalar.description),
        facts,
    }
}

fn enum_entry(model: &Model, enumeration: &Enum) -> EnumEntry {
    EnumEntry {
        label: enum_label(&enumeration.name),
        title: Rst::title(&enumeration.name, '~'),
        description: Rst::text(&enumeration.description),
        facts: vec![rust(model, &names::enum_type(&enumeration.name))],
        values: enumeration.values.iter().map(|value| value_row(model, value)).collect(),
    }
}

fn value_row(model: &Model, value: &EnumValue) -> ValueRow {
    let deprecation = value.deprecated.as_ref().map(|deprecation| {
        Rst::join(&[Rst::fixed("**Deprecated.**"), deprecated(model, deprecation)], " ")
    });
    let description = [Rst::text(&value.description), deprecation.unwrap_or(Rst::fixed(""))];
    ValueRow { value: Rst::literal(&value.value), description: Rst::blocks(&description) }
}

fn rust(model: &Model, name: &str) -> Fact {
    Fact::new("Rust", Rst::literal(&format!("{}::types::{name}", crate_name(model))))
}
