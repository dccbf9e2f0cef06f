//! A type at a place, with the limits that hold there, and the values that it allows.

use std::borrow::Cow;

use annals_contract::{self as contract, Limits, Presence, Primitive, Unknown};
use serde_json::{Map, Value, json};

use crate::contract::{Contract, Field, Record, Type, Variant};
use crate::number::{Number, Numbers};
use crate::text::Texts;

/// Records in records, at most, before a sample is given up.
const MAX_DEPTH: usize = 80;

/// A type at a place.
#[derive(Debug, Clone)]
pub(crate) struct Slot<'c> {
    pub(crate) contract: &'c Contract<'c>,
    pub(crate) ty: &'c Type<'c>,
    /// The limits of the field and the scalar.
    limits: Vec<&'c Limits>,
    /// The only value, as JSON.
    constant: Option<&'c str>,
    /// Only the values that writers send: no aliases.
    sent: bool,
}

/// A type without its name and null.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Shape<'c> {
    Primitive(Primitive),
    Enum(&'c str, &'c contract::Enum),
    Record(&'c Record<'c>),
    Variant(&'c Variant<'c>),
    List(&'c Type<'c>),
    Map(&'c Type<'c>),
}

/// Chooses one of several values: the number of them in, the position of one out. The first is the simplest.
pub type Choose<'f> = &'f mut dyn FnMut(usize) -> usize;

impl<'c> Slot<'c> {
    pub(crate) fn field(contract: &'c Contract<'c>, field: &'c Field<'c>) -> Self {
        let constant = match &field.entry.presence {
            Presence::Constant(json) => Some(json.as_str()),
            Presence::Required | Presence::Default(_) | Presence::Optional | Presence::Extra => {
                None
            }
        };
        Self { contract, ty: &field.ty, limits: vec![field.limits()], constant, sent: false }
    }

    /// A type without limits.
    pub(crate) fn bare(contract: &'c Contract<'c>, ty: &'c Type<'c>) -> Self {
        Self { contract, ty, limits: Vec::new(), constant: None, sent: false }
    }

    pub(crate) fn inner(&self, ty: &'c Type<'c>) -> Self {
        Self::bare(self.contract, ty)
    }

    /// The same without what writers never send.
    pub(crate) fn sent(&self) -> Self {
        Self { sent: true, ..self.clone() }
    }

    /// The same without null.
    pub(crate) fn not_null(&self) -> Self {
        let ty = match self.ty {
            Type::Nullable(inner) => inner,
            ty => ty,
        };
        Self { ty, ..self.clone() }
    }

    pub(crate) fn is_nullable(&self) -> bool {
        matches!(self.ty, Type::Nullable(_))
    }

