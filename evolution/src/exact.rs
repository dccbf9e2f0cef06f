//! Decimals and times with a precision, and the values that only typed readers check.

use annals_catalog::text::moment_range;
use annals_contract::{Clock, Decimal, Moment, Primitive, Unknown};
use serde_json::{Value, json};

use crate::leaf;
use crate::number::{Number, Numbers};
use crate::problem::{Effect, Problem};
use crate::slot::{Shape, Slot};
use crate::text::{Difference, Texts};

fn primitive(slot: &Slot<'_>) -> Option<Primitive> {
    match slot.shape() {
        Shape::Primitive(primitive) => Some(primitive),
        Shape::Enum(..) | Shape::Record(_) | Shape::Variant(_) => None,
        Shape::List(_) | Shape::Map(_) => None,
    }
}

fn moment(slot: &Slot<'_>) -> Option<Moment> {
    if let Some(Primitive::Moment(moment)) = primitive(slot) { Some(moment) } else { None }
}

fn decimal(slot: &Slot<'_>) -> Option<Decimal> {
    if let Some(Primitive::Decimal(decimal)) = primitive(slot) { Some(decimal) } else { None }
}

fn is_json(slot: &Slot<'_>) -> bool {
    primitive(slot) == Some(Primitive::Json)
}

fn is_plain_bytes(slot: &Slot<'_>) -> bool {
    primitive(slot) == Some(Primitive::Bytes)
}

/// True for a decimal that is bytes in Avro.
pub(crate) fn is_decimal(slot: &Slot<'_>) -> bool {
    decimal(slot).is_some_and(|decimal| !decimal.text)
}

/// A negative decimal, whose first byte is no text.
pub(crate) fn negative(slot: &Slot<'_>) -> Option<Value> {
    let Decimal { scale, .. } = decimal(slot)?;
    let zeros = "0".repeat(usize::from(scale).saturating_sub(1));
    Some(Value::String(if scale == 0 { "-1".to_owned() } else { format!("-0.{zeros}1") }))
}

/// A whole number of the set that is odd, and at least `first` or at most `-first`.
pub(crate) fn whole_from(numbers: &Numbers, first: i128) -> Option<Number> {
    // Enough to meet most multiples.
    let candidates = (0..100).flat_map(|step| [first + 2 * step, -first - 2 * step]);
    candidates.map(Number::Int).find(|number| numbers.contains(*number))
}

/// A time or decimal that means another value to the reader. `converts` is true for readers that take the writer's unit;
/// others may know only that of their own schema.
pub(crate) fn meaning(writer: &Slot<'_>, reader: &Slot<'_>, converts: bool) -> Option<Problem> {
    let what = if let (Some(own), Some(other)) = (moment(writer), moment(reader)) {
        match own.text {
            false if own.clock != other.clock => "as another kind of time",
            false if own.unit != other.unit && !other.text && !converts => "in another unit",
            false | true => return None,
        }
    } else {
        let (own, other) = (decimal(writer)?, decimal(reader)?);
        let differs = !own.text && !other.text && own.scale != other.scale && !converts;
        differs.then_some("with another scale")?
    };
    let early = moment(writer).map(|moment| match moment.clock {
        Clock::Utc => "1970-01-01T00:00:01Z",
        Clock::Local => "1970-01-01T00:00:01",
        Clock::Day => "00:00:01",
    });
    let payload = early.map(Value::from).or_else(|| negative(writer)).unwrap_or_default();
    Some(misread(&format!("the number is read {what}"), converts, payload))
}

/// A decimal that is read as characters, or characters that are read as one, by a reader that knows only its own schema.
pub(crate) fn spelling(writer: &Slot<'_>, reader: &Slot<'_>) -> Option<Problem> {
    match (is_decimal(writer), is_decimal(reader)) {
        (true, false) => {
            Some(misread("the number is read as characters", false, negative(writer)?))
        }
        (false, true) => {
            Some(misread("the characters are read as a number", false, writer.simplest()))
        }
        (true, true) | (false, false) => None,
    }
}

/// What readers refuse that know a UUID by the logical type of their own schema.
pub(crate) fn form(writer: &Slot<'_>, reader: &Slot<'_>) -> Option<Vec<Problem>> {
    if !has_form(reader) || writer.numbers().is_some() {
        return None;
    }
    if writer.texts().is_some() && !is_plain_bytes(writer) && !is_decimal(writer) {
        return Some(leaf::values(writer, reader));
    }
    Some(vec![leaf::mismatch(writer, reader).when("it is not a UUID")])
}

/// Numbers that readers refuse that know a time by the logical type of their own schema.
pub(crate) fn range(writer: &Slot<'_>, reader: &Slot<'_>) -> Option<Problem> {
    let moment = moment(reader).filter(|moment| !moment.text && writer.numbers().is_some());
    moment.and_then(|moment| count(writer, moment))
}

/// True for a UUID with its logical type.
fn has_form(slot: &Slot<'_>) -> bool {
    primitive(slot) == Some(Primitive::Uuid) && slot.contract.lock.avro.logical_types
}

/// True if a reader takes a string for a value of its own.
pub(crate) fn is_form(slot: &Slot<'_>, text: &str) -> bool {
    !has_form(slot) || slot.texts().is_some_and(|texts| texts.contains(text))
}

