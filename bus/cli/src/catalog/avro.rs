//! Reads payloads: Avro binary to JSON, by a catalog that is known only at run time.

mod reader;

use annals::Bytes;
use annals_contract::{Enum, Primitive, Unknown};
use serde_json::{Map, Number, Value, json};

use super::error::{Invalid, Result};
use super::schema::{Event, Field, Presence, Schema, Variant};
use super::types::Type;
use super::{exact, text};
use reader::Reader;

/// Reads the data of an event from bytes that need not be trusted.
pub(super) fn read(schema: &Schema, event: &Event, payload: &[u8]) -> Result<Value> {
    let mut decoder = Decoder { schema, reader: Reader::new(payload) };
    let value = decoder.fields(&event.fields)?;
    decoder.reader.end()?;
    Ok(value)
}

struct Decoder<'a> {
    schema: &'a Schema,
    reader: Reader<'a>,
}

impl<'a> Decoder<'a> {
    fn fields(&mut self, fields: &'a [Field]) -> Result<Value> {
        self.reader.enter()?;
        let mut object = Map::new();
        for field in fields {
            let value = self.field(field).map_err(|error| error.field(&field.name))?;
            match (&field.presence, value) {
                (Presence::Optional, Value::Null) => {}
                (Presence::Extra, Value::Object(extra)) => object.extend(extra),
                (_, value) => drop(object.insert(field.wire.clone(), value)),
            }
        }
        self.reader.leave();
        Ok(Value::Object(object))
    }

    fn field(&mut self, field: &'a Field) -> Result<Value> {
        let value = match (&field.presence, &field.ty) {
            (Presence::Optional, Type::Nullable(inner)) => self.nullable(inner)?,
            (Presence::Optional, ty) => self.nullable(ty)?,
            (_, ty) => self.value(ty)?,
        };
        self.schema.check(field, &value)?;
        if let Presence::Constant(constant) = &field.presence
            && *constant != value
        {
            return Err(Invalid::new("is not the constant"));
        }
        Ok(value)
    }

    fn value(&mut self, ty: &'a Type) -> Result<Value> {
        match ty {
            Type::Primitive(primitive) => self.primitive(*primitive),
            Type::Scalar(index) => {
                let (base, limits) = &self.schema.scalars[*index];
                let value = self.primitive(*base)?;
                limits.check(*base, &value)?;
                Ok(value)
            }
            Type::Enum(index) => self.enumeration(&self.schema.enums[*index]),
            Type::Record(index) => self.fields(&self.schema.records[*index]),
            Type::Variant(index) => {
                let branch = self.reader.branch()?;
                self.case(&self.schema.variants[*index], branch)
            }
            Type::List(inner) => self.list(inner),
            Type::Map(inner) => self.map(inner),
            Type::Nullable(inner) => self.nullable(inner),
        }
    }

    /// A union of null and a type; the cases of a variant follow null in the same union.
    fn nullable(&mut self, inner: &'a Type) -> Result<Value> {
        match (self.reader.branch()?, inner) {
            (0, _) => Ok(Value::Null),
            (branch, Type::Variant(index)) => self.case(&self.schema.variants[*index], branch - 1),
            (1, inner) => self.value(inner),
            _ => Err(Invalid::new("the union has no such branch")),
        }
    }

    fn list(&mut self, inner: &'a Type) -> Result<Value> {
        self.reader.enter()?;
        let mut items = Vec::new();
        while let Some(count) = self.reader.block()? {
            for _ in 0..count {
                self.reader.count_item()?;
                let index = items.len();
                items.push(self.value(inner).map_err(|error| error.item(index))?);
            }
        }
        self.reader.leave();
        Ok(Value::Array(items))
    }

    fn map(&mut self, inner: &'a Type) -> Result<Value> {
        self.reader.enter()?;
        let mut entries = Map::new();
        while let Some(count) = self.reader.block()? {
            for _ in 0..count {
                self.reader.count_item()?;
                let key = self.reader.text()?.to_owned();
                let value = self.value(inner).map_err(Invalid::entry)?;
                if entries.insert(key, value).is_some() {
                    return Err(Invalid::new("duplicate key"));
                }
            }
        }
        self.reader.leave();
        Ok(Value::Object(entries))
    }

