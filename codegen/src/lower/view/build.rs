//! Builds the view, with the names and documents of the other targets.

use std::sync::Arc;

use annals_catalog::model::{
    self, Model, Number, Primitive, Reach, RecordId, Replacement, Step, Tag, Unknown,
};
use annals_catalog::names;
use minijinja::Value as Any;

use super::need::{held, sorted};
use super::value::json;
use super::{
    Case, Catalog, Deprecation, Domain, Enum, Event, Field, Limits, Path, Property, Record, Scalar,
    Type, Value, Variant,
};
use crate::lower::example::event_example;
use crate::lower::rust::types::{case_type, field_type, rust_type};
use crate::lower::{avro, json_schema};
use crate::parallel;
use crate::render::json::{AsJson, Custom};

/// How deep an event is flattened, and to how many values at most: records can contain each other.
const DEEPEST: usize = 32;
const MOST: usize = 2_000;

/// The whole catalog.
pub(crate) fn lower(model: &Model) -> Arc<Catalog> {
    catalog(model, parallel::map(&model.events, |item| event(model, item)))
}

/// The catalog without its events, which take the most time.
pub(crate) fn lower_types(model: &Model) -> Arc<Catalog> {
    catalog(model, Vec::new())
}

fn catalog(model: &Model, events: Vec<Arc<Event>>) -> Arc<Catalog> {
    let records: Vec<Arc<Record>> = parallel::map(&model.records, |item| record(model, item));
    let every =
        |of: Vec<RecordId>| of.into_iter().map(|id| Arc::clone(&records[id.0 as usize])).collect();
    let ids = (0..model.records.len()).filter_map(|id| u32::try_from(id).ok()).map(RecordId);
    let ids: Vec<RecordId> = ids.collect();
    let in_order: Vec<RecordId> = sorted(model, ids.iter().copied());
    let domains = model.domains.iter().enumerate().map(|(index, domain)| {
        let own = |id: &RecordId| model[*id].domain.0 as usize == index;
        let events = model.events.iter().zip(&events);
        Arc::new(Domain {
            name: domain.name.clone(),
            title: domain.title.clone(),
            properties: json(&Custom::from(&domain.properties)),
            description: domain.description.clone(),
            rust_module: names::module(&domain.name),
            records: every(ids.iter().copied().filter(own).collect()),
            sorted_records: every(in_order.iter().copied().filter(own).collect()),
            events: events
                .filter(|(event, _)| event.domain.0 as usize == index)
                .map(|(_, event)| Arc::clone(event))
                .collect(),
        })
    });
    Arc::new(Catalog {
        name: model.name.clone(),
        title: model.title.clone(),
        namespace: model.namespace.clone(),
        source: model.source.clone(),
        version: model.version_text(),
        description: model.description.clone(),
        avro_record: model.avro.record.clone(),
        avro_doc: model.avro.doc.clone(),
        properties: model.properties.iter().map(|item| property(model, item)).collect(),
        domains: domains.collect(),
        scalars: model.scalars.iter().map(|item| scalar(model, item)).collect(),
        enums: model.enums.iter().map(|item| enumeration(model, item)).collect(),
        variants: model.variants.iter().map(|item| variant(model, item)).collect(),
        sorted_records: every(in_order.clone()),
        records: records.clone(),
        events,
    })
}

fn property(model: &Model, item: &model::Declaration) -> Arc<Property> {
    Arc::new(Property {
        name: item.name.clone(),
        ty: ty(model, &item.ty),
        on: item.on.clone(),
        limits: limits(&item.limits),
        default: value(item.default.as_ref()),
        description: item.description.clone(),
    })
}

fn scalar(model: &Model, scalar: &model::Scalar) -> Arc<Scalar> {
    Arc::new(Scalar {
        name: scalar.name.clone(),
        base: ty(model, &model::Type::Primitive(scalar.base)),
        properties: json(&Custom::from(&scalar.properties)),
        limits: limits(&scalar.limits),
        example: value(scalar.example.as_ref()),
        description: scalar.description.clone(),
        rust_type: names::scalar_type(&scalar.name),
    })
}

fn enumeration(model: &Model, item: &model::Enum) -> Arc<Enum> {
    let values = item.values.iter().map(|value| {
        Arc::new(Value {
            name: value.value.clone(),
            wire: json(&AsJson(value.wire.clone())),
            aliases: value.aliases.iter().map(|alias| json(&AsJson(alias.clone()))).collect(),
            text: model::wire_text(&value.wire),
            properties: json(&Custom::from(&value.properties)),
            description: value.description.clone(),
            deprecated: deprecation(model, value.deprecated.as_ref()),
            rust_variant: names::enum_variant(&value.value),
        })
    });
    Arc::new(Enum {
        name: item.name.clone(),
        values: values.collect(),
        open: match item.unknown {
            Unknown::Kept => true,
            Unknown::Refused | Unknown::Default(_) => false,
        },
        default: match item.unknown {
            Unknown::Default(index) => Some(item.values[index].value.clone()),
            Unknown::Kept | Unknown::Refused => None,
        },
        description: item.description.clone(),
        properties: json(&Custom::from(&item.properties)),
        rust_type: names::enum_type(&item.name),
    })
}

