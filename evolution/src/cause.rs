//! The problems of many events and readers by their cause: a change of a shared record is one cause.

use std::collections::BTreeMap;

use crate::Verdict;
use crate::problem::{Effect, Problem};
use crate::reader::Reader;

/// Who reads what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Direction {
    /// New readers, old events.
    Backward,
    /// Old readers, new events.
    Forward,
}

/// One cause, in all events and for all readers that it concerns.
#[derive(Debug, Clone, PartialEq)]
pub struct Cause {
    /// Who reads what.
    pub direction: Direction,
    /// The problem in the first event.
    pub problem: Problem,
    /// The readers, in the order in which they were met.
    pub readers: Vec<Reader>,
    /// The names of the events.
    pub events: Vec<String>,
    /// The releases of the old events or readers, the newest first; none if the catalog is compared with something else.
    pub releases: Vec<String>,
}

impl Cause {
    /// Who cannot read what.
    #[must_use]
    pub fn title(&self) -> String {
        if self.code().is_some() {
            let effect = match self.problem.effect {
                Effect::Refused => "does not compile",
                Effect::Misread => "means another thing",
            };
            return format!("code for the old bindings {effect}: {}", self.problem.reason);
        }
        let (readers, events) = match self.direction {
            Direction::Backward => ("new readers", "old events"),
            Direction::Forward => ("old readers", "new events"),
        };
        let verb = match self.problem.effect {
            Effect::Refused => "refuse",
            Effect::Misread => "misread",
        };
        format!("{readers} {verb} {events}: {}", self.problem.reason)
    }

    /// The payload if it is a function in Rust.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        let is_code = self.readers.iter().any(|reader| matches!(reader, Reader::Rust(_)));
        self.problem.payload.as_str().filter(|_| is_code)
    }

    /// The words for its readers.
    #[must_use]
    pub fn reader_names(&self) -> String {
        self.readers.iter().map(|reader| reader.name()).collect::<Vec<_>>().join(", ")
    }

    /// What changed, as `evolution.accepted` names it: `lending.Book.title`.
    #[must_use]
    pub fn change(&self) -> String {
        let Problem { owner, field, .. } = &self.problem;
        field.as_ref().map_or_else(|| owner.clone(), |field| format!("{owner}.{field}"))
    }
}

/// The causes so far.
#[derive(Debug, Default)]
pub struct Causes {
    causes: Vec<Cause>,
    known: BTreeMap<Key, usize>,
}

type Key = (Direction, Effect, String, Option<String>, String);

impl Causes {
    /// Adds the problems of a verdict in the directions that are asked for.
    pub fn add(
        &mut self,
        event: &str,
        verdict: &Verdict,
        release: Option<&str>,
        wants: impl Fn(Direction) -> bool,
    ) {
        let backward = verdict.backward.iter().map(|problem| (Direction::Backward, problem));
        // What new bindings have is nothing that anybody misses in old ones.
        let forward = verdict.forward.iter().filter(|_| verdict.bump().is_none());
        let forward = forward.map(|problem| (Direction::Forward, problem));
        for (direction, problem) in backward.chain(forward).filter(|(of, _)| wants(*of)) {
            let Problem { effect, owner, field, reason, .. } = problem;
            let key = (direction, *effect, owner.clone(), field.clone(), reason.clone());
            let place = *self.known.entry(key).or_insert(self.causes.len());
            if place == self.causes.len() {
                self.causes.push(Cause {
                    direction,
                    problem: problem.clone(),
                    readers: Vec::new(),
                    events: Vec::new(),
                    releases: Vec::new(),
                });
            }
            let cause = &mut self.causes[place];
            if !cause.readers.contains(&verdict.reader) {
                cause.readers.push(verdict.reader);
            }
            push(&mut cause.events, event);
            release.into_iter().for_each(|release| push(&mut cause.releases, release));
        }
    }

    /// All of them, in the order in which they were met.
    #[must_use]
    pub fn into_vec(self) -> Vec<Cause> {
        self.causes
    }
}

fn push(names: &mut Vec<String>, name: &str) {
    if names.last().is_none_or(|last| last != name) && !names.iter().any(|other| other == name) {
        names.push(name.to_owned());
    }
}
