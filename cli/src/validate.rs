//! Checks recorded payloads of an event.
//!
//! ```text
//! model ─► plan ─┬─► json (text)  ─┐
//!                └─► avro (bytes) ─┴─► leaf (values and limits) ─► place (findings)
//! recording (lines of a file, in batches) uses them for every line
//! ```
//!
//! A payload is valid if the event's JSON Schema accepts it and it has no duplicate keys, which a
//! schema cannot detect. Messages never contain values, because payloads contain personal data.

mod avro;
mod hex;
mod json;
mod leaf;
mod lines;
mod place;
mod plan;
mod recording;

use annals_catalog::model::{Event, EventId, Model};

pub use place::Finding;
use place::{Checker, Path};
use plan::Plan;
pub use recording::{Encoding, Located, Options, Totals, check};

/// Checks payloads of one event.
#[derive(Debug)]
pub struct Validator {
    plan: Plan,
    on_bus: bool,
}

impl Validator {
    /// Prepares the checks of an event.
    #[must_use]
    pub fn new(model: &Model, event: EventId) -> Self {
        let event: &Event = &model[event];
        Self { plan: Plan::new(model, &event.data), on_bus: event.local_only.is_none() }
    }

    /// Checks a payload in JSON; returns nothing if it is valid.
    #[must_use]
    pub fn check_json(&self, payload: &[u8]) -> Vec<Finding> {
        let checker = Checker::new(&self.plan);
        json::check(&checker, &self.plan.data, payload);
        checker.finish()
    }

    /// Checks a payload in a JSON envelope: an object with `metadata` and `data`.
    #[must_use]
    pub fn check_envelope(&self, recorded: &[u8]) -> Vec<Finding> {
        let checker = Checker::new(&self.plan);
        json::check(&checker, &self.plan.envelope, recorded);
        checker.finish()
    }

    /// Checks a payload in Avro binary.
    #[must_use]
    pub fn check_avro(&self, payload: &[u8]) -> Vec<Finding> {
        let checker = Checker::new(&self.plan);
        if self.on_bus {
            avro::check(&checker, payload);
        } else {
            checker.report(&Path::ROOT, "the event is local only, so it has no Avro encoding");
        }
        checker.finish()
    }
}
