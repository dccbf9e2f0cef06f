//! Where a catalog says what a cause is about.

use annals_catalog::model::{Core, DomainId, Field, Model};
use annals_catalog::source::Span;
use annals_contract::Lock;

/// The fields of a record, or of the data of an event.
pub(crate) fn fields<'l>(lock: &'l Lock, owner: &str) -> &'l [annals_contract::Field] {
    let record = lock.records.get(owner).map(|record| record.fields.as_slice());
    let event = || lock.events.get(owner).map(|event| event.fields.as_slice());
    record.or_else(event).unwrap_or_default()
}

/// The place of a field, or of the record, variant or event that had it. `None` if the owner is gone.
#[must_use]
pub fn place(model: &Model, owner: &str, field: Option<&str>) -> Option<Span> {
    let named = |fields: &[Field]| {
        fields.iter().find(|item| Some(item.name.as_str()) == field).map(|item| item.span)
    };
    let qualified = |domain: DomainId, name: &str| {
        owner.split_once('.') == Some((model[domain].name.as_str(), name))
    };
    if let Some(event) = model.events.iter().find(|event| event.event_type == owner) {
        return named(&event.data).or(Some(event.span));
    }
    let mut records = model.records.iter();
    if let Some(record) = records.find(|record| qualified(record.domain, &record.name)) {
        return named(&record.fields).or(Some(record.span));
    }
    let mut variants = model.variants.iter();
    let variant = variants.find(|variant| qualified(variant.domain, &variant.name));
    variant.map(|variant| variant.span)
}

/// The scalar or enum with the change, if the field itself is as it was.
pub(crate) fn of_type(
    model: &Model,
    (old, new): (&Lock, &Lock),
    owner: &str,
    name: &str,
) -> Option<Span> {
    let field = |lock| fields(lock, owner).iter().find(|field| field.name == name);
    if field(old)? != field(new)? {
        return None;
    }
    let records = model
        .records
        .iter()
        .map(|record| (format!("{}.{}", model[record.domain].name, record.name), &record.fields));
    let events = model.events.iter().map(|event| (event.event_type.clone(), &event.data));
    let (_, fields) = records.chain(events).find(|(name, _)| name == owner)?;
    let field = fields.iter().find(|field| field.name == name)?;
    match field.ty.core() {
        Core::Scalar(id) => {
            let scalar = &model[id];
            (old.scalars.get(&scalar.name) != new.scalars.get(&scalar.name)).then_some(scalar.span)
        }
        Core::Enum(id) => {
            let item = &model[id];
            (old.enums.get(&item.name) != new.enums.get(&item.name)).then_some(item.span)
        }
        Core::Primitive(_) | Core::Record(_) | Core::Variant(_) => None,
    }
}
