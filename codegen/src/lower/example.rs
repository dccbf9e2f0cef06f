//! Makes an example payload of an event.
//!
//! A value is the field's example, its default, the example of its scalar or a sample within the
//! limits, whichever comes first. If there is none (a pattern without an example), the event has no
//! example payload: a wrong one is worse than none.

use std::sync::OnceLock;

use annals_catalog::model::{
    Clock, Decimal, Event, EventId, Field, Limits, Model, Number, Primitive, Record, RecordId, Tag,
    Type, Value, VariantId,
};
use annals_catalog::text::is_in_format;
use regex_lite::Regex;

/// Most values of a payload; records that each hold the next one twice would need exponentially many.
const BUDGET: usize = 2_000;
/// Longest text or list that is made to satisfy a lower limit.
const LONGEST: u64 = 200;
/// Deepest nesting of records; common JSON readers do not accept much more.
const DEEPEST: usize = 32;

/// The examples of a catalog, each made when a target first asks for it.
pub(crate) struct Samples {
    events: Vec<OnceLock<Option<Value>>>,
    records: Vec<OnceLock<Option<Value>>>,
}

impl Samples {
    pub(crate) fn of(model: &Model) -> Self {
        let none = |count| std::iter::repeat_with(OnceLock::new).take(count).collect();
        Self { events: none(model.events.len()), records: none(model.records.len()) }
    }

    /// The data of an event with every field set, in field order; `None` if the catalog does not say
    /// enough about it.
    pub(crate) fn event(&self, model: &Model, id: EventId) -> Option<&Value> {
        self.events[id.0 as usize].get_or_init(|| event_example(model, &model[id])).as_ref()
    }

    /// A record with every field set, in field order.
    pub(crate) fn record(&self, model: &Model, id: RecordId) -> Option<&Value> {
        self.records[id.0 as usize].get_or_init(|| record_example(model, &model[id])).as_ref()
    }
}

/// The data of an event with every field set, in field order.
pub(crate) fn event_example(model: &Model, event: &Event) -> Option<Value> {
    Sampler { model, budget: BUDGET, open: Vec::new() }.fields(&event.data)
}

/// A record with every field set, in field order.
fn record_example(model: &Model, record: &Record) -> Option<Value> {
    Sampler { model, budget: BUDGET, open: Vec::new() }.fields(&record.fields)
}

/// The state of making one payload.
struct Sampler<'a> {
    model: &'a Model,
    budget: usize,
    /// The records around the current value; inside itself a record becomes null, absent or an empty list.
    open: Vec<RecordId>,
}