/// True if a reader takes a number for a value of its own.
pub(crate) fn is_count(slot: &Slot<'_>, number: i64) -> bool {
    moment(slot).filter(|moment| !moment.text).is_none_or(|moment| {
        let (least, most) = moment_range(moment);
        (least..=most).contains(&number)
    })
}

fn misread(reason: &str, converts: bool, payload: Value) -> Problem {
    let who =
        if converts { "" } else { " by readers that take the logical type of their own schema" };
    Problem::new(Effect::Misread, format!("{reason}{who}"), payload)
}

/// The values that a typed reader refuses.
pub(crate) fn values(writer: &Slot<'_>, reader: &Slot<'_>) -> Vec<Problem> {
    if let Shape::Enum(_, item) = reader.shape()
        && matches!(item.unknown, Unknown::Default(_))
    {
        return Vec::new();
    }
    let writer = &writer.sent();
    let found = if is_json(writer) {
        if is_json(reader) { None } else { json_as_text(reader) }
    } else if is_json(reader) {
        Some(text_as_json(writer))
    } else if let Some(moment) = moment(reader).filter(|_| writer.numbers().is_some()) {
        count(writer, moment)
    } else if let (true, Some(own), Some(other)) =
        (is_decimal(writer), decimal(writer), decimal(reader))
    {
        too_long(own, other)
    } else if is_plain_bytes(writer) && decimal(reader).is_some() {
        Some(long_number(writer))
    } else if moment(writer).is_some_and(|moment| !moment.text) && reader.numbers().is_some() {
        // Any count is a number; limits of one are not those of a time.
        None
    } else if is_plain_bytes(reader) && !is_plain_bytes(writer) {
        let limited = reader.lengths() != (0, None);
        let reason = "whether every string has as many bytes as allowed is not decided";
        limited.then(|| Problem::not_decided(reason, writer.simplest()))
    } else {
        return leaf::values(writer, reader);
    };
    found.into_iter().collect()
}

/// A decimal with a digit that the reader has no place for; zeros after the point need none.
fn too_long(own: Decimal, other: Decimal) -> Option<Problem> {
    let digits = |decimal: Decimal| usize::from(decimal.precision - decimal.scale);
    let last = usize::from(own.scale);
    let text = if own.scale > other.scale {
        format!("0.{:0>last$}", 1)
    } else if digits(own) > digits(other) {
        let point = if own.scale == 0 { "" } else { "." };
        format!("{}{point}{}", "9".repeat(digits(own)), "0".repeat(last))
    } else {
        return None;
    };
    let reason = format!("a {} does not allow this number", Primitive::Decimal(other).spelling());
    let problem = Problem::new(Effect::Refused, reason, Value::String(text));
    Some(problem.when("it has that many digits"))
}

/// Bytes that are more digits than a decimal has.
fn long_number(writer: &Slot<'_>) -> Problem {
    let (least, most) = writer.lengths();
    let groups = least.max(20).div_ceil(3);
    let reason = "the bytes are too large a number";
    if most.is_some_and(|most| most < groups * 3) {
        return Problem::not_decided(reason, writer.simplest());
    }
    let payload = "f39/".repeat(usize::try_from(groups).unwrap_or(7));
    Problem::new(Effect::Refused, reason, Value::String(payload)).when("the bytes are long")
}

/// JSON that the reader's strings do not allow.
fn json_as_text(reader: &Slot<'_>) -> Option<Problem> {
    let texts = reader.texts()?;
    if Texts::default().except(&texts) == Difference::None {
        return None;
    }
    let reason = format!("{} does not allow this JSON", reader.noun());
    let values = [json!("text"), json!(7), json!({"a": [true]}), json!([]), json!(null)];
    let found = values.iter().find(|value| !texts.contains(&value.to_string()));
    Some(match found {
        Some(value) => Problem::new(Effect::Refused, reason, value.clone()).when("such a value"),
        None => Problem::not_decided(reason, values[0].clone()),
    })
}

/// A string that is no JSON.
fn text_as_json(writer: &Slot<'_>) -> Problem {
    let reason = "the string is not JSON";
    let values = [Some(writer.simplest()), text(writer, 1), text(writer, 0), text(writer, 4)];
    let is_json = |value: &Value| {
        value.as_str().is_some_and(|text| serde_json::from_str::<Value>(text).is_ok())
    };
    match values.into_iter().flatten().find(|value| value.is_string() && !is_json(value)) {
        Some(value) => Problem::new(Effect::Refused, reason, value).when("it is not JSON"),
        None => Problem::not_decided(reason, writer.simplest()),
    }
}

fn text(writer: &Slot<'_>, length: u64) -> Option<Value> {
    writer.texts()?.example(length).map(Value::String)
}

/// A number that is no time.
fn count(writer: &Slot<'_>, moment: Moment) -> Option<Problem> {
    let (least, most) = moment_range(moment);
    let numbers = writer.numbers()?;
    let candidates =
        [i128::from(most) + 1, i128::from(least) - 1, i64::MAX.into(), i64::MIN.into()];
    let outside = |number: &i128| *number < i128::from(least) || *number > i128::from(most);
    let found = candidates.into_iter().filter(outside).map(Number::Int);
    let number = found.into_iter().find(|number| numbers.contains(*number))?;
    let what = match moment.clock {
        Clock::Utc | Clock::Local => "a date and time",
        Clock::Day => "a time of day",
    };
    let reason = format!("the number is not {what}");
    Some(Problem::new(Effect::Refused, reason, number.json()).when("it has such a number"))
}
