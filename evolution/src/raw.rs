//! Readers of Avro that know only their own schema: are the bytes of the writer in its form?
//!
//! Both schemas are compared field by field, as the bytes follow each other. Where the forms part, what a reader makes of
//! the rest depends on the values, so payloads are encoded and read until one is refused and one is misread.

mod tried;

use annals_contract::Enum;
use serde_json::Value;

use crate::avro::{Branch, Kind, Place};
use crate::contract::{Contract, Event, Field, Record};
use crate::problem::{Effect, Problem};
use crate::slot::{Slot, enum_value};
use crate::walk::{Pairs, Written, in_list, in_map, one_of_each};
use crate::{avro, exact};
use tried::{Apart, is_refused, tried};

/// A side of a comparison.
type Side<'c, T> = (&'c Contract<'c>, &'c T);

/// A comparison for one event.
#[derive(Default)]
pub(crate) struct Raw<'c> {
    pairs: Pairs<'c>,
    /// Pairs of records after which nothing follows.
    last_pairs: Pairs<'c>,
    /// Where the forms part.
    apart: Option<Apart>,
}

/// Where a value is.
#[derive(Clone, Copy)]
struct At<'p> {
    owner: &'p str,
    field: &'p str,
    path: &'p str,
    /// Whether nothing follows in the payload.
    last: bool,
}

impl<'c> Raw<'c> {
    /// Why `reader` does not read every payload that `writer` writes.
    pub(crate) fn event(
        &mut self,
        writer: Side<'c, Event<'c>>,
        reader: Side<'c, Event<'c>>,
    ) -> Vec<Problem> {
        let (from, to) = ((writer.0, &writer.1.data), (reader.0, &reader.1.data));
        let mut problems = self.fields(from, to, "", true);
        if let Some(apart) = self.apart.take() {
            // What follows may refuse what was only misread before.
            problems.retain(|problem| {
                problem.effect == Effect::Refused || !is_refused(writer, reader, &problem.payload)
            });
            problems.extend(tried(writer, reader, &apart));
        }
        one_of_each(problems)
    }

    fn fields(
        &mut self,
        (from, writer): Side<'c, Record<'c>>,
        (to, reader): Side<'c, Record<'c>>,
        path: &str,
        last: bool,
    ) -> Vec<Problem> {
        let written = Written { contract: from, record: writer };
        let (own, others) = (all(writer), all(reader));
        let mut problems = Vec::new();
        let count = own.len().max(others.len());
        for index in 0..count {
            let last = last && index + 1 == count;
            let (Some(field), Some(other)) = (own.get(index), others.get(index)) else {
                self.ends((writer, own.get(index)), (reader, others.get(index)), path, last);
                return problems;
            };
            let path = join(path, field.name());
            let at = At { owner: writer.name, field: field.name(), path: &path, last };
            let moved = has(&others, field) || has(&own, other);
            if field.in_avro() != other.in_avro() && moved {
                let (own, other) = (field.name(), other.name());
                self.part(
                    at,
                    format!("the bytes of `{own}` are read as those of `{other}`"),
                    false,
                );
                return problems;
            }
            let found = self.place(at, &Place::field(from, field), &Place::field(to, other));
            problems.extend(found.into_iter().map(|one| avro::in_field(written, field, one)));
            if self.apart.is_some() {
                return written.spared(problems);
            }
        }
        written.spared(problems)
    }

    /// A field that only one side has, after those of the other.
    fn ends(
        &mut self,
        (writer, own): (&Record<'c>, Option<&&Field<'c>>),
        (reader, other): (&Record<'c>, Option<&&Field<'c>>),
        path: &str,
        last: bool,
    ) {
        // Readers do not look at what is left.
        let (owner, field, reason) = match (own, other) {
            (Some(_), _) if last => return,
            (Some(field), _) => {
                let reason = "are read as those of what follows";
                (writer.name, field.name(), format!("the bytes of `{}` {reason}", field.name()))
            }
            (None, Some(field)) => {
                let reason = format!("there are no bytes of `{}`", field.name());
                (reader.name, field.name(), reason)
            }
            (None, None) => return,
        };
        let path = join(path, field);
        self.part(At { owner, field, path: &path, last }, reason, false);
    }

