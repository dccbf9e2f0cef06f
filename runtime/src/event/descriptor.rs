//! What the catalog says about an event, as data.

use crate::record::RecordDescription;

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
    /// Version of its catalog, `[11, 2, 0]`.
    pub sourcelib: &'static [u32],
    /// Date it was added, `YYYY-MM-DD`.
    pub added: &'static str,
    /// Set when it should no longer be used.
    pub deprecated: Option<Deprecation>,
    /// True if personal data can be reached from it.
    pub pii: bool,
    /// Dotted path to the value that orders its events on a bus.
    pub key: Option<&'static str>,
    /// True if it never goes on a bus.
    pub local_only: bool,
    /// Its Avro schema; `None` for a local event.
    pub avro_schema: Option<&'static str>,
    /// Its JSON Schema.
    pub json_schema: &'static str,
    /// Its data.
    pub record: &'static RecordDescription,
}

/// A deprecation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deprecation {
    /// Since when, `YYYY-MM-DD`.
    pub since: &'static str,
    /// When it goes, `YYYY-MM-DD`.
    pub removal: Option<&'static str>,
    /// Name of what to use instead.
    pub replacement: Option<&'static str>,
}
