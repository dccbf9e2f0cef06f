//! Converts a JSON tree to Avro binary, according to the type.
//!
//! JSON is read this way because it needs no compiled code per type beyond the Avro reader.

use super::{JsonError, Path};
use crate::Json;
use crate::avro::write;
use crate::bytes::Bytes;
use crate::date::Date;
use crate::limits::Limits;
use crate::record::{FieldDescription, RecordDescription};
use crate::scalar::ScalarDescription;
use crate::shape::Shape;
use crate::timestamp::Timestamp;
use crate::value::{ListView, Value, View};
use uuid::Uuid;

/// Writes `json` as a value of type `shape`. `path` is its location, for errors.
pub(crate) fn value(
    shape: Shape,
    json: &Json,
    path: &Path<'_>,
    out: &mut Vec<u8>,
) -> Result<(), JsonError> {
    Writer { path, scalar: None, limits: None }.write(shape, json, out)
}

/// Writes one value.
#[derive(Clone, Copy)]
struct Writer<'a> {
    path: &'a Path<'a>,
    /// The scalar whose limits apply.
    scalar: Option<&'static ScalarDescription>,
    /// The limits of the field.
    limits: Option<&'static Limits>,
}

impl Writer<'_> {
    fn write(self, shape: Shape, json: &Json, out: &mut Vec<u8>) -> Result<(), JsonError> {
        match shape {
            Shape::Boolean => self.primitive::<bool>(json, out),
            Shape::Int => self.primitive::<i32>(json, out),
            Shape::Long => self.primitive::<i64>(json, out),
            Shape::Float => self.primitive::<f32>(json, out),
            Shape::Double => self.primitive::<f64>(json, out),
            Shape::String | Shape::Enum(_) => self.primitive::<String>(json, out),
            Shape::Bytes => self.primitive::<Bytes>(json, out),
            Shape::Date => self.primitive::<Date>(json, out),
            Shape::Datetime => self.primitive::<Timestamp>(json, out),
            Shape::Uuid => self.primitive::<Uuid>(json, out),
            Shape::Json => self.primitive::<Json>(json, out),
            Shape::List(item) => self.list(*item, json, out),
            Shape::Map(value) => self.map(*value, json, out),
            Shape::Nullable(_) if json.is_null() => {
                out.push(0);
                Ok(())
            }
            Shape::Nullable(inner) => {
                out.push(2);
                self.write(*inner, json, out)
            }
            Shape::Scalar(scalar, base) => {
                Self { scalar: Some(scalar), ..self }.write(*base, json, out)
            }
            Shape::Record(description) => record(description, json, self.path, out),
        }
    }

    fn primitive<T: Value>(self, json: &Json, out: &mut Vec<u8>) -> Result<(), JsonError> {
        let value = T::from_json(json, self.path)?;
        self.check(value.view())?;
        value.encode(out);
        Ok(())
    }

    fn check(self, view: View<'_>) -> Result<(), JsonError> {
        if let Some(scalar) = self.scalar {
            scalar.check(view).map_err(|error| self.path.error(error))?;
        }
        match self.limits {
            Some(limits) => limits.check(view).map_err(|breach| self.path.error(breach)),
            None => Ok(()),
        }
    }

    fn list(self, item: Shape, json: &Json, out: &mut Vec<u8>) -> Result<(), JsonError> {
        let Json::Array(items) = json else {
            return Err(self.path.expected("a list", json));
        };
        self.check(View::List(&Count(items.len())))?;
        write::count(out, items.len());
        for (index, json) in items.iter().enumerate() {
            value(item, json, &self.path.index(index), out)?;
        }
        write::end(out);
        Ok(())
    }

    fn map(self, value: Shape, json: &Json, out: &mut Vec<u8>) -> Result<(), JsonError> {
        let Json::Object(entries) = json else {
            return Err(self.path.expected("an object", json));
        };
        self.check(View::List(&Count(entries.len())))?;
        write::count(out, entries.len());
        // The tree is not sorted if any crate of the build enables serde_json's feature `preserve_order`.
        let mut entries: Vec<_> = entries.iter().collect();
        entries.sort_unstable_by_key(|(key, _)| *key);
        for (key, json) in entries {
            write::bytes(out, key.as_bytes());
            self::value(value, json, &self.path.key(key), out)?;
        }
        write::end(out);
        Ok(())
    }
}

/// A list or map of which only the length is needed.
struct Count(usize);

impl ListView for Count {
    fn len(&self) -> usize {
        self.0
    }

    fn item(&self, _index: usize) -> View<'_> {
        View::Null
    }
}

/// Writes `json` as a record.
pub(crate) fn record(
    description: &RecordDescription,
    json: &Json,
    path: &Path<'_>,
    out: &mut Vec<u8>,
) -> Result<(), JsonError> {
    let Json::Object(object) = json else {
        return Err(path.expected("an object", json));
    };
    let known = |key: &str| description.fields.iter().any(|field| field.name == key);
    if let Some(key) = object.keys().find(|key| !known(key)) {
        return Err(path.error(format_args!("`{}` has no field {key:?}", description.name)));
    }
    description.fields.iter().try_for_each(|field| {
        let path = path.field(field.name, field.pii);
        match object.get(field.name) {
            Some(json) => write_field(field, json, &path, out),
            None => write_default(field, &path, out),
        }
    })
}

fn write_field(
    field: &FieldDescription,
    json: &Json,
    path: &Path<'_>,
    out: &mut Vec<u8>,
) -> Result<(), JsonError> {
    Writer { path, scalar: None, limits: field.limits }.write(field.shape(), json, out)
}

/// Writes the default of a missing field.
pub(crate) fn write_default(
    field: &FieldDescription,
    path: &Path<'_>,
    out: &mut Vec<u8>,
) -> Result<(), JsonError> {
    let json = match field.default {
        None => return Err(path.error("missing")),
        Some("null") => Json::Null,
        Some(default) => serde_json::from_str(default).map_err(|error| path.error(error))?,
    };
    write_field(field, &json, path, out)
}
