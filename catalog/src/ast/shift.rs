//! Moves an item to where it stands now: its spans in, the same spans elsewhere out.
//!
//! Fields are listed one by one, so that nobody adds one and forgets it here.

use super::{Deprecation, Event, Field, Limits, Record, Spanned, Text, Value, ValueKind, Waiver};
use crate::source::{FileId, Span};

/// From a place to another one.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shift {
    file: FileId,
    from: u32,
    to: u32,
}

impl Shift {
    /// What stood at the offset `from` stands at `to` now, in `file`.
    pub(crate) fn new(file: FileId, from: usize, to: usize) -> Self {
        // Larger files are refused.
        Self { file, from: from as u32, to: to as u32 }
    }

    fn offset(self, offset: u32) -> u32 {
        offset - self.from + self.to
    }
}

/// Something with places.
pub(crate) trait Shifted {
    /// Moves all places in it.
    fn shift(&mut self, by: Shift);
}

impl Shifted for Span {
    fn shift(&mut self, by: Shift) {
        let Self { file, start, end } = *self;
        debug_assert!(start >= by.from, "{file:?}: the item begins behind {start}");
        *self = Self { file: by.file, start: by.offset(start), end: by.offset(end) };
    }
}

impl<T> Shifted for Spanned<T> {
    fn shift(&mut self, by: Shift) {
        self.span.shift(by);
    }
}

impl<T: Shifted> Shifted for Option<T> {
    fn shift(&mut self, by: Shift) {
        self.iter_mut().for_each(|value| value.shift(by));
    }
}

impl<T: Shifted> Shifted for Box<T> {
    fn shift(&mut self, by: Shift) {
        (**self).shift(by);
    }
}

impl<T: Shifted> Shifted for Vec<T> {
    fn shift(&mut self, by: Shift) {
        self.iter_mut().for_each(|value| value.shift(by));
    }
}

/// Shifts several things.
macro_rules! shift {
    ($by:ident: $($field:ident),*) => {{ $($field.shift($by);)* }};
}

impl Shifted for (Text, Value) {
    fn shift(&mut self, by: Shift) {
        let (key, value) = self;
        shift!(by: key, value);
    }
}

impl Shifted for Value {
    fn shift(&mut self, by: Shift) {
        let Self { kind, span } = self;
        shift!(by: span);
        match kind {
            ValueKind::List(values) => values.shift(by),
            ValueKind::Map(entries) => entries.shift(by),
            ValueKind::Null
            | ValueKind::Bool(_)
            | ValueKind::Int(_)
            | ValueKind::Float(_)
            | ValueKind::String(_) => {}
        }
    }
}

impl Shifted for Limits {
    fn shift(&mut self, by: Shift) {
        let Self { min, max, min_length, max_length, pattern } = self;
        shift!(by: min, max, min_length, max_length, pattern);
    }
}

impl Shifted for Deprecation {
    fn shift(&mut self, by: Shift) {
        let Self { since, removal, replacement, note, span } = self;
        shift!(by: since, removal, replacement, note, span);
    }
}

impl Shifted for Waiver {
    fn shift(&mut self, by: Shift) {
        let Self { rule, reason, until, span } = self;
        shift!(by: rule, reason, until, span);
    }
}

impl Shifted for Field {
    fn shift(&mut self, by: Shift) {
        let Self {
            name,
            ty,
            description,
            default,
            example,
            pii,
            deprecated,
            added,
            limits,
            allow,
            broken: _,
        } = self;
        shift!(by: name, ty, description, default, example, pii, deprecated, added, limits, allow);
    }
}

/// But for its domain, whose key stands elsewhere.
impl Shifted for Record {
    fn shift(&mut self, by: Shift) {
        let Self {
            domain: _,
            name,
            description,
            extends,
            pii,
            fields,
            added,
            deprecated,
            allow,
            broken: _,
        } = self;
        shift!(by: name, description, extends, pii, fields, added, deprecated, allow);
    }
}

/// But for its domain, whose key stands elsewhere.
impl Shifted for Event {
    fn shift(&mut self, by: Shift) {
        let Self {
            domain: _,
            name,
            event_type,
            added,
            description,
            key,
            data,
            data_span,
            definition,
            trigger,
            repository,
            minor_version,
            local_only,
            warning,
            deprecated,
            allow,
            broken: _,
        } = self;
        shift!(by: name, event_type, added, description, key, data, data_span, definition, trigger);
        shift!(by: repository, minor_version, local_only, warning, deprecated, allow);
    }
}
