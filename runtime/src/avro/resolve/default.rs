//! A default of the catalog in, its Avro form out.

use crate::Json;
use crate::avro::write;
use crate::bytes::Bytes;
use crate::record::{FieldDescription, RecordDescription};
use crate::shape::Shape;

/// Writes the default of a field that the writer did not know.
pub(super) fn write(field: &FieldDescription, out: &mut Vec<u8>) -> Result<(), String> {
    let default = field.default.ok_or("missing in the writer's schema, and without a default")?;
    let json = serde_json::from_str(default).map_err(|error| error.to_string())?;
    value((field.shape)(), &json, out).ok_or_else(|| "its default is of another type".to_owned())
}

/// `None` if the default is not of the type, which the catalog's check rules out.
fn value(shape: Shape, json: &Json, out: &mut Vec<u8>) -> Option<()> {
    match shape.base() {
        Shape::Nullable(_) if json.is_null() => out.push(0),
        Shape::Nullable(inner) => {
            out.push(2);
            value(*inner, json, out)?;
        }
        Shape::Boolean => out.push(u8::from(json.as_bool()?)),
        Shape::Int | Shape::Long => write::long(out, whole(json)?),
        Shape::Float => out.extend((json.as_f64()? as f32).to_le_bytes()),
        Shape::Double => out.extend(json.as_f64()?.to_le_bytes()),
        Shape::Bytes => write::bytes(out, &Bytes::from_base64(json.as_str()?)?),
        Shape::Json => write::bytes(out, json.to_string().as_bytes()),
        Shape::List(item) => {
            for json in json.as_array()? {
                out.push(2);
                value(*item, json, out)?;
            }
            out.push(0);
        }
        Shape::Map(item) => {
            for (key, json) in json.as_object()? {
                out.push(2);
                write::bytes(out, key.as_bytes());
                value(*item, json, out)?;
            }
            out.push(0);
        }
        Shape::Record(description) => record(description, json, out)?,
        _ => write::bytes(out, json.as_str()?.as_bytes()),
    }
    Some(())
}

fn whole(json: &Json) -> Option<i64> {
    json.as_i64().or_else(|| json.as_f64().map(|float| float as i64))
}

fn record(description: &RecordDescription, json: &Json, out: &mut Vec<u8>) -> Option<()> {
    let object = json.as_object()?;
    description.fields.iter().try_for_each(|field| match object.get(field.name) {
        Some(json) => value((field.shape)(), json, out),
        None => write(field, out).ok(),
    })
}
