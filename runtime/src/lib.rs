//! The runtime of Annals: the traits that generated code implements, and the API for sending and receiving events.
//!
//! A generated record is a plain struct. Its derive implements [`Record`]; the derive of an event adds [`Event`]. The rest of this crate works on the [`View`] of a value, so that readers, writers and
//! formatters are compiled once and not for each type.
//!
//! | Module | Contents |
//! | --- | --- |
//! | [`value`] | [`Value`] and [`View`]: what every type of the catalog implements |
//! | [`record`] | [`Record`] and its [`RecordDescription`] |
//! | [`event`] | [`Event`] and its [`EventDescriptor`] |
//! | [`scalar`] | [`Scalar`]: a primitive with its own meaning and limits |
//! | [`enumeration`] | [`Enum`]: known values, and room for unknown ones |
//! | [`signal`] | [`Signal`]: sends an event to its receivers |
//! | [`metadata`] | [`Metadata`]: the envelope of an event |
//! | [`registry`](mod@registry) | all events of the program, for code that does not know their types |
//! | [`isolation`] | carries a test's isolation to threads and tasks |
//! | `testing` | isolated tests (feature `testing`) |
//! | `plugin` | receivers connected by configuration (feature `config`) |
//! | [`limits`] | [`Limits`] of scalars and fields |
//! | [`shape`] | [`Shape`]: the types of the catalog as data |
//! | [`avro`] | reading and writing Avro binary |
//! | [`json`] | reading and writing JSON |
//! | [`timestamp`], [`date`], [`bytes`] | types that the standard library lacks |
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
//! let error = json::from_str::<Vec<i32>>("[1, 2, 3000000000]").unwrap_err();
//! assert_eq!(error.to_string(), "[2]: expected a 32-bit integer, found a number out of range");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Features
//!
//! | Feature | Adds |
//! | --- | --- |
//! | `serde` | `Serialize` and `Deserialize` for every generated type, with the same JSON as [`json`] |
//! | `async` | async receivers, and streams of events |
//! | `config` | receivers connected by a plugin's configuration |
//! | `testing` | isolated tests, and sample values of events and records |
//! | `arbitrary`, `proptest` | arbitrary values for property tests with these crates |

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
pub use layout::RecordView;
pub use limits::{Limits, Number, Pattern};
pub use metadata::Metadata;
pub use record::{FieldDescription, Record, RecordDescription};
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