impl Sampler<'_> {
    fn fields(&mut self, fields: &[Field]) -> Option<Value> {
        let mut entries = Vec::with_capacity(fields.len());
        for field in fields.iter().filter(|field| !field.presence.is_extra()) {
            match self.field(field) {
                Some(value) => entries.push((field.on_wire().to_owned(), value)),
                None if field.presence.is_optional() => {}
                None => return None,
            }
        }
        Some(Value::Map(entries))
    }

    fn field(&mut self, field: &Field) -> Option<Value> {
        if let Some(constant) = field.presence.constant() {
            return Some(constant.clone());
        }
        let default = field.presence.default();
        let telling = |value: &&Value| !is_empty(value);
        if let Some(value) = field.example.as_ref().or(default.filter(telling)) {
            return Some(value.clone());
        }
        self.value(&field.ty, &field.limits).or_else(|| default.cloned())
    }

    fn value(&mut self, ty: &Type, limits: &Limits) -> Option<Value> {
        self.budget = self.budget.checked_sub(1)?;
        match ty {
            Type::Nullable(inner) => Some(self.value(inner, limits).unwrap_or(Value::Null)),
            Type::List(item) => self.list(item, limits),
            Type::Map(value) => self.map(value, limits),
            Type::Record(record) => self.record(*record),
            Type::Variant(id) => self.variant(*id),
            Type::Scalar(scalar) => {
                let scalar = &self.model[*scalar];
                let fits = |value: &Value| fits(scalar.base, value, limits);
                let base = Type::Primitive(scalar.base);
                let example = scalar.example.clone().filter(fits);
                example.or_else(|| self.value(&base, &scalar.limits)).filter(fits)
            }
            Type::Enum(id) => {
                let values = &self.model[*id].values;
                let current = values.iter().find(|value| value.deprecated.is_none());
                Some(current.or(values.first())?.wire.clone())
            }
            Type::Primitive(primitive) => {
                sample(*primitive, limits).filter(|value| fits(*primitive, value, limits))
            }
        }
    }

    fn record(&mut self, id: RecordId) -> Option<Value> {
        if self.open.contains(&id) || self.open.len() >= DEEPEST {
            return None;
        }
        self.open.push(id);
        let value = self.fields(&self.model[id].fields);
        self.open.pop();
        value
    }

    /// The first case of which there is an example.
    fn variant(&mut self, id: VariantId) -> Option<Value> {
        let variant = &self.model[id];
        let mut made =
            variant.cases.iter().map(|case| (case, self.value(&case.ty, &Limits::default())));
        let (case, value) = made.find_map(|(case, value)| Some((case, value?)))?;
        let text = |text: &str| Value::String(text.to_owned());
        Some(match (&variant.tag, value) {
            (Tag::Beside { name, content }, value) => {
                Value::Map(vec![(name.clone(), text(case.on_wire())), (content.clone(), value)])
            }
            (Tag::Inside(_), Value::Map(fields)) => {
                let tag = variant.tag_beside(self.model, case);
                let tag = tag.map(|key| (key.to_owned(), text(case.on_wire())));
                Value::Map(tag.into_iter().chain(fields).collect())
            }
            (Tag::None | Tag::Inside(_), value) => value,
        })
    }

    fn list(&mut self, item: &Type, limits: &Limits) -> Option<Value> {
        let items = (0..count(limits)?).map(|_| self.value(item, &Limits::default()));
        let items = items.collect::<Option<Vec<_>>>();
        items.or_else(|| may_be_empty(limits).then(Vec::new)).map(Value::List)
    }

    fn map(&mut self, value: &Type, limits: &Limits) -> Option<Value> {
        let count = count(limits)?;
        // Padded, so that they are in key order.
        let key = |index| if count == 1 { "key".to_owned() } else { format!("key{index:03}") };
        let entries =
            (0..count).map(|index| Some((key(index + 1), self.value(value, &Limits::default())?)));
        let entries = entries.collect::<Option<Vec<_>>>();
        entries.or_else(|| may_be_empty(limits).then(Vec::new)).map(Value::Map)
    }
}

/// True for a default that does not show what the field holds.
fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::List(items) => items.is_empty(),
        Value::Map(entries) => entries.is_empty(),
        Value::Bool(_) | Value::Int(_) | Value::Float(_) => false,
    }
}

/// The number of elements in a sample: one, if the limits allow it.
fn count(limits: &Limits) -> Option<u64> {
    let most = limits.max_length.unwrap_or(LONGEST).min(LONGEST);
    let count = limits.min_length.unwrap_or(0).max(1.min(most));
    (count <= most).then_some(count)
}

fn may_be_empty(limits: &Limits) -> bool {
    limits.min_length.unwrap_or(0) == 0
}

fn sample(primitive: Primitive, limits: &Limits) -> Option<Value> {
    let text = |text: &str| Value::String(text.to_owned());
    Some(match primitive {
        Primitive::Boolean => Value::Bool(true),
        Primitive::Int | Primitive::Long => Value::Int(whole(limits)?),
        Primitive::Float | Primitive::Double => Value::Float(fraction(limits)?),
        Primitive::String => match limits.format {
            Some(format) => text(format.example()),
            None => Value::String("example".chars().cycle().take(length(limits, 7)?).collect()),
        },
        Primitive::Bytes => Value::String(base64_text(length(limits, 6)?)),
        Primitive::Date => text("2025-01-31"),
        Primitive::Datetime => text("2025-01-31T08:30:00+00:00"),
        Primitive::Moment(moment) => text(match moment.clock {
            Clock::Utc => "2025-01-31T08:30:00Z",
            Clock::Local => "2025-01-31T08:30:00",
            Clock::Day => "08:30:00",
        }),
        Primitive::Decimal(decimal) => Value::String(a_decimal(decimal)),
        Primitive::Uuid => text("0b5cb1a4-9d4e-4f5a-8c3b-2f1e6d7a8b90"),
        Primitive::Json => Value::Map(vec![("key".to_owned(), text("value"))]),
    })
}

