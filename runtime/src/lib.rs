//! Traits and types behind the events of an Annals catalog: what generated code implements, and what its users call.
//!
//! A generated record is a plain struct.
//! Its derive implements [`Value`], [`RecordView`] and [`Record`]; an event's derive adds [`Event`].
//! Everything else in this crate works on one small thing, the [`View`] of a value, so that no reader, writer or
//! formatter is compiled again for each type.
//!
//! | Module | Holds |
//! | --- | --- |
//! | [`value`] | [`Value`] and [`View`]: what every type of the catalog can do |
//! | [`record`] | [`Record`] and its [`RecordDescription`] |
//! | [`event`] | [`Event`] and its [`EventDescriptor`] |
//! | [`scalar`] | [`Scalar`]: a primitive with a meaning and limits of its own |
//! | [`enumeration`] | [`Enum`]: known values, and a place for unknown ones |
//! | [`signal`] | [`Signal`]: sends an event to its receivers |
//! | [`metadata`] | [`Metadata`]: the envelope of an event |
//! | [`registry`](mod@registry) | all events of the program, for callers without a type |
//! | [`isolation`] | what a receiver's threads and tasks belong to |
//! | `testing` | isolated tests (feature `testing`) |
//! | `plugin` | receivers connected by configuration (feature `config`) |
//! | [`limits`] | [`Limits`] of scalars and fields |
//! | [`shape`] | [`Shape`]: the types of the catalog, as data |
//! | [`avro`] | Avro binary: quick writing, safe reading |
//! | [`json`] | strict reading and exact writing of JSON |
//! | [`timestamp`], [`date`], [`bytes`] | the types that the standard library lacks |
//!
//! # Example
//!
//! ```
//! use annals::json;
//! use annals::Timestamp;
//!
//! let sent: Timestamp = "2024-01-15T08:00:00Z".parse()?;
//! assert_eq!(json::to_string(&sent)?, r#""2024-01-15T08:00:00+00:00""#);
//! assert_eq!(json::from_str::<Timestamp>(r#""2024-01-15T08:00:00+00:00""#)?, sent);
//!
//! let refused = json::from_str::<Vec<i32>>("[1, 2, 3000000000]").unwrap_err();
//! assert_eq!(refused.to_string(), "[2]: expected an integer of 32 bits, found one out of range");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Features
//!
//! `serde` implements serde's `Serialize` and `Deserialize` for every generated type, with the same JSON as
//! [`json`]; see there for other formats.
//! `async` adds async receivers and streams, `config` plugins' configuration, `testing` isolated tests, a
//! `sample` of every event and record, and values of them made from any bytes; `arbitrary` and `proptest` make such
//! values for those crates.

pub mod avro;
pub mod bytes;
pub mod date;
mod debug;
pub mod enumeration;
pub mod event;
pub mod isolation;
pub mod json;
mod layout;
pub mod limits;
pub mod metadata;
#[cfg(feature = "config")]
pub mod plugin;
pub mod record;
pub mod registry;
#[cfg(feature = "testing")]
pub mod sample;
pub mod scalar;
mod serde_glue;
pub mod shape;
pub mod signal;
#[cfg(feature = "testing")]
pub mod testing;
pub mod timestamp;
pub mod value;

#[cfg(feature = "testing")]
pub use annals_macros::test;
pub use annals_macros::{Enum, Event, Record, Scalar, receiver, verify};
pub use avro::{DecodeError, WriterSchema};
pub use bytes::Bytes;
pub use date::Date;
pub use enumeration::{Enum, UnknownValue};
pub use event::{AnyEvent, Deprecation, Event, EventDescriptor};
pub use isolation::Isolation;
pub use json::{JsonError, Path};
pub use limits::{Limits, Number, Pattern};
pub use metadata::Metadata;
pub use record::{FieldDescription, Record, RecordDescription, RecordView};
pub use registry::registry;
pub use scalar::{InvalidScalar, Scalar, ScalarDescription};
pub use serde_json::Value as Json;
pub use shape::Shape;
pub use signal::{Connection, ConnectionGuard, Error, Failure, Responses, Signal};
pub use timestamp::Timestamp;
pub use uuid::Uuid;
pub use value::{ListView, MapView, Value, View};

pub use {serde_json, time, uuid};

#[doc(hidden)]
pub mod __private;
