//! What `annals show` prints about an event or a record, which the site publishes as JSON.
//!
//! The fields are stable, and every key is always present: null or empty if there is no value.

mod deprecation;
mod detail;
mod fields;

pub use deprecation::Deprecation;
pub use detail::{EventDetail, RecordDetail, Uses, Waiver, event, record};
pub use fields::{FieldRow, Limits};

use serde::Serialize;

/// Version of the documents, increased when a key is removed or changes its meaning.
const VERSION: u32 = 1;

/// An answer with the version of its format.
#[derive(Debug, Serialize)]
pub struct Document<T> {
    version: u32,
    #[serde(flatten)]
    answer: T,
}

impl<T> Document<T> {
    /// Adds the version.
    pub fn of(answer: T) -> Self {
        Self { version: VERSION, answer }
    }
}

/// The answer of `annals show`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Shown {
    /// About an event.
    Event(Box<EventDetail>),
    /// About a record.
    Record(Box<RecordDetail>),
}