/// `1.50`, or what is like it with other digits.
fn a_decimal(Decimal { precision, scale, .. }: Decimal) -> String {
    let whole = if precision == scale { "0" } else { "1" };
    match usize::from(scale) {
        0 => whole.to_owned(),
        scale => format!("{whole}.{:0<scale$}", 5),
    }
}

/// The length within the limits that is next to the preferred one.
fn length(limits: &Limits, preferred: u64) -> Option<usize> {
    let length =
        preferred.max(limits.min_length.unwrap_or(0)).min(limits.max_length.unwrap_or(u64::MAX));
    (length <= LONGEST).then_some(usize::try_from(length).ok()?)
}

/// Base64 of `length` bytes of "annalsannals…".
fn base64_text(length: usize) -> String {
    let whole = "YW5uYWxz".chars().cycle().take(length / 3 * 4);
    // The one or two bytes left over are the beginning of "ann" or "als".
    let rest = match length % 6 {
        1 | 4 => "YQ==",
        2 => "YW4=",
        5 => "YWw=",
        _ => "",
    };
    whole.chain(rest.chars()).collect()
}

fn whole(limits: &Limits) -> Option<i64> {
    let least = limits.min.map_or(i64::MIN, |limit| match limit {
        Number::Int(limit) => limit,
        Number::Float(limit) => limit.ceil() as i64,
    });
    let most = limits.max.map_or(i64::MAX, |limit| match limit {
        Number::Int(limit) => limit,
        Number::Float(limit) => limit.floor() as i64,
    });
    let number = (least <= most).then(|| 1.clamp(least, most))?;
    let Some(Number::Int(unit)) = limits.multiple_of else { return Some(number) };
    // The multiple above the number, or zero or another one below it; the caller asks whether it fits.
    let above = number.checked_add((unit - number.rem_euclid(unit)) % unit);
    above.filter(|above| *above <= most).or(Some(number - number.rem_euclid(unit)))
}

fn fraction(limits: &Limits) -> Option<f64> {
    let least = limits.min.map_or(f64::MIN, as_float);
    let most = limits.max.map_or(f64::MAX, as_float);
    let number = (least <= most).then(|| 0.5_f64.clamp(least, most))?;
    let Some(unit) = limits.multiple_of else { return Some(number) };
    let count = number / as_float(unit);
    let [above, below] = [count.ceil(), count.floor()].map(|count| unit.times(count as i64));
    Some(if above <= most { above } else { below })
}

fn as_float(number: Number) -> f64 {
    match number {
        Number::Int(number) => number as f64,
        Number::Float(number) => number,
    }
}

/// True if a primitive value is within the limits.
fn fits(primitive: Primitive, value: &Value, limits: &Limits) -> bool {
    match value {
        Value::Int(number) => {
            within(*number as f64, limits) && is_multiple(Number::Int(*number), limits)
        }
        Value::Float(number) => {
            within(*number, limits) && is_multiple(Number::Float(*number), limits)
        }
        Value::String(text) if primitive == Primitive::Bytes => {
            let padding = text.bytes().rev().take_while(|byte| *byte == b'=').count();
            length_fits(text.len() / 4 * 3 - padding.min(2), limits)
        }
        Value::String(text) => {
            let pattern = limits.pattern.as_deref().map(Regex::new);
            length_fits(text.chars().count(), limits)
                && limits.format.is_none_or(|format| is_in_format(format, text))
                && pattern.is_none_or(|pattern| pattern.is_ok_and(|pattern| pattern.is_match(text)))
        }
        _ => true,
    }
}

fn within(number: f64, limits: &Limits) -> bool {
    limits.min.is_none_or(|least| as_float(least) <= number)
        && limits.max.is_none_or(|most| number <= as_float(most))
}

fn is_multiple(number: Number, limits: &Limits) -> bool {
    limits.multiple_of.is_none_or(|unit| number.is_multiple_of(unit))
}

fn length_fits(length: usize, limits: &Limits) -> bool {
    let length = length as u64;
    limits.min_length.is_none_or(|least| least <= length)
        && limits.max_length.is_none_or(|most| length <= most)
}