    pub(crate) fn shape(&self) -> Shape<'c> {
        match self.not_null().ty {
            Type::Primitive(primitive) | Type::Scalar(_, primitive) => Shape::Primitive(*primitive),
            Type::Enum(name, item) => Shape::Enum(name, item),
            Type::Record(name) => Shape::Record(self.contract.record(name)),
            Type::Variant(name) => Shape::Variant(self.contract.variant(name)),
            Type::List(item) => Shape::List(item),
            Type::Map(value) => Shape::Map(value),
            // A type has at most one question mark.
            Type::Nullable(inner) => self.inner(inner).shape(),
        }
    }

    /// All limits, with those of the scalar.
    fn all_limits(&self) -> impl Iterator<Item = &'c Limits> {
        let scalar = match self.not_null().ty {
            Type::Scalar(scalar, _) => Some(&scalar.limits),
            Type::Primitive(_) | Type::Enum(..) | Type::Record(_) | Type::Variant(_) => None,
            Type::List(_) | Type::Map(_) | Type::Nullable(_) => None,
        };
        self.limits.clone().into_iter().chain(scalar)
    }

    /// The numbers of elements, bytes or characters.
    pub(crate) fn lengths(&self) -> (u64, Option<u64>) {
        let least = self.all_limits().filter_map(|limits| limits.min_length).max();
        (least.unwrap_or(0), self.all_limits().filter_map(|limits| limits.max_length).min())
    }

    pub(crate) fn constant(&self) -> Option<Value> {
        self.constant.and_then(|json| serde_json::from_str(json).ok())
    }

    /// The numbers that it allows in JSON; `None` if it has others values.
    pub(crate) fn numbers(&self) -> Option<Numbers> {
        let all = match self.shape() {
            Shape::Primitive(primitive) => Numbers::of(primitive)?,
            Shape::Enum(_, item) if item.numbers => {
                let long = Numbers::of(Primitive::Long)?;
                match item.unknown {
                    Unknown::Kept => long,
                    Unknown::Refused | Unknown::Default(_) => long
                        .only(self.texts_of(item).filter_map(|text| text.parse().ok()).collect()),
                }
            }
            Shape::Enum(..) | Shape::Record(_) | Shape::Variant(_) => return None,
            Shape::List(_) | Shape::Map(_) => return None,
        };
        let all = self.all_limits().fold(all, Numbers::within);
        Some(match self.constant().and_then(|value| value.as_i64()) {
            Some(constant) => all.only(vec![constant.into()]),
            None => all,
        })
    }

    /// The strings that it allows in JSON; `None` if it has other values.
    pub(crate) fn texts(&self) -> Option<Texts> {
        if let Some(constant) = self.constant().as_ref().and_then(Value::as_str) {
            return Some(Texts::listed([constant]));
        }
        let primitive = match self.shape() {
            Shape::Primitive(primitive) => primitive,
            Shape::Enum(_, item) if item.numbers => return None,
            Shape::Enum(_, item) => {
                return Some(match item.unknown {
                    Unknown::Kept => Texts::default(),
                    Unknown::Refused | Unknown::Default(_) => Texts::listed(self.texts_of(item)),
                });
            }
            Shape::Record(_) | Shape::Variant(_) | Shape::List(_) | Shape::Map(_) => return None,
        };
        let (least, most) = self.lengths();
        match primitive {
            Primitive::String => {
                let limited = |texts: Texts, limits: &Limits| {
                    let patterns = limits.format.iter().flat_map(|format| format.patterns());
                    let patterns = patterns.copied().chain(limits.pattern.as_deref());
                    let longest = limits.format.and_then(|format| format.longest());
                    patterns.fold(texts, Texts::matching).within(None, longest)
                };
                let texts = Texts::default().within(Some(least), most);
                Some(self.all_limits().fold(texts, limited))
            }
            Primitive::Bytes => {
                let texts = primitive.pattern().into_iter().fold(Texts::default(), Texts::matching);
                Some(base64_lengths(texts, least, most))
            }
            Primitive::Boolean | Primitive::Int | Primitive::Long | Primitive::Float => None,
            Primitive::Double | Primitive::Json => None,
            Primitive::Date | Primitive::Datetime | Primitive::Uuid => {
                primitive.pattern().map(|pattern| Texts::default().matching(pattern))
            }
            Primitive::Moment(_) | Primitive::Decimal(_) => {
                primitive.pattern().map(|pattern| Texts::default().matching(pattern))
            }
        }
    }

    /// The texts on the wire that mean one of the values.
    fn texts_of(&self, item: &'c contract::Enum) -> impl Iterator<Item = &'c str> {
        let sent = self.sent;
        item.values.iter().flat_map(move |value| {
            let aliases = value.aliases.iter().filter(move |_| !sent);
            std::iter::once(value.value.as_str()).chain(aliases.map(String::as_str))
        })
    }

    /// What it is, in words: `a string`.
    pub(crate) fn noun(&self) -> String {
        let noun: Cow<'_, str> = match self.shape() {
            Shape::Primitive(Primitive::Int) => "an int".into(),
            Shape::Primitive(Primitive::Bytes) => "bytes".into(),
            Shape::Primitive(Primitive::Json) => "any JSON value".into(),
            Shape::Primitive(Primitive::Uuid) => "a UUID".into(),
            Shape::Primitive(primitive) => format!("a {}", primitive.spelling()).into(),
            Shape::Enum(name, _) => format!("the enum `{name}`").into(),
            Shape::Record(record) => format!("the record `{}`", record.name).into(),
            Shape::Variant(variant) => format!("the variant `{}`", variant.name).into(),
            Shape::List(_) => "a list".into(),
            Shape::Map(_) => "a map".into(),
        };
        noun.into_owned()
    }

    /// A value in JSON; `None` if none is found.
    pub(crate) fn sample(&self, choose: Choose<'_>) -> Option<Value> {
        self.sample_at(choose, 0)
    }

    /// The simplest value; null if none is found.
    pub(crate) fn simplest(&self) -> Value {
        self.sample(&mut |_| 0).unwrap_or_default()
    }

    fn sample_at(&self, choose: Choose<'_>, depth: usize) -> Option<Value> {
        let depth = (depth < MAX_DEPTH).then_some(depth + 1)?;
        if let Some(constant) = self.constant() {
            return Some(constant);
        }
        // Far inside, only null ends a record that contains itself.
        if self.is_nullable() && (depth > 12 || choose(2) == 0) {
            return Some(Value::Null);
        }
        match self.shape() {
            Shape::Primitive(Primitive::Boolean) => Some(Value::Bool(choose(2) == 0)),
            Shape::Primitive(Primitive::Json) => {
                let values =
                    [json!("text"), json!(7), json!({"a": [true]}), json!([]), json!(null)];
                Some(values[choose(values.len())].clone())
            }
            Shape::Primitive(Primitive::Bytes) => {
                let (least, most) = self.lengths();
                let length = most.unwrap_or(least + 2).min(least + choose(3) as u64);
                Some(Value::String(base64_of_zeros(length)))
            }
            Shape::Primitive(_) | Shape::Enum(..) => self.sample_leaf(choose),
            Shape::Record(record) => {
                record_sample(self.contract, record, choose, depth).map(Value::Object)
            }
            Shape::Variant(variant) => self.sample_case(variant, choose, depth),
            Shape::List(item) => {
                let items = 0..self.count(choose, depth);
                let items = items.map(|_| self.inner(item).sample_at(choose, depth));
                items.collect::<Option<Vec<_>>>().map(Value::Array)
            }
            Shape::Map(value) => {
                let entries = (0..self.count(choose, depth)).map(|index| {
                    Some((format!("key{index}"), self.inner(value).sample_at(choose, depth)?))
                });
                entries.collect::<Option<Map<_, _>>>().map(Value::Object)
            }
        }
    }

    /// The number of elements: as few as allowed, or some more.
    fn count(&self, choose: Choose<'_>, depth: usize) -> u64 {
        let (least, most) = self.lengths();
        let more = if depth > 12 { 0 } else { choose(3) as u64 };
        most.unwrap_or(u64::MAX).min(least + more)
    }

    fn sample_leaf(&self, choose: Choose<'_>) -> Option<Value> {
        if let Shape::Enum(_, item) = self.shape() {
            let value = &item.values[choose(item.values.len())].value;
            return Some(enum_value(item, value));
        }
        if let Some(numbers) = self.numbers() {
            let edges = numbers.edges(&numbers);
            let edge = edges.get(choose(edges.len().max(1)))?;
            return Some(self.number_json(*edge));
        }
        let texts = self.texts()?;
        let known = ["text", "Žluť \"0\"", "2024-02-29", "true", "a.b@example.org", "", "0"];
        let known: Vec<&str> = known.into_iter().filter(|text| texts.contains(text)).collect();
        match choose(known.len() + 2).checked_sub(known.len()) {
            None if known.len() == 1 => Some(known[0].into()),
            None => Some(known[choose(known.len())].into()),
            Some(longer) => {
                let example = texts.example(longer as u64 * 3 + 1).map(Value::String);
                example.or_else(|| known.first().map(|text| Value::from(*text)))
            }
        }
    }

    /// A float that has 32 bits, as the writer sends it.
    pub(crate) fn number_json(&self, number: Number) -> Value {
        match self.shape() {
            Shape::Primitive(Primitive::Float) => {
                let float = number.float() as f32;
                let float = float.clamp(f32::MIN, f32::MAX);
                float.to_string().parse::<f64>().map_or(Value::Null, Value::from)
            }
            Shape::Primitive(Primitive::Double) => Value::from(number.float()),
            Shape::Primitive(_) | Shape::Enum(..) | Shape::Record(_) => number.json(),
            Shape::Variant(_) | Shape::List(_) | Shape::Map(_) => number.json(),
        }
    }

    fn sample_case(
        &self,
        variant: &'c Variant<'c>,
        choose: Choose<'_>,
        depth: usize,
    ) -> Option<Value> {
        let mut cases: Vec<usize> = (0..variant.types.len()).collect();
        // A case that does not contain the variant ends a sample.
        cases.sort_by_key(|&index| variant.entry.cases[index].boxed);
        if depth > 12 {
            cases.retain(|&index| !variant.entry.cases[index].boxed);
        }
        let first = choose(cases.len().max(1)).min(cases.len().saturating_sub(1));
        cases.rotate_left(first);
        cases.into_iter().find_map(|index| {
            let value = self.inner(&variant.types[index]).sample_at(choose, depth)?;
            Some(tagged(variant, index, value))
        })
    }
}