fn variant(model: &Model, variant: &model::Variant) -> Arc<Variant> {
    let domain = &model[variant.domain].name;
    let cases = variant.cases.iter().map(|case| {
        Arc::new(Case {
            name: case.name.clone(),
            wire: case.on_wire().to_owned(),
            ty: ty(model, &case.ty),
            description: case.description.clone(),
            rust_variant: names::enum_variant(&case.name),
            rust_type: case_type(model, case),
        })
    });
    let (tag, content) = match &variant.tag {
        Tag::None => (None, None),
        Tag::Inside(tag) => (Some(tag.clone()), None),
        Tag::Beside { name, content } => (Some(name.clone()), Some(content.clone())),
    };
    Arc::new(Variant {
        name: variant.name.clone(),
        qualified: names::qualified(domain, &variant.name),
        domain: domain.clone(),
        description: variant.description.clone(),
        tag,
        content,
        open: variant.open,
        cases: cases.collect(),
        properties: json(&Custom::from(&variant.properties)),
        rust_module: names::module(domain),
        rust_type: names::variant_type(&variant.name),
    })
}

fn record(model: &Model, record: &model::Record) -> Arc<Record> {
    let domain = &model[record.domain].name;
    Arc::new(Record {
        name: record.name.clone(),
        qualified: names::qualified(domain, &record.name),
        domain: domain.clone(),
        description: record.description.clone(),
        extends: record.extends.map(|id| model.qualified(id)),
        fields: fields(model, &record.fields),
        holds: held(model, &record.fields).into_iter().map(|id| model.qualified(id)).collect(),
        pii: record.pii,
        properties: json(&Custom::from(&record.properties)),
        added: record.added.map(|date| date.to_string()),
        deprecated: deprecation(model, record.deprecated.as_ref()),
        page: names::record_page(domain, &record.name),
        rust_module: names::module(domain),
        rust_struct: names::record_struct(&record.name),
    })
}

fn fields(model: &Model, fields: &[model::Field]) -> Vec<Arc<Field>> {
    fields.iter().map(|item| field(model, item)).collect()
}

fn field(model: &Model, field: &model::Field) -> Arc<Field> {
    Arc::new(Field {
        name: field.name.clone(),
        wire: field.on_wire().to_owned(),
        ty: ty(model, &field.ty),
        description: field.description.clone(),
        required: field.presence.is_required(),
        optional: field.presence.is_optional(),
        extra: field.presence.is_extra(),
        constant: value(field.presence.constant()),
        default: value(field.presence.default()),
        example: value(field.example.as_ref()),
        limits: limits(&field.limits),
        properties: json(&Custom::from(&field.properties)),
        pii: field.pii,
        added: field.added.map(|date| date.to_string()),
        deprecated: deprecation(model, field.deprecated.as_ref()),
        inherited_from: field.inherited_from.map(|id| model.qualified(id)),
        rust_name: names::field(&field.name),
        rust_type: field_type(model, field),
    })
}

fn ty(model: &Model, ty: &model::Type) -> Arc<Type> {
    use model::Type as T;
    let some = |inner: &T| Some(self::ty(model, inner));
    let (kind, inner, name) = match ty {
        T::Primitive(primitive) => (primitive.name(), None, None),
        T::List(inner) => ("list", some(inner), None),
        T::Map(inner) => ("map", some(inner), None),
        T::Nullable(inner) => ("nullable", some(inner), None),
        T::Scalar(id) => {
            let model::Scalar { name, base, .. } = &model[*id];
            ("scalar", some(&T::Primitive(*base)), Some(name.clone()))
        }
        T::Enum(id) => ("enum", None, Some(model[*id].name.clone())),
        T::Record(id) => ("record", None, Some(model.qualified(*id))),
        T::Variant(id) => ("variant", None, Some(model.qualified_variant(*id))),
    };
    let (precision, scale) = precision(ty);
    Arc::new(Type {
        precision,
        scale,
        text: model.spelling(ty),
        kind: kind.to_owned(),
        inner,
        name,
        primitive: primitive(model, ty).map(|primitive| primitive.name().to_owned()),
        rust: rust_type(model, ty),
        avro: json(&avro::named_type(model, ty)),
    })
}

