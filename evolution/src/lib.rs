//! Compares two versions of an event catalog: which readers can still read which events, and a payload that proves
//! each "no".
//!
//! A [`Contract`] is a lock with its types parsed. [`compare`] takes two of them. For every event and [`Reader`] it asks
//! one question in both directions: does the reader of one contract read every payload that the writer of the other
//! writes? The answer comes from one recursion over both types, which also builds the payload of each [`Problem`]:
//!
//! ```text
//! lock ─► contract ─┬─► json ─┐
//!                   ├─► avro ─┼─► leaf, exact (values) ─► text, number (sets of values)
//!                   └─► raw ──┘       └ walk, slot (payloads) ─► problem
//!              │         └ encode, decode (bytes)
//!              └─► rust (the types of the bindings)
//! ```
//!
//! [`judge`] compares a catalog with its [`History`], and reports the promises that it breaks:
//!
//! ```text
//! history, catalog ─► since ─► cause ─► judge (promises, minor)
//!                                           └─► finding (place, advice, notes) ─► diagnostics
//! ```
//!
//! Nothing here accesses the disk.

mod advice;
mod avro;
mod cause;
mod contract;
mod decode;
mod encode;
mod exact;
mod finding;
mod history;
mod json;
mod judge;
mod leaf;
mod minor;
mod news;
mod notes;
mod number;
mod place;
mod problem;
mod promises;
mod raw;
mod reader;
mod rust;
mod same;
mod since;
mod slot;
mod text;
mod version;
mod walk;

use std::collections::BTreeSet;

pub use cause::{Cause, Causes, Direction};
pub use contract::{Contract, UnknownType};
pub use finding::{by_change, report};
pub use history::{Fault, History, Released, SUFFIX};
pub use judge::{Catalog, Judgement, judge};
pub use news::{News, Section, news};
pub use notes::events;
pub use place::place;
pub use problem::{Effect, Problem};
pub use promises::{Promises, accepts};
pub use reader::Reader;
pub use rust::Promise;
use rust::{Item, Items};
use same::{Same, Sameness};
pub use since::{Current, Since, since};
pub use slot::Choose;
pub use version::{Bump, Version};

/// What happened to one event.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// Only the new catalog has it.
    Added,
    /// Only the old catalog has it.
    Removed,
    /// What its readers depend on is the same.
    Unchanged,
    /// It has changed; what each reader makes of that.
    Changed(Vec<Verdict>),
}

/// What one reader makes of a change.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    /// The reader.
    pub reader: Reader,
    /// Why new readers do not read every old payload.
    pub backward: Vec<Problem>,
    /// Why old readers do not read every new payload.
    pub forward: Vec<Problem>,
}

/// A verdict in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Compatibility {
    /// Neither direction.
    None,
    /// New readers read old events: receivers first.
    Backward,
    /// Old readers read new events: senders first.
    Forward,
    /// Both.
    Full,
}

impl Compatibility {
    /// The word for it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Backward => "backward",
            Self::Forward => "forward",
            Self::Full => "full",
        }
    }
}

impl Verdict {
    /// The word for it: that of the bump for code, and of the compatibility for payloads.
    #[must_use]
    pub fn word(&self) -> &'static str {
        self.bump().map_or(self.compatibility().name(), Bump::name)
    }

    /// How much the bindings change; `None` for readers of payloads.
    #[must_use]
    pub fn bump(&self) -> Option<Bump> {
        matches!(self.reader, Reader::Rust(_)).then(|| match self.compatibility() {
            Compatibility::Full => Bump::Patch,
            Compatibility::Backward => Bump::Minor,
            Compatibility::Forward | Compatibility::None => Bump::Major,
        })
    }

    /// The verdict for payloads; for code, "old" and "new" are the code and the bindings.
    #[must_use]
    pub fn compatibility(&self) -> Compatibility {
        match (self.backward.is_empty(), self.forward.is_empty()) {
            (true, true) => Compatibility::Full,
            (true, false) => Compatibility::Backward,
            (false, true) => Compatibility::Forward,
            (false, false) => Compatibility::None,
        }
    }
}

/// What happened to each event, by event type.
#[must_use]
pub fn compare<'c>(
    before: &'c Contract<'c>,
    after: &'c Contract<'c>,
    readers: &[Reader],
) -> Vec<(&'c str, Change)> {
    let types: BTreeSet<&str> = before.events.keys().chain(after.events.keys()).copied().collect();
    let mut same = Same::new(before, after);
    let has_code = readers.iter().any(|reader| matches!(reader, Reader::Rust(_)));
    let bindings = |contract: &'c Contract<'c>| {
        if has_code { Item::all(contract.lock) } else { Items::default() }
    };
    let (old_bindings, new_bindings) = (bindings(before), bindings(after));
    let is_unchanged = |sameness| match sameness {
        Sameness::Same => true,
        Sameness::ForPayloads => !has_code,
        Sameness::Changed => false,
    };
    let change = |event_type: &'c str| {
        let change = match (before.events.get(event_type), after.events.get(event_type)) {
            (None, _) => Change::Added,
            (Some(_), None) => Change::Removed,
            (Some(old), Some(new)) if is_unchanged(same.event(old, new)) => Change::Unchanged,
            (Some(old), Some(new)) => {
                let on_bus = !old.entry.local_only && !new.entry.local_only;
                let readers = readers.iter().filter(|reader| on_bus || !reader.is_on_bus());
                let verdict = |reader: &Reader| Verdict {
                    reader: *reader,
                    backward: reader.problems((before, old), (after, new), &new_bindings),
                    forward: reader.problems((after, new), (before, old), &old_bindings),
                };
                Change::Changed(readers.map(verdict).collect())
            }
        };
        (event_type, change)
    };
    types.into_iter().map(change).collect()
}

impl Contract<'_> {
    /// A payload of an event as JSON: the simplest one if `choose` always takes the first of several values. `None` if
    /// there is no such event, or no payload is found.
    pub fn sample(&self, event_type: &str, choose: Choose<'_>) -> Option<serde_json::Value> {
        let event = self.events.get(event_type)?;
        slot::record_sample(self, &event.data, choose, 0).map(serde_json::Value::Object)
    }
}
