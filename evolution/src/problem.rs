//! Why a reader cannot read what a writer writes.

use serde_json::Value;

/// What happens to the payload.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Effect {
    /// The reader refuses it.
    Refused,
    /// The reader reads it without an error, and a value is lost or another one.
    Misread,
}

/// A reason why a reader cannot read every payload of a writer, with a payload that proves it.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    /// What happens.
    pub effect: Effect,
    /// Which payloads, if not all of them: `null`.
    pub when: Option<String>,
    /// The value in the payload: `user.pii.email`. It is empty if it is the payload itself.
    pub path: String,
    /// The record with the field, or the event type.
    pub owner: String,
    /// The field with the cause.
    pub field: Option<String>,
    /// What is wrong.
    pub reason: String,
    /// A payload that the writer writes and the reader does not read, as JSON; if it is not proven, just one of the
    /// writer's.
    pub payload: Value,
    /// Whether it is certain. Patterns may be too large to compare.
    pub proven: bool,
}

impl Problem {
    pub(crate) fn new(effect: Effect, reason: impl Into<String>, payload: Value) -> Self {
        Self {
            effect,
            when: None,
            path: String::new(),
            owner: String::new(),
            field: None,
            reason: reason.into(),
            payload,
            proven: true,
        }
    }

    /// Nothing proves that the reader reads the payload.
    pub(crate) fn not_decided(reason: impl Into<String>, payload: Value) -> Self {
        Self { proven: false, ..Self::new(Effect::Refused, reason, payload) }
    }

    /// True if every payload is refused.
    pub(crate) fn is_of_all(&self) -> bool {
        self.effect == Effect::Refused && self.when.is_none() && self.proven
    }

    /// It happens only under a condition. An inner condition stays.
    pub(crate) fn when(mut self, condition: impl Into<String>) -> Self {
        self.when.get_or_insert_with(|| condition.into());
        self
    }

    /// The cause is this field, unless it is known already.
    pub(crate) fn caused_by(mut self, owner: &str, field: &str) -> Self {
        if self.owner.is_empty() {
            self.owner = owner.to_owned();
            self.field = Some(field.to_owned());
        }
        self
    }

    /// It is in a part of the value that the payload now is.
    pub(crate) fn inside(mut self, part: &str, payload: impl FnOnce(Value) -> Value) -> Self {
        let dot = if self.path.is_empty() || self.path.starts_with(['.', '[']) { "" } else { "." };
        self.path = format!("{part}{dot}{}", self.path);
        self.payload = payload(self.payload);
        self
    }
}
