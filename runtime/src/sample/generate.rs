//! Generates JSON values that are valid for a type.

use serde_json::{Map, Number as JsonNumber};

use super::{Source, text};
use crate::Json;
use crate::bytes::base64;
use crate::limits::decimal::Decimal;
use crate::limits::{Limits, Number};
use crate::record::{FieldDescription, Presence, RecordDescription};
use crate::shape::Shape;
use crate::variant::{CaseDescription, Tagging, VariantDescription};

/// Depth of nested records, lists and maps below which everything optional is left out.
const DEEP: usize = 6;

/// Makes a record.
pub(super) fn record(description: &RecordDescription, source: &mut Source<'_>) -> Json {
    Generator { source, depth: 0 }.record(description)
}

struct Generator<'s, 'b> {
    source: &'s mut Source<'b>,
    depth: usize,
}

impl Generator<'_, '_> {
    fn record(&mut self, description: &RecordDescription) -> Json {
        let mut field = |field: &FieldDescription| {
            let limits: Vec<_> = field.limits.into_iter().collect();
            let value = match field.presence {
                Presence::Optional if self.is_left_out() => return None,
                Presence::Constant(json) => serde_json::from_str(json).unwrap_or_default(),
                Presence::Required
                | Presence::Default(_)
                | Presence::Initial(_)
                | Presence::Optional
                | Presence::Extra => self.value(field.shape(), &limits),
            };
            Some((field.wire.to_owned(), value))
        };
        let mut object: Map<_, _> = description.listed().iter().filter_map(&mut field).collect();
        for field in &description.fields[description.listed().len()..] {
            if let Json::Object(others) = self.value(field.shape(), &[]) {
                let new = others.into_iter().filter(|(key, _)| description.in_json(key).is_none());
                object.extend(new);
            }
        }
        Json::Object(object)
    }

    fn value(&mut self, shape: Shape, limits: &[&Limits]) -> Json {
        match shape {
            Shape::Boolean => Json::Bool(self.source.below(2) == 1),
            Shape::Int => whole(self.source, limits, i64::from(i32::MIN), i64::from(i32::MAX)),
            Shape::Long => whole(self.source, limits, i64::MIN, i64::MAX),
            Shape::Float => float(self.source, limits, f64::from(f32::MAX)),
            Shape::Double => float(self.source, limits, f64::MAX),
            // A null where no text is found leads to an error that contains the path.
            Shape::String => text::text(self.source, limits).map_or(Json::Null, Json::String),
            Shape::Bytes => {
                let length = text::length(self.source, limits, 8);
                let bytes: Vec<u8> = (0..length).map(|_| self.source.byte()).collect();
                base64(&bytes).to_string().into()
            }
            Shape::Date => text::date(self.source).into(),
            Shape::Datetime => text::datetime(self.source).into(),
            Shape::Uuid => text::uuid(self.source).into(),
            Shape::Moment(shape) => text::moment(self.source, shape).into(),
            Shape::Decimal(shape) => text::decimal(self.source, shape).into(),
            Shape::Json => self.json(),
            Shape::Scalar(scalar, base) => {
                let both: Vec<_> = limits.iter().copied().chain([&scalar.limits]).collect();
                self.value(*base, &both)
            }
            Shape::Enum(description) if description.values.is_empty() => "unknown".into(),
            Shape::Enum(description) => {
                let value = self.source.one_of(description.values);
                if description.numbers {
                    value.parse::<i64>().map_or(Json::Null, Json::from)
                } else {
                    value.into()
                }
            }
            Shape::Optional(inner) => self.value(*inner, limits),
            Shape::Nullable(_) if self.is_left_out() => Json::Null,
            Shape::Nullable(inner) => self.value(*inner, limits),
            Shape::List(item) => {
                let count = self.count(limits);
                self.deeper(|this| (0..count).map(|_| this.value(*item, &[])).collect())
            }
            Shape::Map(value) => self.map(*value, limits),
            Shape::Record(description) => self.deeper(|this| this.record(description)),
            Shape::Variant(description) => self.variant(description),
        }
    }

    fn variant(&mut self, description: &'static VariantDescription) -> Json {
        let listed = description.cases.len();
        let index = if self.depth > DEEP {
            shallow(description)
        } else {
            self.source.below(listed + usize::from(description.open))
        };
        let case = description.cases.get(index);
        // Without a case, it is one that the catalog does not list.
        let (tag, value) = match case {
            Some(case) => (case.tag.to_owned(), self.value((case.shape)(), &[])),
            None => {
                let is_listed = |tag: &String| description.cases.iter().any(|case| case.tag == tag);
                let mut tags = (0..).map(|number| format!("other {number}"));
                (tags.find(|tag| !is_listed(tag)).unwrap_or_default(), Json::Object(Map::new()))
            }
        };
        match (description.tagging, value) {
            (Tagging::Inside(key), Json::Object(mut fields)) => {
                fields.insert(key.to_owned(), tag.into());
                Json::Object(fields)
            }
            (Tagging::Beside { tag: key, content }, value) => {
                let fields = [(key.to_owned(), tag.into()), (content.to_owned(), value)];
                Json::Object(fields.into_iter().collect())
            }
            (Tagging::Kind | Tagging::Inside(_), value) => value,
        }
    }

    /// Decides whether a value that may be left out is.
    fn is_left_out(&mut self) -> bool {
        self.depth > DEEP || self.source.below(2) == 0
    }

    fn deeper<T>(&mut self, make: impl FnOnce(&mut Self) -> T) -> T {
        self.depth += 1;
        let made = make(self);
        self.depth -= 1;
        made
    }

    fn count(&mut self, limits: &[&Limits]) -> usize {
        text::length(self.source, limits, if self.depth > DEEP { 0 } else { 3 })
    }