/// A value of a record in JSON, or of the data of an event.
pub(crate) fn record_sample<'c>(
    contract: &'c Contract<'c>,
    record: &'c Record<'c>,
    choose: Choose<'_>,
    depth: usize,
) -> Option<Map<String, Value>> {
    let mut object = Map::new();
    for field in &record.fields {
        // Far inside, only absence ends a record that contains itself.
        if field.is_optional() && (depth > 12 || choose(2) == 0) {
            continue;
        }
        let value = Slot::field(contract, field).sample_at(choose, depth)?;
        object.insert(field.on_wire().to_owned(), value);
    }
    if let Some(Type::Map(ty)) = record.extra.as_ref().map(|extra| &extra.ty) {
        let slot = Slot::bare(contract, ty);
        if depth <= 12 && choose(2) == 1 {
            object.insert("not_listed".to_owned(), slot.sample_at(choose, depth)?);
        }
    }
    Some(object)
}

/// A value of a case as JSON has it.
pub(crate) fn tagged(variant: &Variant<'_>, index: usize, value: Value) -> Value {
    let entry = variant.entry;
    let case = &entry.cases[index];
    match (&entry.tag, &entry.content, value) {
        (None, _, value) => value,
        (Some(tag), Some(content), value) => {
            json!({tag.as_str(): case.tag, content.as_str(): value})
        }
        (Some(tag), None, Value::Object(mut object)) => {
            object.insert(tag.clone(), Value::String(case.tag.clone()));
            Value::Object(object)
        }
        (Some(_), None, value) => value,
    }
}

