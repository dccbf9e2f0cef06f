//! Makes the contract of a model, as far as payloads depend on it.

use annals_catalog::model::{self, Core, Model, Primitive, Value};
use annals_catalog::names;
use annals_contract as contract;
use annals_contract::{Line, Lock};
use serde_json::json;

use super::spelling::TEXT;

pub(super) fn lock(model: &Model) -> Lock {
    Lock {
        catalog: model.header_contract(),
        scalars: model.scalars.iter().map(scalar).collect(),
        enums: model.enums.iter().map(|item| enumeration(model, item)).collect(),
        variants: model.variants.iter().map(|item| variant(model, item)).collect(),
        records: model.records.iter().map(|item| record(model, item)).collect(),
        events: model.events.iter().map(|item| event(model, item)).collect(),
        ..Lock::default()
    }
}

fn scalar(scalar: &model::Scalar) -> (String, contract::Scalar) {
    let lowered = contract::Scalar {
        path: String::new(),
        base: scalar.base,
        limits: scalar.limits.to_contract(text),
        properties: Vec::new(),
        line: Line::default(),
    };
    (scalar.name.clone(), lowered)
}

fn enumeration(model: &Model, item: &model::Enum) -> (String, contract::Enum) {
    let values = item.values.iter().map(|value| contract::EnumValue {
        value: model::wire_text(&value.wire),
        aliases: value.aliases.iter().map(model::wire_text).collect(),
        variant: value.value.to_string(),
        ..contract::EnumValue::default()
    });
    let lowered = contract::Enum {
        numbers: item.primitive() == Primitive::Long,
        symbols: model.avro.has_symbols(item),
        unknown: match item.unknown {
            model::Unknown::Kept => contract::Unknown::Kept,
            model::Unknown::Refused => contract::Unknown::Refused,
            model::Unknown::Default(index) => {
                contract::Unknown::Default(item.values[index].value.to_string())
            }
        },
        values: values.collect(),
        ..contract::Enum::default()
    };
    (item.name.clone(), lowered)
}

fn variant(model: &Model, item: &model::Variant) -> (String, contract::Variant) {
    let (tag, content) = item.tag.keys();
    let cases = item.cases.iter().map(|case| contract::Case {
        tag: case.on_wire().to_owned(),
        ty: model.spelling(&case.ty),
        rust: rust(&case.ty),
        ..contract::Case::default()
    });
    let cases = cases.collect();
    let lowered = contract::Variant {
        tag: tag.map(str::to_owned),
        content: content.map(str::to_owned),
        open: item.open,
        cases,
        ..contract::Variant::default()
    };
    (names::qualified(&model[item.domain].name, &item.name), lowered)
}

fn record(model: &Model, item: &model::Record) -> (String, contract::Record) {
    let fields = fields(model, &item.fields);
    let name = names::qualified(&model[item.domain].name, &item.name);
    (name, contract::Record { fields, ..contract::Record::default() })
}

fn event(model: &Model, item: &model::Event) -> (String, contract::Event) {
    let lowered = contract::Event {
        name: item.name.clone(),
        domain: model[item.domain].name.clone(),
        minor_version: item.minor_version,
        key: item.key.as_ref().map(|key| key.path.clone()),
        pii: item.pii,
        local_only: item.local_only.is_some(),
        fields: fields(model, &item.data),
        ..contract::Event::default()
    };
    (item.event_type.clone(), lowered)
}

fn fields(model: &Model, fields: &[model::Field]) -> Vec<contract::Field> {
    let field = |item: &model::Field| contract::Field {
        name: item.name.clone(),
        wire: item.wire.clone(),
        ty: model.spelling(&item.ty),
        rust: rust(&item.ty),
        pii: item.pii,
        presence: item.presence.to_contract(text),
        limits: item.limits.to_contract(text),
        ..contract::Field::default()
    };
    fields.iter().map(field).collect()
}

/// As much of the type in Rust as its spelling does not say.
fn rust(ty: &model::Type) -> String {
    let text = match ty.core() {
        Core::Primitive(Primitive::Moment(moment)) => moment.text,
        Core::Primitive(Primitive::Decimal(decimal)) => decimal.text,
        Core::Primitive(_)
        | Core::Scalar(_)
        | Core::Enum(_)
        | Core::Record(_)
        | Core::Variant(_) => false,
    };
    if text { TEXT.to_owned() } else { String::new() }
}

fn text(value: &Value) -> String {
    tree(value).to_string()
}

fn tree(value: &Value) -> serde_json::Value {
    match value {
        Value::Null => serde_json::Value::Null,
        Value::Bool(value) => json!(value),
        Value::Int(value) => json!(value),
        Value::Float(value) => json!(value),
        Value::String(text) => json!(text),
        Value::List(items) => items.iter().map(tree).collect(),
        Value::Map(entries) => {
            let entries = entries.iter().map(|(key, value)| (key.clone(), tree(value)));
            serde_json::Value::Object(entries.collect())
        }
    }
}
