//! Writes payloads: JSON to Avro binary, by a catalog that is known only at run time.

use std::collections::BTreeMap;

use annals::Bytes;
use annals::avro::Codec;
use annals_contract::{Enum, Primitive};
use serde_json::{Map, Value};

use super::avro::listed;
use super::error::{Invalid, Result};
use super::schema::{Event, Field, Presence, Schema, Variant};
use super::types::Type;
use super::{exact, text};

/// Writes the data of an event. It is checked as readers check it.
pub(super) fn to_avro(schema: &Schema, event: &Event, json: &str) -> Result<Vec<u8>> {
    let value = text::json(json)?;
    let mut encoder = Encoder { schema, out: Vec::new() };
    encoder.record(&event.fields, &value, None)?;
    Ok(encoder.out)
}

struct Encoder<'a> {
    schema: &'a Schema,
    out: Vec<u8>,
}

impl Encoder<'_> {
    /// `tag` is a key that is not a field: it says which case of a variant the record is.
    fn record(&mut self, fields: &[Field], value: &Value, tag: Option<&str>) -> Result<()> {
        let object = value.as_object().ok_or_else(|| Invalid::new("expected an object"))?;
        let is_known = |key: &str| {
            Some(key) == tag || fields.iter().any(|field| field.wire == key && !is_extra(field))
        };
        let others = object.iter().filter(|(key, _)| !is_known(key));
        let others: Map<String, Value> =
            others.map(|(key, value)| (key.clone(), value.clone())).collect();
        if !others.is_empty() && !fields.iter().any(is_extra) {
            return Err(Invalid::new("has a key that is not a field"));
        }
        for field in fields {
            let result = if is_extra(field) {
                let others = Value::Object(others.clone());
                self.schema.check(field, &others).and_then(|()| self.value(&field.ty, &others))
            } else {
                self.field(field, object.get(&field.wire))
            };
            result.map_err(|error| error.field(&field.name))?;
        }
        Ok(())
    }

    fn field(&mut self, field: &Field, value: Option<&Value>) -> Result<()> {
        let value = match (&field.presence, value) {
            (Presence::Optional, None) => {
                self.long(0);
                return Ok(());
            }
            (Presence::Optional, Some(value)) => {
                self.schema.check(field, value)?;
                let inner = match &field.ty {
                    Type::Nullable(inner) => inner,
                    ty if value.is_null() => return Err(expected(ty)),
                    ty => ty,
                };
                return self.nullable(inner, value);
            }
            (Presence::Default(default), None) => default,
            (Presence::Constant(constant), Some(value)) if constant != value => {
                return Err(Invalid::new("is not the constant"));
            }
            (_, Some(value)) => value,
            (Presence::Required | Presence::Constant(_) | Presence::Extra, None) => {
                return Err(Invalid::new("missing"));
            }
        };
        self.schema.check(field, value)?;
        self.value(&field.ty, value)
    }

    fn value(&mut self, ty: &Type, value: &Value) -> Result<()> {
        match (ty, value) {
            (Type::Nullable(inner), value) => self.nullable(inner, value),
            (Type::Primitive(primitive), value) => self.primitive(*primitive, value),
            (Type::Scalar(index), value) => {
                let (base, limits) = &self.schema.scalars[*index];
                limits.check(*base, value)?;
                self.primitive(*base, value)
            }
            (Type::Enum(index), value) => self.enumeration(&self.schema.enums[*index], value),
            (Type::Record(index), value) => self.record(&self.schema.records[*index], value, None),
            (Type::Variant(index), value) => self.case(&self.schema.variants[*index], value, 0),
            (Type::List(inner), Value::Array(items)) => {
                self.block(items.len());
                for (index, item) in items.iter().enumerate() {
                    self.value(inner, item).map_err(|error| error.item(index))?;
                }
                self.end(items.is_empty());
                Ok(())
            }
            (Type::Map(inner), Value::Object(entries)) => {
                // In the order of their keys, however the map is kept.
                let entries: BTreeMap<&String, &Value> = entries.iter().collect();
                self.block(entries.len());
                for (key, value) in &entries {
                    self.text(key);
                    self.value(inner, value).map_err(Invalid::entry)?;
                }
                self.end(entries.is_empty());
                Ok(())
            }
            (Type::List(_) | Type::Map(_), _) => Err(expected(ty)),
        }
    }

    fn nullable(&mut self, inner: &Type, value: &Value) -> Result<()> {
        match (inner, value) {
            (_, Value::Null) => {
                self.long(0);
                Ok(())
            }
            (Type::Variant(index), value) => self.case(&self.schema.variants[*index], value, 1),
            (inner, value) => {
                self.long(1);
                self.value(inner, value)
            }
        }
    }

    fn primitive(&mut self, primitive: Primitive, value: &Value) -> Result<()> {
        let wrong = || expected(&Type::Primitive(primitive));
        match primitive {
            Primitive::Boolean => self.out.push(u8::from(value.as_bool().ok_or_else(wrong)?)),
            Primitive::Int => {
                let number = whole(value).and_then(|number| i32::try_from(number).ok());
                self.long(number.ok_or_else(wrong)?.into());
            }
            Primitive::Long => self.long(whole(value).ok_or_else(wrong)?),
            Primitive::Float => {
                let number = value.as_f64().ok_or_else(wrong)? as f32;
                if !number.is_finite() {
                    return Err(wrong());
                }
                self.out.extend(number.to_le_bytes());
            }
            Primitive::Double => {
                self.out.extend(value.as_f64().ok_or_else(wrong)?.to_le_bytes());
            }
            Primitive::Bytes => {
                let bytes = annals::json::from_value::<Bytes>(value).map_err(|_| wrong())?;
                bytes.encode(&mut self.out);
            }
            Primitive::Json => self.text(&value.to_string()),
            Primitive::Moment(moment) if !moment.text => {
                let count = exact::moment_count(moment, value.as_str().ok_or_else(wrong)?)?;
                self.long(count);
            }
            Primitive::Decimal(decimal) if !decimal.text => {
                let bytes = exact::decimal_bytes(decimal, value.as_str().ok_or_else(wrong)?)?;
                self.long(bytes.len() as i64);
                self.out.extend(bytes);
            }
            Primitive::String
            | Primitive::Date
            | Primitive::Datetime
            | Primitive::Uuid
            | Primitive::Moment(_)
            | Primitive::Decimal(_) => {
                let text = value.as_str().ok_or_else(wrong)?;
                let text = text::canonical(primitive, text).ok_or_else(wrong)??;
                self.text(&text);
            }
        }
        Ok(())
    }

    fn enumeration(&mut self, item: &Enum, value: &Value) -> Result<()> {
        if item.numbers {
            let number = whole(value).ok_or_else(|| Invalid::new("expected a whole number"))?;
            let listed = listed(self.schema, item, &number.to_string())?;
            self.long(listed.parse().map_err(|_| Invalid::new("not a number"))?);
            return Ok(());
        }
        let value = value.as_str().ok_or_else(|| Invalid::new("expected a string"))?;
        let listed = listed(self.schema, item, value)?;
        if item.symbols {
            let index = item.values.iter().position(|known| known.value == listed);
            self.long(index.ok_or_else(|| Invalid::new("is not a value of the enum"))? as i64);
        } else {
            self.text(&listed);
        }
        Ok(())
    }

    /// `first` is the branch of the first case.
    fn case(&mut self, variant: &Variant, value: &Value, first: i64) -> Result<()> {
        let content = match &variant.content {
            Some(content) => value.get(content),
            None => Some(value),
        };
        let cases = variant.cases.iter().enumerate().filter(|(_, (tag, ty))| match &variant.tag {
            Some(name) => value.get(name).and_then(Value::as_str) == Some(tag),
            None => is_kind(self.schema, ty, value),
        });
        let begun = self.out.len();
        let mut failed = None;
        // Without a tag, several records are told apart by their fields: only one of them can be written.
        for (index, (_, ty)) in cases {
            self.out.truncate(begun);
            self.long(first + index as i64);
            let content = content.ok_or_else(|| Invalid::new("missing"))?;
            let result = match (&variant.tag, &variant.content, ty) {
                (Some(name), None, Type::Record(record)) => {
                    self.record(&self.schema.records[*record], content, Some(name))
                }
                _ => self.value(ty, content),
            };
            match result {
                Ok(()) => return Ok(()),
                Err(error) => failed = Some(error),
            }
        }
        self.out.truncate(begun);
        if let Some(error) = failed {
            return Err(error);
        }
        if !variant.open {
            return Err(Invalid::new("is none of the cases"));
        }
        self.long(first + variant.cases.len() as i64);
        self.text(&value.to_string());
        Ok(())
    }

    fn long(&mut self, value: i64) {
        value.encode(&mut self.out);
    }

    fn text(&mut self, text: &str) {
        self.long(text.len() as i64);
        self.out.extend(text.as_bytes());
    }

    /// Begins a list or map.
    fn block(&mut self, count: usize) {
        self.long(count as i64);
    }

    /// An empty list or map is only its end.
    fn end(&mut self, is_empty: bool) {
        if !is_empty {
            self.long(0);
        }
    }
}