    fn map(&mut self, value: Shape, limits: &[&Limits]) -> Json {
        let mut map = Map::new();
        for index in 0..self.count(limits) {
            let mut key = text::text(self.source, &[]).unwrap_or_default();
            if map.contains_key(&key) {
                key.push_str(&index.to_string());
            }
            map.insert(key, self.deeper(|this| this.value(value, &[])));
        }
        Json::Object(map)
    }

    fn json(&mut self) -> Json {
        if self.depth > DEEP {
            return Json::Null;
        }
        match self.source.below(6) {
            0 => Json::Null,
            1 => Json::Bool(true),
            2 => whole(self.source, &[], i64::MIN, i64::MAX),
            3 => text::text(self.source, &[]).map_or(Json::Null, Json::String),
            4 => self.deeper(|this| (0..this.source.below(3)).map(|_| this.json()).collect()),
            _ => self.deeper(|this| {
                let key = text::text(this.source, &[]).unwrap_or_default();
                Json::Object([(key, this.json())].into_iter().collect())
            }),
        }
    }
}

/// The first case that need not contain the variant, or else the first one.
fn shallow(description: &VariantDescription) -> usize {
    let ends = |case: &CaseDescription| ends((case.shape)(), &mut vec![description.name]);
    description.cases.iter().position(ends).unwrap_or(0)
}

/// True if a value need not contain one of the variants around it. `open` has these, and the records.
fn ends(shape: Shape, open: &mut Vec<&'static str>) -> bool {
    match shape {
        Shape::Variant(variant) if open.contains(&variant.name) => false,
        Shape::Variant(variant) => {
            open.push(variant.name);
            let ends = variant.cases.iter().any(|case| ends((case.shape)(), open));
            open.pop();
            ends
        }
        Shape::Record(record) if open.contains(&record.name) => true,
        Shape::Record(record) => {
            open.push(record.name);
            let ends = record.fields.iter().all(|field| ends(field.shape(), open));
            open.pop();
            ends
        }
        Shape::Boolean
        | Shape::Int
        | Shape::Long
        | Shape::Float
        | Shape::Double
        | Shape::String
        | Shape::Bytes
        | Shape::Date
        | Shape::Datetime
        | Shape::Uuid
        | Shape::Moment(_)
        | Shape::Decimal(_)
        | Shape::Json
        | Shape::List(_)
        | Shape::Map(_)
        | Shape::Nullable(_)
        | Shape::Optional(_)
        | Shape::Scalar(..)
        | Shape::Enum(_) => true,
    }
}

/// A whole number. Small numbers and the limits are more frequent.
fn whole(source: &mut Source<'_>, limits: &[&Limits], least: i64, most: i64) -> Json {
    let whole = |number| match number {
        Number::Int(number) => number,
        Number::Float(number) => number as i64,
    };
    let up = |number| match number {
        Number::Float(number) => number.ceil() as i64,
        number => whole(number),
    };
    let least = limits.iter().filter_map(|limits| limits.min).map(up).fold(least, i64::max);
    let most = limits.iter().filter_map(|limits| limits.max).map(whole).fold(most, i64::min);
    let number = match source.below(4) {
        0 => i64::from(source.byte()),
        1 => -1 - i64::from(source.byte()),
        2 => source.word() as i64,
        _ => source.one_of(&[least, most]),
    };
    let number = number.max(least).min(most);
    // Limits of a field whose scalar has limits too are usually the coarser ones.
    let units = limits.iter().filter_map(|limits| limits.multiple_of).map(whole);
    let Some(unit) = units.max().filter(|unit| *unit > 0) else { return number.into() };
    let rest = number.rem_euclid(unit);
    let below = number.checked_sub(rest).filter(|below| *below >= least);
    below.unwrap_or_else(|| number.saturating_add(unit - rest)).into()
}

/// The multiple of a unit below a number, or above if that is within the limits. Few enough digits that
/// the float nearest to it is written like it.
fn multiple(unit: Number, number: f64, least: f64, most: f64, digits: u32) -> f64 {
    let Some(decimal) = Decimal::of(unit) else { return number };
    let one = decimal.times(1);
    let bound = decimal.most(digits);
    let count = |number: f64| (number as i64).clamp(-bound, bound);
    let below = count((number / one).floor());
    let all =
        [below, below.saturating_add(1), count((least / one).ceil()), count((most / one).floor())];
    let mut all = all.into_iter().map(|count| decimal.times(count));
    all.find(|multiple| (least..=most).contains(multiple)).unwrap_or(number)
}

/// A finite number.
fn float(source: &mut Source<'_>, limits: &[&Limits], bound: f64) -> Json {
    let float = |number| match number {
        Number::Int(number) => number as f64,
        Number::Float(number) => number,
    };
    let least = limits.iter().filter_map(|limits| limits.min).map(float).fold(-bound, f64::max);
    let most = limits.iter().filter_map(|limits| limits.max).map(float).fold(bound, f64::min);
    let number = match source.below(4) {
        0 => f64::from(source.byte()) / 4.0,
        1 => f64::from_bits(source.word()),
        2 => f64::from(f32::from_bits(source.word() as u32)),
        _ => source.one_of(&[least, most]),
    };
    let number = if number.is_nan() { 0.0 } else { number.max(least).min(most) };
    let units = limits.iter().filter_map(|limits| limits.multiple_of);
    let number = match units.max_by(|a, b| float(*a).total_cmp(&float(*b))) {
        Some(unit) => multiple(unit, number, least, most, if bound < f64::MAX { 6 } else { 15 }),
        None => number,
    };
    JsonNumber::from_f64(number).map_or(Json::Null, Json::Number)
}