    fn primitive(&mut self, primitive: Primitive) -> Result<Value> {
        Ok(match primitive {
            Primitive::Boolean => json!(self.reader.boolean()?),
            Primitive::Int => {
                let number = i32::try_from(self.reader.long()?);
                json!(number.map_err(|_| Invalid::new("the number has more than 32 bits"))?)
            }
            Primitive::Long => json!(self.reader.long()?),
            Primitive::Float => {
                // The shortest digits that are this number with 32 bits.
                let shortest = self.reader.float()?.to_string();
                number(shortest.parse().unwrap_or(f64::NAN))?
            }
            Primitive::Double => number(self.reader.double()?)?,
            Primitive::Bytes => {
                let bytes = Bytes::from(self.reader.bytes()?.to_vec());
                annals::json::to_value(&bytes).map_err(|error| Invalid::new(error.to_string()))?
            }
            Primitive::Json => text::json(self.reader.text()?)?,
            Primitive::Moment(moment) if !moment.text => {
                json!(exact::moment_text(moment, self.reader.long()?)?)
            }
            Primitive::Decimal(decimal) if !decimal.text => {
                json!(exact::decimal_text(decimal, self.reader.bytes()?)?)
            }
            Primitive::String
            | Primitive::Date
            | Primitive::Datetime
            | Primitive::Uuid
            | Primitive::Moment(_)
            | Primitive::Decimal(_) => {
                let text = self.reader.text()?;
                json!(text::canonical(primitive, text).unwrap_or_else(|| Ok(text.to_owned()))?)
            }
        })
    }

    fn enumeration(&mut self, item: &'a Enum) -> Result<Value> {
        if item.numbers {
            let value = self.reader.long()?;
            let listed = listed(self.schema, item, &value.to_string())?;
            let listed = listed.parse::<i64>();
            return listed.map(|value| json!(value)).map_err(|_| Invalid::new("not a number"));
        }
        if item.symbols {
            let index = usize::try_from(self.reader.long()?).ok();
            let value = index.and_then(|index| item.values.get(index));
            let value = value.ok_or_else(|| Invalid::new("the enum has no such symbol"))?;
            return Ok(json!(value.value));
        }
        let value = self.reader.text()?;
        Ok(json!(listed(self.schema, item, value)?))
    }

    fn case(&mut self, variant: &'a Variant, branch: usize) -> Result<Value> {
        let Some((tag, ty)) = variant.cases.get(branch) else {
            if variant.open && branch == variant.cases.len() {
                return text::json(self.reader.text()?);
            }
            return Err(Invalid::new("the union has no such branch"));
        };
        let value = self.value(ty)?;
        Ok(match (&variant.tag, &variant.content, value) {
            (None, _, value) => value,
            (Some(name), Some(content), value) => json!({ name: tag, content: value }),
            (Some(name), None, Value::Object(mut fields)) => {
                fields.insert(name.clone(), json!(tag));
                Value::Object(fields)
            }
            (Some(_), None, _) => return Err(Invalid::new("a case is not a record")),
        })
    }
}

/// The value that readers take for one of an enum.
pub(super) fn listed(schema: &Schema, item: &Enum, value: &str) -> Result<String> {
    let known = item
        .values
        .iter()
        .find(|known| known.value == value || known.aliases.iter().any(|alias| alias == value));
    match (known, &item.unknown) {
        (Some(known), _) => Ok(known.value.clone()),
        (None, Unknown::Kept) => Ok(value.to_owned()),
        (None, Unknown::Refused) => Err(Invalid::new("is not a value of the enum")),
        (None, Unknown::Default(_)) => {
            let default = schema.unlisted(item);
            default.map(str::to_owned).ok_or_else(|| Invalid::new("the enum has no such default"))
        }
    }
}

fn number(value: f64) -> Result<Value> {
    let number = Number::from_f64(value);
    number.map(Value::Number).ok_or_else(|| Invalid::new("the number is not finite"))
}