    fn part(&mut self, at: At<'_>, reason: String, cases: bool) {
        let At { owner, field, path, .. } = at;
        let [owner, field, path] = [owner, field, path].map(str::to_owned);
        self.apart.get_or_insert(Apart { owner, field, path, reason, cases });
    }

    fn place(&mut self, at: At<'_>, writer: &Place<'c>, reader: &Place<'c>) -> Vec<Problem> {
        if writer.is_union != reader.is_union {
            let side = if writer.is_union { "writer" } else { "reader" };
            self.part(
                at,
                format!("only the {side} has the number of a branch before the value"),
                false,
            );
            return Vec::new();
        }
        let mut problems = Vec::new();
        for (index, own) in writer.branches.iter().enumerate() {
            let found = match reader.branches.get(index) {
                None => {
                    let reason = "the reader's union has no branch with this number";
                    let payload = own.slot.not_null().simplest();
                    let payload =
                        if matches!(own.kind, Kind::Null) { Value::Null } else { payload };
                    vec![Problem::new(Effect::Refused, reason, payload)]
                }
                Some(other) if is_other_case(own, other, writer, reader) => {
                    let [own, other] = [own, other].map(|branch| case(branch.tag()));
                    self.part(at, format!("the case {own} is read as {other}"), true);
                    Vec::new()
                }
                Some(other) if same_form(own, other) => self.pair(at, own, other),
                Some(other) => {
                    let [own, other] = [own, other].map(noun);
                    self.part(
                        at,
                        format!("the bytes of {own} are read as those of {other}"),
                        false,
                    );
                    Vec::new()
                }
            };
            let wrap = |one| if writer.is_union { avro::in_union(own, one) } else { one };
            problems.extend(found.into_iter().map(wrap));
        }
        problems
    }

    fn pair(&mut self, at: At<'_>, writer: &Branch<'c>, reader: &Branch<'c>) -> Vec<Problem> {
        let (own, other) = (&writer.slot.not_null(), &reader.slot.not_null());
        match (writer.kind, reader.kind) {
            (Kind::Record(record), Kind::Record(wanted)) => {
                let sides = ((own.contract, record), (other.contract, wanted));
                self.records(at, sides.0, sides.1)
            }
            (Kind::Array(item), Kind::Array(wanted)) => {
                let (item, wanted) = (own.inner(item), other.inner(wanted));
                let found = self.inside(at, &item, wanted).into_iter();
                found.map(|one| in_list(own, &item, one)).collect()
            }
            (Kind::Map(value), Kind::Map(wanted)) => {
                let (value, wanted) = (own.inner(value), other.inner(wanted));
                let found = self.inside(at, &value, wanted).into_iter();
                found.map(|one| in_map(own, &value, one)).collect()
            }
            (Kind::Enum(_, item), Kind::Enum(_, wanted)) => symbols(item, wanted),
            (Kind::Null | Kind::Boolean | Kind::Int | Kind::Long | Kind::Float, _)
            | (Kind::Double | Kind::Bytes | Kind::String | Kind::Enum(..), _)
            | (Kind::Array(_) | Kind::Map(_) | Kind::Record(_), _) => {
                leaf(writer.kind, reader.kind, own, other)
            }
        }
    }

    fn records(
        &mut self,
        at: At<'_>,
        writer: Side<'c, Record<'c>>,
        reader: Side<'c, Record<'c>>,
    ) -> Vec<Problem> {
        let (own, other) = (writer.1.name, reader.1.name);
        let pairs = if at.last { &mut self.last_pairs } else { &mut self.pairs };
        if let Some(problems) = pairs.begin(own, other) {
            return problems;
        }
        let problems = self.fields(writer, reader, at.path, at.last);
        let pairs = if at.last { &mut self.last_pairs } else { &mut self.pairs };
        pairs.end(own, other, &problems);
        problems
    }

    /// The items of lists, or the values of maps.
    fn inside(&mut self, at: At<'_>, item: &Slot<'c>, wanted: Slot<'c>) -> Vec<Problem> {
        let (place, wanted) = (Place::new(item.clone(), false), Place::new(wanted, false));
        self.place(At { last: false, ..at }, &place, &wanted)
    }
}

