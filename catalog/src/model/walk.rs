//! Walks over the fields that can be reached from an event or record.

use std::slice;

use super::{Field, Model, RecordId, Type};

/// How far a [`Walk`] goes into records.
#[derive(Debug, Clone, Copy)]
pub struct Reach {
    /// A record is not entered if its fields would bring the walk to this number.
    pub fields: usize,
    /// The greatest number of records around a field.
    pub depth: usize,
    /// Whether records in lists and maps are entered.
    pub elements: bool,
}

/// A field that a walk reaches.
#[derive(Debug)]
pub struct Step<'m> {
    /// The path to it: `user.pii.email`, `items[].id`, `labels.*.text`.
    pub path: String,
    /// The field.
    pub field: &'m Field,
    /// The number of records around it.
    pub depth: usize,
    /// True if one of them can be null or absent.
    pub nullable: bool,
    /// Why the walk does not enter the record that it holds.
    pub stop: Option<Stop>,
}

/// Why a walk does not enter a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stop {
    /// This record is already around the field.
    Recursive,
    /// The walk would go beyond its [`Reach`].
    TooFar,
}

/// The fields that can be reached, those of a record after the field that holds it.
#[derive(Debug)]
pub struct Walk<'m> {
    model: &'m Model,
    reach: Reach,
    /// The number of fields so far.
    met: usize,
    /// The first level, and the records around the next field.
    open: Vec<Level<'m>>,
}

#[derive(Debug)]
struct Level<'m> {
    record: Option<RecordId>,
    path: String,
    nullable: bool,
    rest: slice::Iter<'m, Field>,
}

impl Model {
    /// Walks over the fields of an event or record, and those of the records that they hold.
    #[must_use]
    pub fn walk<'m>(&'m self, fields: &'m [Field], reach: Reach) -> Walk<'m> {
        let start =
            Level { record: None, path: String::new(), nullable: false, rest: fields.iter() };
        Walk { model: self, reach, met: 0, open: vec![start] }
    }
}

impl<'m> Iterator for Walk<'m> {
    type Item = Step<'m>;

    fn next(&mut self) -> Option<Step<'m>> {
        let (field, path, nullable) = loop {
            let level = self.open.last_mut()?;
            if let Some(field) = level.rest.next() {
                break (field, field.path(&level.path), level.nullable);
            }
            self.open.pop();
        };
        let depth = self.open.len() - 1;
        let held = self.held(&field.ty);
        let stop = held.and_then(|(record, _)| self.stop(record, depth));
        self.met += 1;
        if let (Some((record, may_be_null)), None) = (held, stop) {
            let mut inner = path.clone();
            field.ty.descend(&mut inner);
            self.open.push(Level {
                record: Some(record),
                path: inner,
                nullable: nullable || may_be_null || field.presence.is_optional(),
                rest: self.model[record].fields.iter(),
            });
        }
        Some(Step { path, field, depth, nullable, stop })
    }
}

impl Walk<'_> {
    /// The record to enter, and whether it can be null.
    fn held(&self, ty: &Type) -> Option<(RecordId, bool)> {
        match ty {
            Type::Record(id) => Some((*id, false)),
            Type::Nullable(inner) => self.held(inner).map(|(id, _)| (id, true)),
            Type::List(inner) | Type::Map(inner) if self.reach.elements => self.held(inner),
            Type::List(_) | Type::Map(_) => None,
            // Which record it is depends on the value.
            Type::Variant(_) => None,
            Type::Primitive(_) | Type::Scalar(_) | Type::Enum(_) => None,
        }
    }

    fn stop(&self, record: RecordId, depth: usize) -> Option<Stop> {
        let fields = self.met.saturating_add(self.model[record].fields.len());
        if self.open.iter().any(|level| level.record == Some(record)) {
            Some(Stop::Recursive)
        } else if depth >= self.reach.depth || fields >= self.reach.fields {
            Some(Stop::TooFar)
        } else {
            None
        }
    }
}

impl Field {
    /// The path to this field in the record at `outer`.
    #[must_use]
    pub fn path(&self, outer: &str) -> String {
        let dot = if outer.is_empty() { "" } else { "." };
        format!("{outer}{dot}{}", self.name)
    }
}

impl Type {
    /// Extends a path to the elements of the value: `[]` for a list, `.*` for a map.
    pub fn descend(&self, path: &mut String) {
        let inner = match self {
            Self::List(inner) => {
                path.push_str("[]");
                inner
            }
            Self::Map(inner) => {
                path.push_str(".*");
                inner
            }
            Self::Nullable(inner) => inner,
            Self::Primitive(_) | Self::Scalar(_) | Self::Enum(_) => return,
            Self::Record(_) | Self::Variant(_) => return,
        };
        inner.descend(path);
    }
}
