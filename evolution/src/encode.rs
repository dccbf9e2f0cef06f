//! Payloads in Avro binary, so that a payload in JSON can be given to readers of Avro.

use annals_catalog::text;
use annals_contract::{self as contract, Decimal, Presence, Primitive, Unknown};
use serde_json::Value;

use crate::contract::{Contract, Record, Type, Variant};
use crate::slot::{Shape, Slot, enum_value};

impl Contract<'_> {
    /// A payload of an event in Avro binary. `None` if there is no such event, or the payload is not one of it.
    #[must_use]
    pub fn encode(&self, event_type: &str, payload: &Value) -> Option<Vec<u8>> {
        let event = self.events.get(event_type).filter(|event| !event.entry.local_only)?;
        let mut out = Vec::new();
        record(self, &event.data, None, payload, &mut out)?;
        Some(out)
    }
}

/// `tag` is a key that is not a field, since it says which case the record is.
fn record<'c>(
    contract: &'c Contract<'c>,
    record: &'c Record<'c>,
    tag: Option<&str>,
    value: &Value,
    out: &mut Vec<u8>,
) -> Option<()> {
    let object = value.as_object()?;
    for field in &record.fields {
        let default = || match &field.entry.presence {
            Presence::Default(json) | Presence::Initial(json) => serde_json::from_str(json).ok(),
            Presence::Optional => Some(Value::Null),
            Presence::Required | Presence::Constant(_) | Presence::Extra => None,
        };
        let value = object.get(field.on_wire()).cloned().or_else(default)?;
        place(&Slot::field(contract, field), field.is_optional(), &value, out)?;
    }
    let is_listed =
        |key: &str| Some(key) == tag || record.fields.iter().any(|field| field.on_wire() == key);
    let mut others = object.iter().filter(|(key, _)| !is_listed(key));
    match record.extra.as_ref().map(|extra| &extra.ty) {
        Some(Type::Map(ty)) => entries(&Slot::bare(contract, ty), others.collect(), out),
        Some(_) | None => others.next().is_none().then_some(()),
    }
}

fn place(slot: &Slot<'_>, optional: bool, value: &Value, out: &mut Vec<u8>) -> Option<()> {
    let null = optional || slot.is_nullable();
    if null && value.is_null() {
        long(0, out);
        return Some(());
    }
    let slot = slot.not_null();
    match slot.shape() {
        Shape::Variant(variant) => case(&slot, variant, usize::from(null), value, out),
        _ if null => {
            long(1, out);
            one(&slot, value, out)
        }
        _ => one(&slot, value, out),
    }
}

fn one(slot: &Slot<'_>, value: &Value, out: &mut Vec<u8>) -> Option<()> {
    match slot.shape() {
        Shape::Primitive(kind) => primitive(kind, value, out)?,
        Shape::Enum(_, item) => enumeration(item, value, out)?,
        Shape::Record(inner) => record(slot.contract, inner, None, value, out)?,
        Shape::Variant(variant) => case(slot, variant, 0, value, out)?,
        Shape::List(item) => {
            let items = value.as_array()?;
            let item = slot.inner(item);
            count(items.len(), out);
            items.iter().try_for_each(|value| place(&item, false, value, out))?;
            out.push(0);
        }
        Shape::Map(ty) => entries(&slot.inner(ty), value.as_object()?.iter().collect(), out)?,
    }
    Some(())
}

fn entries(slot: &Slot<'_>, entries: Vec<(&String, &Value)>, out: &mut Vec<u8>) -> Option<()> {
    count(entries.len(), out);
    for (key, value) in &entries {
        bytes(key.as_bytes(), out);
        place(slot, false, value, out)?;
    }
    out.push(0);
    Some(())
}

