//! Sends, receives, reads and writes the events of a catalog: the runtime of generated bindings.
//!
//! A *signal* delivers events inside one process: a send calls every receiver, one after another, and returns what
//! became of it. Between processes, a bus such as Kafka carries events: a receiver writes them there, and a consumer
//! sends what it reads from it on the signal of its own process; see [`registry`](mod@registry).
//!
//! # Declaring an event
//!
//! In `catalog.yaml`:
//!
//! ```yaml
//! events:
//!   orders:
//!     ORDER_PLACED:
//!       type: com.example.orders.order.placed.v1
//!       added: 2026-01-15
//!       description: Sent when a customer has placed an order.
//!       data:
//!         number: { type: string, description: Number of the order. }
//!         quantity: { type: int, min: 1, description: How much was ordered. }
//!       repository: example/shop
//! ```
//!
//! `annals generate`, or the build, makes a struct and a signal of it.
//!
//! # Receiving and sending it
//!
//! ```
//! # mod shop_events {
//! #     pub mod orders {
//! #         #[derive(annals::Event)]
//! #         #[annals(event = "com.example.orders.order.placed.v1")]
//! #         pub struct OrderPlaced { pub number: String, pub quantity: i32 }
//! #         pub static ORDER_PLACED: annals::Signal<OrderPlaced> = annals::Signal::new();
//! #     }
//! # }
//! use annals::{Error, Metadata, Record};
//! use shop_events::orders::{ORDER_PLACED, OrderPlaced};
//!
//! /// Called for every order, in this process.
//! #[annals::receiver(ORDER_PLACED)]
//! fn confirm(event: &OrderPlaced, metadata: &Metadata) -> Result<(), Error> {
//!     println!("{} of {}", event.to_json()?, metadata.time());
//!     Ok(())
//! }
//!
//! fn main() -> Result<(), Error> {
//!     let order = |quantity| OrderPlaced { number: "A-004711".to_owned(), quantity };
//!     // Returns the first failure, if a receiver fails. All failures are logged.
//!     ORDER_PLACED.send(order(2)).into_result()?;
//!     // The catalog says that it is at least 1, so no receiver sees this.
//!     let failure = ORDER_PLACED.send(order(0)).into_result().unwrap_err();
//!     assert_eq!(
//!         failure.to_string(),
//!         "com.example.orders.order.placed.v1 was not sent: quantity: less than 1",
//!     );
//!
//!     let json = order(2).to_json()?;
//!     assert_eq!(json, r#"{"number":"A-004711","quantity":2}"#);
//!     assert_eq!(OrderPlaced::from_json_str(&json)?, order(2));
//!     let error = OrderPlaced::from_json_str(r#"{"number":"A-004711"}"#).unwrap_err();
//!     assert_eq!(error.to_string(), "quantity: missing");
//!     Ok(())
//! }
//! ```
//!
//! # Testing
//!
//! With the feature `testing`, each test has signals of its own, even if tests run at the same time:
//!
#![cfg_attr(feature = "testing", doc = "```test_harness")]
#![cfg_attr(not(feature = "testing"), doc = "```ignore")]
//! # mod shop_events {
//! #     pub mod orders {
//! #         #[derive(annals::Event)]
//! #         #[annals(event = "com.example.orders.order.placed.v1")]
//! #         pub struct OrderPlaced { pub number: String, pub quantity: i32 }
//! #         pub static ORDER_PLACED: annals::Signal<OrderPlaced> = annals::Signal::new();
//! #     }
//! # }
//! # use shop_events::orders::{ORDER_PLACED, OrderPlaced};
//! # fn place_order(number: &str, quantity: i32) {
//! #     let _ = ORDER_PLACED.send(OrderPlaced { number: number.to_owned(), quantity });
//! # }
//! #[annals::test(enable = [ORDER_PLACED])]
//! fn placing_an_order_sends_an_event() {
//!     place_order("A-004711", 2);
//!     annals::testing::assert_sent!(ORDER_PLACED, |event| event.quantity == 2);
//! }
//! ```
//!
//! # Modules
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
//! | [`variant`] | [`Variant`]: one of several cases, and room for unknown ones |
//! | [`signal`] | [`Signal`]: sends an event to its receivers |
//! | [`metadata`] | [`Metadata`]: the envelope of an event |
//! | [`registry`](mod@registry) | all events of the program, for code that does not know their types |
//! | [`isolation`] | carries a test's isolation to threads and tasks |
//! | `testing` | isolated tests (feature `testing`) |
//! | `plugin` | receivers connected by configuration (feature `config`) |
//! | [`limits`] | [`Limits`] of scalars and fields |
//! | [`Property`] | what a catalog says of its items in words of its own |
//! | [`shape`] | [`Shape`]: the types of the catalog as data |
//! | [`avro`] | reading and writing Avro binary |
//! | [`json`] | reading and writing JSON |
//! | [`timestamp`], [`date`], [`moment`], [`bytes`], [`Decimal`] | types that the standard library lacks |
//!
//! # Features
//!
//! | Feature | Adds |
//! | --- | --- |
//! | `serde` | `Serialize` and `Deserialize` for every generated type, with the same JSON as [`json`] |
//! | `async` | async receivers, and streams of events |
//! | `config` | receivers connected by a plugin's configuration |
//! | `time`, `jiff`, `chrono` | conversions of [`Timestamp`] and [`Date`] from and to the types of these crates |
//! | `rust_decimal` | conversions of [`Decimal`] from and to the type of that crate |
//! | `testing` | isolated tests, and sample values of events and records |
//! | `arbitrary`, `proptest` | arbitrary values for property tests with these crates |

pub mod avro;
pub mod bytes;
mod casts;
pub mod date;
mod debug;
mod decimal;
pub mod enumeration;
pub mod event;
pub mod isolation;
pub mod json;
mod layout;
pub mod limits;
pub mod metadata;
pub mod moment;
#[cfg(feature = "config")]
pub mod plugin;
mod property;
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
pub mod variant;

#[cfg(feature = "testing")]
pub use annals_macros::test;
pub use annals_macros::{Enum, Event, Record, Scalar, Variant, receiver, verify};
pub use avro::{DecodeError, Text, WriterSchema};
pub use bytes::Bytes;
pub use date::Date;
pub use decimal::{Decimal, InvalidDecimal};
pub use enumeration::{Enum, UnknownValue};
pub use event::{AnyEvent, Deprecation, Event, EventDescriptor};
pub use isolation::Isolation;
pub use json::JsonError;
pub use layout::RecordView;
pub use limits::{Format, Limits, Number, Pattern};
pub use metadata::Metadata;
pub use moment::{LocalDatetime, LocalTime, Micros, Millis, UtcDatetime};
pub use property::Property;
pub use record::{FieldDescription, Record, RecordDescription};
pub use registry::registry;
pub use scalar::{InvalidScalar, Scalar, ScalarDescription};
pub use serde_json::Value as Json;
pub use shape::Shape;
pub use signal::{Connection, ConnectionGuard, Error, Failure, Responses, Signal};
pub use timestamp::Timestamp;
pub use uuid::Uuid;
pub use value::{ListView, MapView, Value, View};
pub use variant::{UnknownCase, Variant};

#[cfg(feature = "chrono")]
pub use chrono;
#[cfg(feature = "jiff")]
pub use jiff;
#[cfg(feature = "rust_decimal")]
pub use rust_decimal;
#[cfg(feature = "time")]
pub use time;
pub use {serde_json, uuid};

#[doc(hidden)]
pub mod __private;
