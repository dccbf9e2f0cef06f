//! What the comparisons of all readers share: pairs of records, and problems inside of values.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use serde_json::{Map, Value};

use crate::contract::{Contract, Field, Record};
use crate::problem::{Effect, Problem};
use crate::slot::{Slot, record_sample};

/// The pairs of a writer's and a reader's record so far: their problems, or `None` while they are compared. A pair that
/// is met inside of itself has no problems of its own there; it reports them where it was met first.
#[derive(Default)]
pub(crate) struct Pairs<'c>(BTreeMap<(&'c str, &'c str), Option<Vec<Problem>>>);

impl<'c> Pairs<'c> {
    /// The problems of a pair if it was met before; else marks it as being compared.
    pub(crate) fn begin(&mut self, writer: &'c str, reader: &'c str) -> Option<Vec<Problem>> {
        match self.0.entry((writer, reader)) {
            Entry::Occupied(entry) => Some(entry.get().clone().unwrap_or_default()),
            Entry::Vacant(entry) => {
                entry.insert(None);
                None
            }
        }
    }

    pub(crate) fn end(&mut self, writer: &'c str, reader: &'c str, problems: &[Problem]) {
        self.0.insert((writer, reader), Some(problems.to_vec()));
    }
}

/// One problem of each cause, those of all payloads before others.
pub(crate) fn one_of_each(mut problems: Vec<Problem>) -> Vec<Problem> {
    // What is refused is not misread.
    if problems.iter().any(Problem::is_of_all) {
        problems.retain(|problem| problem.effect != Effect::Misread);
    }
    problems.sort_by_key(|problem| problem.when.is_some());
    let mut kept: Vec<Problem> = Vec::new();
    for problem in problems {
        let same = |other: &Problem| {
            (&other.owner, &other.field, &other.reason, other.effect)
                == (&problem.owner, &problem.field, &problem.reason, problem.effect)
        };
        if !kept.iter().any(same) {
            kept.push(problem);
        }
    }
    kept
}

/// A record of the writer, whose simplest payload carries the values that are refused.
#[derive(Clone, Copy)]
pub(crate) struct Written<'c> {
    pub(crate) contract: &'c Contract<'c>,
    pub(crate) record: &'c Record<'c>,
}

impl<'c> Written<'c> {
    /// The simplest payload.
    pub(crate) fn sample(self) -> Map<String, Value> {
        record_sample(self.contract, self.record, &mut |_| 0, 0).unwrap_or_default()
    }

    pub(crate) fn without(self, field: &Field<'_>) -> Value {
        let mut object = self.sample();
        object.remove(field.on_wire());
        Value::Object(object)
    }

    pub(crate) fn with(self, key: &str, value: Value) -> Value {
        let mut object = self.sample();
        object.insert(key.to_owned(), value);
        Value::Object(object)
    }

    /// A payload in which a field has a value that is not null.
    pub(crate) fn filled(self, field: &'c Field<'c>) -> Value {
        let slot = Slot::field(self.contract, field).not_null();
        self.with(field.on_wire(), slot.simplest())
    }

    /// The problems of its fields. A payload that is misread has no null beside it that is refused.
    pub(crate) fn spared(self, mut problems: Vec<Problem>) -> Vec<Problem> {
        for field in &self.record.fields {
            let is_null = |problem: &Problem| {
                problem.effect == Effect::Refused
                    && problem.path == field.name()
                    && matches!(problem.when.as_deref(), Some("null" | "absent"))
            };
            if !problems.iter().any(is_null) {
                continue;
            }
            let value = Slot::field(self.contract, field).not_null().simplest();
            let other = |path: &str| path.split(['.', '[']).next() != Some(field.name());
            for problem in &mut problems {
                if let (Effect::Misread, Value::Object(payload)) =
                    (problem.effect, &mut problem.payload)
                    && other(&problem.path)
                {
                    payload.insert(field.on_wire().to_owned(), value.clone());
                }
            }
        }
        problems
    }

    /// A problem of the value of a field.
    pub(crate) fn inside(self, field: &'c Field<'c>, problem: Problem) -> Problem {
        let problem = problem
            .caused_by(self.record.name, field.name())
            .inside(field.name(), |value| self.with(field.on_wire(), value));
        if field.is_optional() {
            problem.when(format!("`{}` is there", field.name()))
        } else {
            problem
        }
    }
}

/// A problem of an element of a list.
pub(crate) fn in_list(list: &Slot<'_>, item: &Slot<'_>, problem: Problem) -> Problem {
    let (least, _) = list.lengths();
    let wrap = |value: Value| {
        let others = (1..least).map(|_| item.simplest());
        Value::Array(std::iter::once(value).chain(others).collect())
    };
    let problem = problem.inside("[]", wrap);
    if least == 0 { problem.when("the list has elements") } else { problem }
}

/// A problem of a value of a map.
pub(crate) fn in_map(map: &Slot<'_>, value: &Slot<'_>, problem: Problem) -> Problem {
    let (least, _) = map.lengths();
    let wrap = |first: Value| {
        let others = (1..least).map(|index| (format!("key{index}"), value.simplest()));
        Value::Object(std::iter::once(("key0".to_owned(), first)).chain(others).collect())
    };
    let problem = problem.inside(".*", wrap);
    if least == 0 { problem.when("the map has entries") } else { problem }
}