/// `precision` and `scale` of a primitive.
fn precision(ty: &model::Type) -> (Any, Any) {
    let none = || Any::from(());
    let model::Type::Primitive(primitive) = ty else { return (none(), none()) };
    if let Primitive::Decimal(decimal) = primitive {
        return (Any::from(decimal.precision), Any::from(decimal.scale));
    }
    if let Primitive::Moment(moment) = primitive {
        return (Any::from(moment.unit.name()), none());
    }
    (none(), none())
}

/// The primitive that a value is on the wire.
fn primitive(model: &Model, ty: &model::Type) -> Option<Primitive> {
    use model::Type as T;
    match ty {
        T::Primitive(primitive) => Some(*primitive),
        T::Nullable(inner) => primitive(model, inner),
        T::Scalar(id) => Some(model[*id].base),
        T::Enum(id) => Some(model[*id].primitive()),
        T::List(_) | T::Map(_) | T::Record(_) | T::Variant(_) => None,
    }
}

fn limits(limits: &model::Limits) -> Arc<Limits> {
    let number = |number: Option<Number>| match number {
        None => Any::from(()),
        Some(Number::Int(number)) => Any::from(number),
        Some(Number::Float(number)) => Any::from(number),
    };
    let count = |count: Option<u64>| count.map_or_else(|| Any::from(()), Any::from);
    Arc::new(Limits {
        min: number(limits.min),
        max: number(limits.max),
        multiple_of: number(limits.multiple_of),
        min_length: count(limits.min_length),
        max_length: count(limits.max_length),
        format: limits.format.map(|format| format.name().to_owned()),
        pattern: limits.pattern.clone(),
    })
}

fn value(value: Option<&model::Value>) -> Any {
    value.map_or_else(|| Any::from(()), |value| json(&AsJson(value)))
}

fn deprecation(
    model: &Model,
    deprecation: Option<&model::Deprecation>,
) -> Option<Arc<Deprecation>> {
    let deprecation = deprecation?;
    let replacement = deprecation.replacement.as_ref().map(|replacement| match replacement {
        Replacement::Event(id) => model[*id].name.clone(),
        Replacement::Record(id) => model.qualified(*id),
        Replacement::Sibling(name) => name.clone(),
    });
    Some(Arc::new(Deprecation {
        since: deprecation.since.map(|date| date.to_string()),
        removal: deprecation.removal.map(|date| date.to_string()),
        replacement,
        note: deprecation.note.clone(),
    }))
}

/// An event.
pub(crate) fn event(model: &Model, event: &model::Event) -> Arc<Event> {
    let domain = &model[event.domain].name;
    let on_bus = event.local_only.is_none();
    let example = event_example(model, event);
    let avro = on_bus.then(|| json(&avro::lower(model, event)));
    Arc::new(Event {
        name: event.name.clone(),
        event_type: event.event_type.clone(),
        domain: domain.clone(),
        added: event.added.to_string(),
        description: event.description.clone(),
        key: event.key.as_ref().map(|key| key.path.clone()),
        extends: event.extends.map(|id| model.qualified(id)),
        data: fields(model, &event.data),
        flat: flat(model, event),
        holds: sorted(model, held(model, &event.data))
            .into_iter()
            .map(|id| model.qualified(id))
            .collect(),
        definition: event.definition.clone(),
        triggers: event.triggers.clone(),
        repositories: event.repositories.clone(),
        minor_version: event.minor_version,
        local_only: event.local_only.clone(),
        warning: event.warning.clone(),
        properties: json(&Custom::from(&event.properties)),
        deprecated: deprecation(model, event.deprecated.as_ref()),
        pii: event.pii,
        example: value(example.as_ref()),
        avro: avro.unwrap_or_else(|| Any::from(())),
        avro_file: on_bus.then(|| names::avro_file(&event.event_type)),
        json_schema: json(&json_schema::lower(model, event, example.as_ref())),
        json_schema_file: names::json_schema_file(&event.event_type),
        page: names::event_page(domain, &event.name),
        rust_module: names::module(domain),
        rust_struct: names::event_struct(&event.name),
        rust_static: names::event_static(&event.name),
    })
}

/// The values of an event with their paths; lists and maps are not entered.
fn flat(model: &Model, event: &model::Event) -> Vec<Arc<Path>> {
    let reach = Reach { fields: usize::MAX, depth: DEEPEST, elements: false };
    let path = |Step { path, field, nullable, .. }: Step<'_>| {
        Arc::new(Path { path, field: self::field(model, field), nullable })
    };
    model.walk(&event.data, reach).take(MOST).map(path).collect()
}