/// `before` is the number of branches before those of the variant.
fn case(
    slot: &Slot<'_>,
    variant: &Variant<'_>,
    before: usize,
    value: &Value,
    out: &mut Vec<u8>,
) -> Option<()> {
    let entry = variant.entry;
    let Some(tag) = &entry.tag else {
        let mut encoded = (0..variant.types.len()).filter_map(|index| {
            let mut bytes = Vec::new();
            one(&slot.inner(&variant.types[index]), value, &mut bytes)?;
            Some((index, bytes))
        });
        let (index, bytes) = encoded.next()?;
        long(i64::try_from(before + index).ok()?, out);
        out.extend(bytes);
        return Some(());
    };
    let word = value.get(tag)?.as_str()?;
    let index = entry.cases.iter().position(|case| case.tag == word);
    long(i64::try_from(before + index.unwrap_or(entry.cases.len())).ok()?, out);
    let Some(index) = index else {
        bytes(value.to_string().as_bytes(), out);
        return entry.open.then_some(());
    };
    let inner = slot.inner(&variant.types[index]);
    match (&entry.content, inner.shape()) {
        (Some(content), _) => one(&inner, value.get(content)?, out),
        (None, Shape::Record(inner)) => record(slot.contract, inner, Some(tag), value, out),
        (None, _) => None,
    }
}

fn primitive(primitive: Primitive, value: &Value, out: &mut Vec<u8>) -> Option<()> {
    match primitive {
        Primitive::Boolean => out.push(u8::from(value.as_bool()?)),
        Primitive::Int => long(i32::try_from(value.as_i64()?).ok()?.into(), out),
        Primitive::Long => long(value.as_i64()?, out),
        Primitive::Float => out.extend((value.as_f64()? as f32).to_le_bytes()),
        Primitive::Double => out.extend(value.as_f64()?.to_le_bytes()),
        Primitive::Bytes => bytes(&text::base64_bytes(value.as_str()?)?, out),
        Primitive::Json => bytes(value.to_string().as_bytes(), out),
        Primitive::Moment(moment) if !moment.text => {
            long(text::moment(moment, value.as_str()?).ok()?.count(), out);
        }
        Primitive::Decimal(decimal) if !decimal.text => {
            bytes(&unscaled(decimal, value.as_str()?)?, out);
        }
        Primitive::Moment(_) | Primitive::Decimal(_) => bytes(value.as_str()?.as_bytes(), out),
        Primitive::String | Primitive::Date | Primitive::Datetime | Primitive::Uuid => {
            bytes(value.as_str()?.as_bytes(), out);
        }
    }
    Some(())
}

fn enumeration(item: &contract::Enum, value: &Value, out: &mut Vec<u8>) -> Option<()> {
    let is_it = |text: &String| enum_value(item, text) == *value;
    let known =
        item.values.iter().position(|known| is_it(&known.value) || known.aliases.iter().any(is_it));
    let known = known.filter(|_| item.symbols || item.unknown != Unknown::Kept);
    match known {
        Some(index) if item.symbols => long(i64::try_from(index).ok()?, out),
        Some(index) if item.numbers => long(item.values[index].value.parse().ok()?, out),
        Some(index) => bytes(item.values[index].value.as_bytes(), out),
        None if item.symbols => return None,
        None if item.numbers => long(value.as_i64()?, out),
        None => bytes(value.as_str()?.as_bytes(), out),
    }
    Some(())
}

/// The digits of a decimal as a number of as few bytes as hold it.
fn unscaled(decimal: Decimal, text: &str) -> Option<Vec<u8>> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let scale = usize::from(decimal.scale);
    let number: i128 = format!("{whole}{fraction:0<scale$}").parse().ok()?;
    let bytes = number.to_be_bytes();
    let sign = if number < 0 { 0xff } else { 0 };
    let rest = bytes.windows(2).take_while(|pair| pair[0] == sign && (pair[1] ^ sign) < 0x80);
    Some(bytes[rest.count()..].to_vec())
}

/// The number of elements in a block; the last block has none and is a zero.
fn count(length: usize, out: &mut Vec<u8>) {
    if length > 0 {
        long(i64::try_from(length).unwrap_or(i64::MAX), out);
    }
}

fn bytes(bytes: &[u8], out: &mut Vec<u8>) {
    long(i64::try_from(bytes.len()).unwrap_or(i64::MAX), out);
    out.extend(bytes);
}

/// Zigzag, then seven bits a byte.
fn long(number: i64, out: &mut Vec<u8>) {
    let mut rest = ((number << 1) ^ (number >> 63)) as u64;
    while rest > 0x7f {
        out.push(rest as u8 | 0x80);
        rest >>= 7;
    }
    out.push(rest as u8);
}
