//! Links to pages and to sections of `types.rst`.

use annals_catalog::model::{DomainId, EnumId, EventId, Model, RecordId, ScalarId, VariantId};
use annals_catalog::names;

use crate::lower::rst::Rst;

pub(super) fn event_page(model: &Model, id: EventId) -> String {
    names::event_page(&model[model[id].domain].name, &model[id].name)
}

pub(super) fn record_page(model: &Model, id: RecordId) -> String {
    names::record_page(&model[model[id].domain].name, &model[id].name)
}

pub(super) fn domain(model: &Model, id: DomainId) -> Rst {
    let domain = &model[id];
    Rst::doc(&domain.title, &names::domain_page(&domain.name))
}

pub(super) fn event(model: &Model, id: EventId) -> Rst {
    Rst::doc(&model[id].name, &event_page(model, id))
}

pub(super) fn record(model: &Model, id: RecordId) -> Rst {
    Rst::doc(&model[id].name, &record_page(model, id))
}

/// A link to a record from a page in `domain`: a record of another domain is qualified.
pub(super) fn record_from(model: &Model, domain: DomainId, id: RecordId) -> Rst {
    if model[id].domain == domain {
        record(model, id)
    } else {
        Rst::doc(&model.qualified(id), &record_page(model, id))
    }
}

pub(super) fn scalar(model: &Model, id: ScalarId) -> Rst {
    let name = &model[id].name;
    Rst::label(name, &scalar_label(name))
}

pub(super) fn enumeration(model: &Model, id: EnumId) -> Rst {
    let name = &model[id].name;
    Rst::label(name, &enum_label(name))
}

/// A link to a variant from a page in `domain`: a variant of another domain is qualified.
pub(super) fn variant_from(model: &Model, domain: DomainId, id: VariantId) -> Rst {
    let variant = &model[id];
    let label = variant_label(&model[variant.domain].name, &variant.name);
    if variant.domain == domain {
        Rst::label(&variant.name, &label)
    } else {
        Rst::label(&model.qualified_variant(id), &label)
    }
}

/// The label of a scalar's section.
pub(super) fn scalar_label(name: &str) -> String {
    format!("scalar-{name}")
}

/// The label of an enum's section. Sphinx ignores case in labels, the catalog does not.
pub(super) fn enum_label(name: &str) -> String {
    camel_label("enum".to_owned(), name)
}

/// The label of a variant's section.
pub(super) fn variant_label(domain: &str, name: &str) -> String {
    camel_label(format!("variant-{domain}"), name)
}

fn camel_label(mut label: String, name: &str) -> String {
    for letter in name.chars() {
        if letter.is_ascii_uppercase() {
            label.push('-');
        }
        label.push(letter.to_ascii_lowercase());
    }
    label
}
