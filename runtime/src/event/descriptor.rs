//! What the catalog says about an event, as data.

use std::collections::BTreeSet;

use crate::property::Property;
use crate::record::{FieldDescription, Presence, RecordDescription};
use crate::shape::Shape;

/// What the catalog says about an event.
#[derive(Debug)]
pub struct EventDescriptor {
    /// Event type, `org.openedx.learning.student.registration.completed.v1`.
    pub event_type: &'static str,
    /// Name, `STUDENT_REGISTRATION_COMPLETED`.
    pub name: &'static str,
    /// Domain, `learning`.
    pub domain: &'static str,
    /// Minor version of the event.
    pub minor_version: u32,
    /// First part of `source` in its metadata, `openedx`.
    pub source: &'static str,
    /// Version of its catalog, `[11, 2, 0]`.
    pub sourcelib: &'static [u32],
    /// Date on which it was added, `YYYY-MM-DD`.
    pub added: &'static str,
    /// The deprecation, if it is deprecated.
    pub deprecated: Option<Deprecation>,
    /// True if its data contains personal data, at any depth.
    pub pii: bool,
    /// Dotted path to the field whose value is the key of its messages on a bus.
    pub key: Option<&'static str>,
    /// True if it is never sent over a bus. Then it has no Avro form.
    pub local_only: bool,
    /// Its Avro schema; `None` for a local event.
    pub avro_schema: Option<&'static str>,
    /// Its JSON Schema.
    pub json_schema: &'static str,
    /// What the catalog says in words of its own.
    pub properties: &'static [Property],
    /// The fields of its data.
    pub record: &'static RecordDescription,
}

impl EventDescriptor {
    /// True if a field of its data has limits, at any depth. Such an event is checked whenever it is sent.
    pub fn has_limits(&self) -> bool {
        record_has_limits(self.record, &mut BTreeSet::new())
    }
}

/// `seen` are the names of the records that were looked at: a record can contain itself.
fn record_has_limits(
    record: &'static RecordDescription,
    seen: &mut BTreeSet<&'static str>,
) -> bool {
    seen.insert(record.name)
        && record
            .fields
            .iter()
            .any(|field| must_check(field) || shape_has_limits(field.shape(), seen))
}

/// True for a field that can have a value that readers refuse.
fn must_check(field: &FieldDescription) -> bool {
    field.limits.is_some() || matches!(field.presence, Presence::Extra)
}

/// The limits of a scalar do not count: its values cannot be constructed outside them.
fn shape_has_limits(shape: Shape, seen: &mut BTreeSet<&'static str>) -> bool {
    match shape {
        Shape::List(inner)
        | Shape::Map(inner)
        | Shape::Nullable(inner)
        | Shape::Optional(inner) => shape_has_limits(*inner, seen),
        Shape::Record(record) => record_has_limits(record, seen),
        Shape::Variant(variant) => {
            variant.cases.iter().any(|case| shape_has_limits((case.shape)(), seen))
        }
        Shape::Boolean
        | Shape::Int
        | Shape::Long
        | Shape::Float
        | Shape::Double
        | Shape::String
        | Shape::Bytes
        | Shape::Date
        | Shape::Datetime
        | Shape::Uuid
        | Shape::Moment(_)
        | Shape::Decimal(_)
        | Shape::Json
        | Shape::Scalar(..)
        | Shape::Enum(_) => false,
    }
}

/// A deprecation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deprecation {
    /// Date of the deprecation, `YYYY-MM-DD`, if known.
    pub since: Option<&'static str>,
    /// Date of the removal, `YYYY-MM-DD`.
    pub removal: Option<&'static str>,
    /// Name of the event to use instead.
    pub replacement: Option<&'static str>,
}