fn is_extra(field: &Field) -> bool {
    matches!(field.presence, Presence::Extra)
}

/// Whole numbers may be written in any notation.
fn whole(value: &Value) -> Option<i64> {
    let float =
        || value.as_f64().filter(|it| it.fract() == 0.0 && it.abs() <= 9_007_199_254_740_992.0);
    value.as_i64().or_else(|| float().map(|it| it as i64))
}

/// True if a value can be of this case of a variant without a tag.
fn is_kind(schema: &Schema, ty: &Type, value: &Value) -> bool {
    match ty {
        Type::List(_) => value.is_array(),
        Type::Map(_) => value.is_object(),
        Type::Record(_) => value.is_object(),
        Type::Enum(index) if schema.enums[*index].numbers => value.is_number(),
        Type::Enum(_) => value.is_string(),
        Type::Scalar(index) => is_kind(schema, &Type::Primitive(schema.scalars[*index].0), value),
        Type::Primitive(primitive) => match primitive {
            Primitive::Boolean => value.is_boolean(),
            Primitive::Int | Primitive::Long | Primitive::Float | Primitive::Double => {
                value.is_number()
            }
            Primitive::String
            | Primitive::Bytes
            | Primitive::Date
            | Primitive::Datetime
            | Primitive::Uuid
            | Primitive::Moment(_)
            | Primitive::Decimal(_) => value.is_string(),
            Primitive::Json => true,
        },
        Type::Nullable(_) | Type::Variant(_) => false,
    }
}

fn expected(ty: &Type) -> Invalid {
    let noun = match ty {
        Type::List(_) => "a list",
        Type::Map(_) | Type::Record(_) => "an object",
        Type::Primitive(Primitive::Boolean) => "a boolean",
        Type::Primitive(Primitive::Int) => "a whole number of 32 bits",
        Type::Primitive(Primitive::Long) => "a whole number of 64 bits",
        Type::Primitive(Primitive::Float | Primitive::Double) => "a number",
        Type::Primitive(Primitive::Bytes) => "base64",
        Type::Primitive(
            Primitive::String
            | Primitive::Date
            | Primitive::Datetime
            | Primitive::Uuid
            | Primitive::Moment(_)
            | Primitive::Decimal(_)
            | Primitive::Json,
        )
        | Type::Scalar(_)
        | Type::Enum(_) => "a string",
        Type::Variant(_) | Type::Nullable(_) => "another value",
    };
    Invalid::new(format!("expected {noun}"))
}
