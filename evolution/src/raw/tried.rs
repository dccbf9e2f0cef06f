//! What readers make of payloads whose bytes are not in their form: some are encoded and read.

use serde_json::Value;

use super::Side;
use crate::contract::Event;
use crate::decode::{self, Decoded, Fault};
use crate::problem::{Effect, Problem};
use crate::slot::record_sample;

/// Payloads that are tried where the bytes are not in the reader's form.
const TRIED: usize = 100;

/// A value whose bytes are read as another one.
pub(super) struct Apart {
    pub(super) owner: String,
    pub(super) field: String,
    pub(super) path: String,
    pub(super) reason: String,
    /// Whether a case is read as another one, which may have the same values.
    pub(super) cases: bool,
}

/// What both sides make of a payload of the writer; `None` if its bytes prove nothing.
fn decoded<'c>(
    (from, writer): Side<'c, Event<'c>>,
    (to, reader): Side<'c, Event<'c>>,
    payload: &Value,
) -> Option<(Decoded, Option<Decoded>)> {
    let bytes = from.encode(writer.data.name, payload)?;
    let written = decode::event(from, &writer.data, &bytes).ok()?;
    match decode::event(to, &reader.data, &bytes) {
        Ok(read) => Some((written, Some(read))),
        Err(Fault::Refused) => Some((written, None)),
        Err(Fault::Unclear) => None,
    }
}

/// True if nothing is read as another value.
pub(super) fn is_refused<'c>(
    writer: Side<'c, Event<'c>>,
    reader: Side<'c, Event<'c>>,
    payload: &Value,
) -> bool {
    decoded(writer, reader, payload).is_none_or(|(_, read)| read.is_none())
}

/// What happens to payloads whose bytes are not in the reader's form.
pub(super) fn tried<'c>(
    writer: Side<'c, Event<'c>>,
    reader: Side<'c, Event<'c>>,
    apart: &Apart,
) -> Vec<Problem> {
    let mut state = 1_u64;
    let mut next = |count: usize| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % count.max(1)
    };
    let mut simplest = |_: usize| 0;
    let [mut refused, mut misread, mut other_case] = [None, None, None];
    let mut all_read = true;
    for number in 0..TRIED {
        let choose: &mut dyn FnMut(usize) -> usize =
            if number == 0 { &mut simplest } else { &mut next };
        let sample = record_sample(writer.0, &writer.1.data, choose, 0).map(Value::Object);
        let Some(payload) = sample else { continue };
        let Some((written, read)) = decoded(writer, reader, &payload) else {
            all_read = false;
            continue;
        };
        let found = match read {
            None => &mut refused,
            Some(read) if !same(&written, &read, false) => &mut misread,
            Some(read) if apart.cases && !same(&written, &read, true) => &mut other_case,
            Some(_) => continue,
        };
        found.get_or_insert(payload);
    }
    let is_only = |other: &Option<Value>| all_read && other.is_none();
    let (only_refused, only_misread) = (is_only(&misread), is_only(&refused));
    let problem = |effect, payload, only: bool| {
        let Apart { owner, field, path, reason, cases: _ } = apart;
        let problem = Problem::new(effect, reason.clone(), payload).caused_by(owner, field);
        let problem = Problem { path: path.clone(), ..problem };
        if only { problem } else { problem.when("it depends on the values around it") }
    };
    let refused = refused.map(|payload| problem(Effect::Refused, payload, only_refused));
    let misread = misread.or(other_case);
    let misread = misread.map(|payload| problem(Effect::Misread, payload, only_misread));
    let found: Vec<Problem> = refused.into_iter().chain(misread).collect();
    if found.is_empty() {
        let payload = record_sample(writer.0, &writer.1.data, &mut |_| 0, 0).unwrap_or_default();
        let problem = Problem::not_decided(apart.reason.clone(), Value::Object(payload));
        return vec![problem.caused_by(&apart.owner, &apart.field)];
    }
    found
}

/// True if a value was read as it was written; what follows the reader's last field is left. Without `cases`, a value is
/// the same in another case.
fn same(written: &Decoded, read: &Decoded, cases: bool) -> bool {
    let same = |own: &Decoded, other: &Decoded| same(own, other, cases);
    match (written, read) {
        (Decoded::Record(own), Decoded::Record(other)) => {
            let named = |name: &String| own.iter().find(|(own, _)| own == name);
            own.len() >= other.len()
                && own.iter().zip(other).all(|(at_place, (name, value))| {
                    same(&named(name).unwrap_or(at_place).1, value)
                })
        }
        (Decoded::Case(own, value), Decoded::Case(other, read)) => {
            (own == other || !cases) && same(value, read)
        }
        (Decoded::Case(_, value), read) => same(value, read),
        (value, Decoded::Case(_, read)) => same(value, read),
        (Decoded::List(own), Decoded::List(other)) => {
            own.len() == other.len() && own.iter().zip(other).all(|(own, other)| same(own, other))
        }
        (Decoded::Map(own), Decoded::Map(other)) => {
            let entries = own.iter().zip(other);
            own.len() == other.len()
                && entries
                    .into_iter()
                    .all(|((own, value), (other, read))| own == other && same(value, read))
        }
        (Decoded::Float(own), Decoded::Float(other)) => own.to_bits() == other.to_bits(),
        (Decoded::Null | Decoded::Boolean(_) | Decoded::Number(_) | Decoded::Float(_), _)
        | (Decoded::Bytes(_) | Decoded::List(_) | Decoded::Map(_) | Decoded::Record(_), _) => {
            written == read
        }
    }
}
