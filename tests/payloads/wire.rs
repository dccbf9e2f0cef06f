//! Converts a payload from JSON to the value type of an Avro library.

use annals_catalog::model::{Clock, Field, Model, Primitive, Type, Unit, Variant};
use annals_catalog::text;
use apache_avro::types::Value as Avro;
use serde_json::Value;

use crate::cases::case_of;

/// The data of an event.
pub(crate) fn data(model: &Model, fields: &[Field], payload: &Value) -> Avro {
    let field = |field: &Field| {
        if field.presence.is_extra() {
            return (field.in_avro().to_owned(), others(model, fields, &field.ty, payload));
        }
        let value = match (payload.get(field.on_wire()), &field.ty) {
            (None, _) => Avro::Union(0, Box::new(Avro::Null)),
            (Some(json), Type::Nullable(_)) => value(model, &field.ty, json),
            (Some(json), ty) if field.presence.is_optional() => some(model, ty, json),
            (Some(json), ty) => value(model, ty, json),
        };
        (field.in_avro().to_owned(), value)
    };
    Avro::Record(fields.iter().map(field).collect())
}

/// The fields that an open record does not list.
fn others(model: &Model, fields: &[Field], ty: &Type, payload: &Value) -> Avro {
    let entries = payload.as_object().expect("an object").iter();
    let listed = |key: &String| fields.iter().any(|field| field.on_wire() == key);
    let others = entries.filter(|(key, _)| !listed(key));
    let others = Value::Object(others.map(|(key, json)| (key.clone(), json.clone())).collect());
    value(model, ty, &others)
}

fn value(model: &Model, ty: &Type, json: &Value) -> Avro {
    match ty {
        Type::Primitive(ty) => primitive(*ty, json),
        Type::Nullable(_) if json.is_null() => Avro::Union(0, Box::new(Avro::Null)),
        Type::Nullable(inner) => some(model, inner, json),
        Type::Variant(id) => variant(model, &model[*id], json, 0),
        Type::Scalar(scalar) => primitive(model[*scalar].base, json),
        Type::Record(record) => data(model, &model[*record].fields, json),
        Type::List(item) => {
            let items = json.as_array().expect("a list").iter();
            Avro::Array(items.map(|json| value(model, item, json)).collect())
        }
        Type::Map(entry) => {
            let entries = json.as_object().expect("a map").iter();
            Avro::Map(entries.map(|(key, json)| (key.clone(), value(model, entry, json))).collect())
        }
        Type::Enum(id) => primitive(model[*id].primitive(), json),
    }
}

/// A value in a union after null.
fn some(model: &Model, ty: &Type, json: &Value) -> Avro {
    match ty {
        Type::Variant(id) => variant(model, &model[*id], json, 1),
        ty => Avro::Union(1, Box::new(value(model, ty, json))),
    }
}

/// A value in a union with `before` branches before those of the variant.
fn variant(model: &Model, variant: &Variant, json: &Value, before: usize) -> Avro {
    let (index, case, json) = case_of(model, variant, json).expect("a listed case");
    let branch = u32::try_from(before + index).expect("few cases");
    Avro::Union(branch, Box::new(value(model, &case.ty, &json)))
}

fn primitive(ty: Primitive, json: &Value) -> Avro {
    let text = || json.as_str().expect("a text").to_owned();
    match ty {
        Primitive::Boolean => Avro::Boolean(json.as_bool().expect("a boolean")),
        Primitive::Int => {
            let number = json.as_i64().and_then(|number| i32::try_from(number).ok());
            Avro::Int(number.expect("a number of 32 bits"))
        }
        Primitive::Long => Avro::Long(json.as_i64().expect("a number of 64 bits")),
        Primitive::Float => Avro::Float(json.as_f64().expect("a number") as f32),
        Primitive::Double => Avro::Double(json.as_f64().expect("a number")),
        // What the bytes are does not matter here, only how many there are.
        Primitive::Bytes => {
            let text = text();
            Avro::Bytes(vec![7; text.trim_end_matches('=').len() * 3 / 4])
        }
        Primitive::Moment(moment) if !moment.text => {
            let count = text::moment(moment, &text()).expect("a date or time").count();
            match (moment.clock, moment.unit) {
                (Clock::Utc, Unit::Millis) => Avro::TimestampMillis(count),
                (Clock::Utc, Unit::Micros) => Avro::TimestampMicros(count),
                (Clock::Local, Unit::Millis) => Avro::LocalTimestampMillis(count),
                (Clock::Local, Unit::Micros) => Avro::LocalTimestampMicros(count),
                (Clock::Day, Unit::Millis) => Avro::TimeMillis(count as i32),
                (Clock::Day, Unit::Micros) => Avro::TimeMicros(count),
            }
        }
        Primitive::Decimal(decimal) if !decimal.text => {
            let digits: i128 = text().replace('.', "").parse().expect("a decimal");
            Avro::Decimal(digits.to_be_bytes().to_vec().into())
        }
        Primitive::Moment(_) | Primitive::Decimal(_) => Avro::String(text()),
        Primitive::Json => Avro::String(json.to_string()),
        Primitive::String | Primitive::Date | Primitive::Datetime | Primitive::Uuid => {
            Avro::String(text())
        }
    }
}