/// True for a case at the place of another one, which is not its new name.
fn is_other_case<'c>(
    own: &Branch<'c>,
    other: &Branch<'c>,
    writer: &Place<'c>,
    reader: &Place<'c>,
) -> bool {
    let (Some(own), Some(other)) = (own.tag(), other.tag()) else { return false };
    let has = |place: &Place<'c>, tag: &str| {
        place.branches.iter().any(|branch| branch.tag() == Some(tag))
    };
    let is_unknown = own.is_empty() || other.is_empty();
    own != other && (is_unknown || has(reader, own) || has(writer, other))
}

fn case(tag: Option<&str>) -> String {
    match tag {
        Some("") | None => "that is not listed".to_owned(),
        Some(tag) => format!("`{tag}`"),
    }
}

fn noun(branch: &Branch<'_>) -> String {
    match branch.kind {
        Kind::Null => "null".to_owned(),
        _ => branch.slot.noun(),
    }
}

fn join(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

fn all<'c>(record: &'c Record<'c>) -> Vec<&'c Field<'c>> {
    record.fields.iter().chain(&record.extra).collect()
}

fn has(fields: &[&Field<'_>], wanted: &Field<'_>) -> bool {
    fields.iter().any(|field| field.in_avro() == wanted.in_avro())
}

/// True if the bytes of one are in the form of the other.
fn same_form(writer: &Branch<'_>, reader: &Branch<'_>) -> bool {
    let is_number = |kind| matches!(kind, Kind::Int | Kind::Long);
    let is_text = |kind| matches!(kind, Kind::Bytes | Kind::String);
    is_number(writer.kind) && is_number(reader.kind)
        || is_text(writer.kind) && is_text(reader.kind)
        || std::mem::discriminant(&writer.kind) == std::mem::discriminant(&reader.kind)
}

/// Values in one form that mean another one.
fn leaf(from: Kind<'_>, to: Kind<'_>, writer: &Slot<'_>, reader: &Slot<'_>) -> Vec<Problem> {
    if let Some(problems) = exact::form(writer, reader) {
        return problems;
    }
    let between = matches!((from, to), (Kind::String, Kind::Bytes) | (Kind::Bytes, Kind::String));
    let meaning = exact::meaning(writer, reader, false);
    let meaning = meaning.or_else(|| exact::spelling(writer, reader).filter(|_| between));
    let meaning: Vec<Problem> = meaning.into_iter().collect();
    match (from, to) {
        (Kind::Bytes, Kind::String) => {
            let read = meaning.into_iter().map(|problem| problem.when("the bytes are UTF-8"));
            read.map(positive).chain(avro::not_utf8(writer)).collect()
        }
        _ if !meaning.is_empty() => meaning,
        (Kind::Long, Kind::Int) => {
            let reason = "the number has more than 32 bits";
            let number = writer.numbers().and_then(|numbers| exact::whole_from(&numbers, 1 << 31));
            let problem = number.map(|number| Problem::new(Effect::Refused, reason, number.json()));
            problem.into_iter().map(|one| one.when("it has such a number")).collect()
        }
        _ => exact::range(writer, reader).into_iter().collect(),
    }
}

/// A decimal whose bytes are UTF-8, instead of a negative one.
fn positive(problem: Problem) -> Problem {
    let payload = match problem.payload.as_str() {
        Some(text) => Value::from(text.trim_start_matches('-')),
        None => problem.payload,
    };
    Problem { payload, ..problem }
}

/// Symbols whose place has another one.
fn symbols(writer: &Enum, reader: &Enum) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (index, value) in writer.values.iter().enumerate() {
        let own = &value.value;
        let (effect, reason) = match reader.values.get(index) {
            Some(other) if other.value == *own => continue,
            Some(other) => (Effect::Misread, format!("`{own}` is read as `{}`", other.value)),
            None => (Effect::Refused, format!("`{own}` is not a value that the reader knows")),
        };
        let payload = enum_value(writer, own);
        problems.push(Problem::new(effect, reason, payload).when(format!("it is `{own}`")));
    }
    problems
}
