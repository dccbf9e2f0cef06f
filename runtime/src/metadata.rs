//! The metadata of an event, and its JSON form, as Open edX implements OEP-41.
//!
//! | Field | Default |
//! | --- | --- |
//! | `event_type` | from the catalog |
//! | `id` | a new UUID of version 1, or version 7 if [configured](Configuration::ids) |
//! | `minorversion` | from the catalog |
//! | `source` | `<catalog>/<service>/web`, see [`Configuration::source`] and [`Configuration::service`] |
//! | `sourcehost` | the host name |
//! | `time` | the current time in UTC, to the microsecond |
//! | `sourcelib` | the version of the catalog |
//!
//! ```
//! use annals::metadata::Metadata;
//!
//! let text = r#"{"event_type": "org.example.user.created.v1", "id": "7a2fb60c-66a8-11ee-8c99-0242ac120002", "minorversion": 3, "source": "openedx/lms/web", "sourcehost": "lms.example.com", "time": "2024-02-29T12:30:45.123456+00:00", "sourcelib": [11, 2, 0]}"#;
//! let metadata = Metadata::from_json(text)?;
//! assert_eq!(metadata.minorversion(), 3);
//! assert_eq!(metadata.to_json(), text);
//! # Ok::<(), annals::metadata::InvalidMetadata>(())
//! ```

mod configuration;
mod id;
mod json;

use std::borrow::Cow;

use crate::Timestamp;
use crate::Uuid;
use crate::event::descriptor::EventDescriptor;
use crate::timestamp::RANGE;

pub use configuration::{AlreadyInUse, Configuration, IdVersion};
pub use json::InvalidMetadata;

/// The metadata of an event.
///
/// Sending creates it. A sender can set the time at which the event happened, such as the time of the change in the
/// database, with [`with_time`](Self::with_time). The other `with_…` methods are for replays and buses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Metadata {
    event_type: Cow<'static, str>,
    id: Uuid,
    minorversion: u32,
    source: Cow<'static, str>,
    sourcehost: Cow<'static, str>,
    /// Microseconds since 1970. Cheaper to create than a timestamp, which most receivers never need.
    time: i64,
    sourcelib: Cow<'static, [u32]>,
}

impl Metadata {
    /// New metadata for an event that is sent now.
    pub fn new(descriptor: &EventDescriptor) -> Self {
        let configuration = configuration::current();
        let now = id::now();
        Self {
            event_type: Cow::Borrowed(descriptor.event_type),
            id: id::fresh(configuration.ids, now),
            minorversion: descriptor.minor_version,
            source: Cow::Borrowed(configuration.source(descriptor.source)),
            sourcehost: Cow::Borrowed(&configuration.host),
            time: i64::try_from(now / 1_000).unwrap_or(RANGE.1).min(RANGE.1),
            sourcelib: Cow::Borrowed(descriptor.sourcelib),
        }
    }

    /// The metadata of a message that another process sent. What the message does not say is empty, or 0.
    ///
    /// # Errors
    ///
    /// If the time has no offset, or an offset other than UTC.
    pub fn received(
        event_type: impl Into<Cow<'static, str>>,
        id: Uuid,
        time: Timestamp,
    ) -> Result<Self, InvalidMetadata> {
        let metadata = Self {
            event_type: event_type.into(),
            id,
            minorversion: 0,
            source: Cow::Borrowed(""),
            sourcehost: Cow::Borrowed(""),
            time: 0,
            sourcelib: Cow::Borrowed(&[]),
        };
        metadata.with_time(time)
    }

    /// Event type, `org.openedx.learning.student.registration.completed.v1`.
    pub fn event_type(&self) -> &str {
        &self.event_type
    }

    /// Identifier of the event.
    pub const fn id(&self) -> Uuid {
        self.id
    }

    /// Minor version of the event's definition.
    pub const fn minorversion(&self) -> u32 {
        self.minorversion
    }

    /// Logical source, `openedx/lms/web`.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Name of the host that sent it.
    pub fn sourcehost(&self) -> &str {
        &self.sourcehost
    }

    /// When it happened, in UTC.
    pub fn time(&self) -> Timestamp {
        Timestamp::from_microseconds(self.time)
            .expect("every constructor checks the range of the time")
    }

    /// Version of the catalog that the sender was built with.
    pub fn sourcelib(&self) -> &[u32] {
        &self.sourcelib
    }

    /// Replaces the event type.
    #[must_use]
    pub fn with_event_type(self, event_type: impl Into<Cow<'static, str>>) -> Self {
        Self { event_type: event_type.into(), ..self }
    }

    /// Replaces the id.
    #[must_use]
    pub fn with_id(self, id: Uuid) -> Self {
        Self { id, ..self }
    }

    /// Replaces the minor version.
    #[must_use]
    pub fn with_minorversion(self, minorversion: u32) -> Self {
        Self { minorversion, ..self }
    }

    /// Replaces the logical source.
    #[must_use]
    pub fn with_source(self, source: impl Into<Cow<'static, str>>) -> Self {
        Self { source: source.into(), ..self }
    }

    /// Replaces the host name.
    #[must_use]
    pub fn with_sourcehost(self, sourcehost: impl Into<Cow<'static, str>>) -> Self {
        Self { sourcehost: sourcehost.into(), ..self }
    }

    /// Replaces the time.
    ///
    /// # Errors
    ///
    /// If the time has no offset, or an offset other than UTC.
    pub fn with_time(self, time: Timestamp) -> Result<Self, InvalidMetadata> {
        let time = time.utc_microseconds().ok_or(InvalidMetadata::NotUtc)?;
        Ok(Self { time, ..self })
    }

    /// Replaces the version of the catalog.
    #[must_use]
    pub fn with_sourcelib(self, sourcelib: impl Into<Cow<'static, [u32]>>) -> Self {
        Self { sourcelib: sourcelib.into(), ..self }
    }

    /// The JSON form: the same bytes as the Python library prints.
    pub fn to_json(&self) -> String {
        json::print(self)
    }

    /// Parses the JSON form. All keys except `minorversion` are required. Unknown keys are ignored.
    ///
    /// # Errors
    ///
    /// If the text is not a JSON object, or a key is missing or has an invalid value.
    pub fn from_json(text: &str) -> Result<Self, InvalidMetadata> {
        json::parse(text)
    }
}