pub(crate) fn enum_value(item: &contract::Enum, text: &str) -> Value {
    match text.parse::<i64>() {
        Ok(number) if item.numbers => Value::from(number),
        Ok(_) | Err(_) => Value::from(text),
    }
}

/// Texts in base64 of `least` to `most` bytes. Its last four characters are one to three bytes.
fn base64_lengths(texts: Texts, least: u64, most: Option<u64>) -> Texts {
    let characters = |bytes: u64| bytes.div_ceil(3).saturating_mul(4);
    let texts = texts.within(Some(characters(least)), most.map(characters));
    let longer = characters(least).saturating_add(1);
    let texts = match least % 3 {
        0 if least > 0 => texts.matching(format!("^[^ ]{{{longer},}}$|[^=]$")),
        2 => texts.matching(format!("^[^ ]{{{longer},}}$|[^=][^ ]$")),
        _ => texts,
    };
    let Some(most) = most else { return texts };
    let shorter = most / 3 * 4;
    match most % 3 {
        1 => texts.matching(format!("^[^ ]{{0,{shorter}}}$|==$")),
        2 => texts.matching(format!("^[^ ]{{0,{shorter}}}$|=$")),
        _ => texts,
    }
}

/// This many bytes, all zero, in base64.
pub(crate) fn base64_of_zeros(length: u64) -> String {
    let whole = usize::try_from(length / 3).unwrap_or(0);
    let rest = match length % 3 {
        0 => "",
        1 => "AA==",
        _ => "AAA=",
    };
    "AAAA".repeat(whole) + rest
}
