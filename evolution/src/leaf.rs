//! Differences of values that have no fields, and those that all readers see in the same way.

use annals_contract::{Presence, Primitive};
use serde_json::Value;

use crate::contract::{Field, Record};
use crate::problem::{Effect, Problem};
use crate::slot::{Shape, Slot, base64_of_zeros};
use crate::text::Difference;
use crate::walk::Written;

/// The values of two types of one kind.
pub(crate) fn values(writer: &Slot<'_>, reader: &Slot<'_>) -> Vec<Problem> {
    let is_bytes = |slot: &Slot<'_>| matches!(slot.shape(), Shape::Primitive(Primitive::Bytes));
    if is_bytes(writer) && is_bytes(reader) {
        return lengths(writer, reader);
    }
    if let (Some(own), Some(other)) = (writer.numbers(), reader.numbers()) {
        let reason = || format!("{} does not allow this number", reader.noun());
        let found = own.except(&other).map(|number| {
            let payload = writer.number_json(number);
            let payload = if payload.is_null() { number.json() } else { payload };
            Problem::new(Effect::Refused, reason(), payload).when("it has such a number")
        });
        return found.into_iter().collect();
    }
    if let (Some(own), Some(other)) = (writer.texts(), reader.texts()) {
        return match own.except(&other) {
            Difference::None => Vec::new(),
            Difference::Text(text) => {
                let reason = format!("{} does not allow this string", reader.noun());
                let problem = Problem::new(Effect::Refused, reason, Value::String(text));
                vec![problem.when("it has such a string")]
            }
            Difference::NotDecided => {
                let reason = "whether the patterns allow the same strings is not decided";
                vec![Problem::not_decided(reason, writer.simplest()).when("it has such a string")]
            }
        };
    }
    constant(writer, reader).into_iter().collect()
}

/// A constant of a type with few values.
fn constant(writer: &Slot<'_>, reader: &Slot<'_>) -> Option<Problem> {
    let wanted = reader.constant().filter(|wanted| writer.constant().as_ref() != Some(wanted))?;
    let payload = match (writer.constant(), &wanted) {
        (Some(constant), _) => constant,
        (None, Value::Bool(wanted)) => Value::Bool(!wanted),
        (None, _) => writer.simplest(),
    };
    let reason = format!("the reader allows only the constant {wanted}");
    Some(Problem::new(Effect::Refused, reason, payload).when("it is not the constant"))
}

/// The numbers of elements of lists, entries of maps, or bytes.
pub(crate) fn lengths(writer: &Slot<'_>, reader: &Slot<'_>) -> Vec<Problem> {
    let ((own, most), (least, longest)) = (writer.lengths(), reader.lengths());
    let problem = |reason: String, length: u64| {
        Problem::new(Effect::Refused, reason, of_length(writer, length))
            .when("it has such a length")
    };
    let short = (least > own).then(|| problem(format!("at least {least} are required"), own));
    let long = longest.filter(|longest| most.is_none_or(|most| most > *longest));
    let long = long.map(|longest| problem(format!("at most {longest} are allowed"), longest + 1));
    short.into_iter().chain(long).collect()
}

fn of_length(slot: &Slot<'_>, length: u64) -> Value {
    match slot.shape() {
        Shape::List(item) => (0..length).map(|_| slot.inner(item).simplest()).collect(),
        Shape::Map(value) => {
            let entry = |index| (format!("key{index}"), slot.inner(value).simplest());
            Value::Object((0..length).map(entry).collect())
        }
        Shape::Primitive(_) | Shape::Enum(..) | Shape::Record(_) | Shape::Variant(_) => {
            Value::String(base64_of_zeros(length))
        }
    }
}

/// Types of which no value is one of the other.
pub(crate) fn mismatch(writer: &Slot<'_>, reader: &Slot<'_>) -> Problem {
    let reason =
        format!("the writer sends {}, and the reader expects {}", writer.noun(), reader.noun());
    Problem::new(Effect::Refused, reason, writer.simplest())
}

/// A field that is gone, and one with its type at its place: perhaps it was renamed. A reader that passes over the old
/// name and fills in the new one loses the value.
pub(crate) fn renamed<'c>(
    written: Written<'c>,
    reader: &'c Record<'c>,
    name: impl Fn(&'c Field<'c>) -> &'c str,
    is_required: impl Fn(&Field<'_>) -> bool,
) -> Vec<Problem> {
    let writer = written.record;
    let has = |record: &'c Record<'c>, wanted: &str| {
        record.fields.iter().any(|field| name(field) == wanted)
    };
    if reader.extra.is_some() {
        return Vec::new();
    }
    let pairs = writer.fields.iter().zip(&reader.fields);
    let pairs = pairs.filter(|(old, new)| {
        let constant = matches!(new.entry.presence, Presence::Constant(_));
        !has(reader, name(old)) && !has(writer, name(new)) && !is_required(new) && !constant
    });
    let pairs = pairs.filter(|(old, new)| old.entry.ty == new.entry.ty);
    let problem = |(old, new): (&'c Field<'c>, &'c Field<'c>)| {
        let reason = format!(
            "the value of `{}` is lost: `{}` has its place and type, and gets its default",
            old.name(),
            new.name()
        );
        Problem::new(Effect::Misread, reason, written.filled(old))
            .caused_by(writer.name, old.name())
    };
    pairs.map(problem).collect()
}
