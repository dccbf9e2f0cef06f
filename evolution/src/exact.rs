//! Decimals and times with a precision, and the values that only typed readers check.

use annals_catalog::text::moment_range;
use annals_contract::{Clock, Decimal, Moment, Primitive, Unknown};
use serde_json::Value;

use crate::avro::json_as_text;
use crate::leaf;
use crate::number::{Number, Numbers};
use crate::problem::{Effect, Problem};
use crate::slot::{Shape, Slot};

fn primitive(slot: &Slot<'_>) -> Option<Primitive> {
    match slot.shape() {
        Shape::Primitive(primitive) => Some(primitive),
        Shape::Enum(..) | Shape::Record(_) | Shape::Variant(_) => None,
        Shape::List(_) | Shape::Map(_) => None,
    }
}

/// True for a decimal that is bytes in Avro.
pub(crate) fn is_decimal(slot: &Slot<'_>) -> bool {
    matches!(primitive(slot), Some(Primitive::Decimal(Decimal { text: false, .. })))
}

/// A negative decimal, whose first byte is no text.
pub(crate) fn negative(slot: &Slot<'_>) -> Option<Value> {
    let Some(Primitive::Decimal(Decimal { scale, .. })) = primitive(slot) else { return None };
    let zeros = "0".repeat(usize::from(scale).saturating_sub(1));
    Some(Value::String(if scale == 0 { "-1".to_owned() } else { format!("-0.{zeros}1") }))
}

/// A whole number of the set that is odd, and at least `first` or at most `-first`.
pub(crate) fn whole_from(numbers: &Numbers, first: i128) -> Option<Number> {
    let candidates = [first, first + 2, -first, -first - 2].map(Number::Int);
    candidates.into_iter().find(|number| numbers.contains(*number))
}

/// A number that means another value to the reader. `converts` is true for readers that take the writer's unit.
pub(crate) fn meaning(writer: &Slot<'_>, reader: &Slot<'_>, converts: bool) -> Option<Problem> {
    let reason = match (primitive(writer)?, primitive(reader)?) {
        (Primitive::Moment(own), Primitive::Moment(other)) if !own.text => {
            if own.clock != other.clock {
                if converts {
                    "the number is read as another kind of time"
                } else {
                    "the number is read as another kind of time by readers that know only their own schema's"
                }
            } else if own.unit != other.unit && !other.text && !converts {
                "the number is read in another unit by readers that know only their own schema's"
            } else {
                return None;
            }
        }
        (Primitive::Decimal(own), Primitive::Decimal(other)) if !own.text && !other.text => {
            if own.scale == other.scale || converts {
                return None;
            }
            "the number is read with another scale by readers that know only their own schema's"
        }
        (_, Primitive::Decimal(Decimal { text: false, .. }))
            if !converts && writer.texts().is_some() && !is_bytes(writer) =>
        {
            "the characters are read as the digits of a number"
        }
        _ => return None,
    };
    let payload = match primitive(writer) {
        Some(Primitive::Decimal(_)) => negative(writer).unwrap_or_default(),
        _ => writer.simplest(),
    };
    Some(Problem::new(Effect::Misread, reason, payload))
}

fn is_bytes(slot: &Slot<'_>) -> bool {
    matches!(primitive(slot), Some(Primitive::Bytes | Primitive::Decimal(_)))
}

/// The values that a typed reader refuses.
pub(crate) fn values(writer: &Slot<'_>, reader: &Slot<'_>) -> Vec<Problem> {
    if let Shape::Enum(_, item) = reader.shape()
        && matches!(item.unknown, Unknown::Default(_))
    {
        return Vec::new();
    }
    let writer = &writer.sent();
    let (own, other) = (primitive(writer), primitive(reader));
    let found = match (own, other) {
        (Some(Primitive::Json), Some(Primitive::Json)) => None,
        (Some(Primitive::Json), _) => json_as_text(reader),
        (_, Some(Primitive::Json)) => Some(text_as_json(writer)),
        (_, Some(Primitive::Moment(moment))) if writer.numbers().is_some() => count(writer, moment),
        (Some(Primitive::Bytes), Some(Primitive::Decimal(_))) => {
            // 20 bytes are more digits than any decimal has.
            let (least, most) = writer.lengths();
            let length = least.max(20);
            let payload =
                Value::String("f39/".repeat(usize::try_from(length.div_ceil(3)).unwrap_or(7)));
            let reason = "the bytes are too large a number";
            Some(match most.is_none_or(|most| most >= length.div_ceil(3) * 3) {
                true => Problem::new(Effect::Refused, reason, payload).when("the bytes are long"),
                false => Problem::not_decided(reason, writer.simplest()),
            })
        }
        (Some(Primitive::Moment(Moment { text: false, .. })), Some(Primitive::Long)) => {
            // Any count is a long; its limits are of another kind.
            None
        }
        (Some(_), Some(Primitive::Bytes)) if !matches!(own, Some(Primitive::Bytes)) => {
            let limited = reader.lengths() != (0, None);
            let reason = "whether every string has as many bytes as allowed is not decided";
            limited.then(|| Problem::not_decided(reason, writer.simplest()))
        }
        _ => return leaf::values(writer, reader),
    };
    found.into_iter().collect()
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
        [i128::from(least) - 1, i128::from(most) + 1, i64::MIN.into(), i64::MAX.into()];
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
