//! The Open edX events in Rust.
//!
//! Each domain is a module behind a Cargo feature with the same name. In it, every event and every
//! record is a struct, and has one with its required fields in the module `required`. Every event has a
//! signal. A signal delivers events inside one process: a send calls every receiver. Between processes,
//! the event bus carries them.
//!
//! ```
//! use annals::{Error, Metadata};
//! use openedx_events::learning::{
//!     STUDENT_REGISTRATION_COMPLETED, StudentRegistrationCompleted, UserPersonalData, required,
//! };
//!
//! /// Called for every registration, in this process.
//! #[annals::receiver(STUDENT_REGISTRATION_COMPLETED)]
//! fn welcome(event: &StudentRegistrationCompleted, metadata: &Metadata) -> Result<(), Error> {
//!     println!("user {} registered at {}", event.user.id, metadata.time());
//!     Ok(())
//! }
//!
//! fn main() -> Result<(), Error> {
//!     let pii = required::UserPersonalData { username: "ada".into(), email: "ada@example.com".into() };
//!     let pii = UserPersonalData { name: "Ada".into(), ..pii.into() };
//!     let user = required::UserData { id: 1, is_active: true, pii };
//!     let event = StudentRegistrationCompleted::from(required::StudentRegistrationCompleted { user: user.into() });
//!     // Personal data is not in the debug output.
//!     assert!(!format!("{event:?}").contains("ada"));
//!     // All failures of receivers are logged; this returns the first.
//!     STUDENT_REGISTRATION_COMPLETED.send(event).into_result()?;
//!     Ok(())
//! }
//! ```
//!
//! A bus carries events as Avro or JSON, as the Python library `openedx_events` writes them. A consumer sends what it
//! reads to the receivers of its own process:
//!
//! ```
//! use annals::{Error, Event, Record};
//! use openedx_events::learning::{STUDENT_REGISTRATION_COMPLETED, StudentRegistrationCompleted};
//!
//! # fn main() -> Result<(), Error> {
//! let json = r#"{"user": {"id": 1, "is_active": true, "pii": {"username": "ada", "email": "ada@example.com", "name": ""}}}"#;
//! let event = StudentRegistrationCompleted::from_json_str(json)?;
//! let bytes = event.to_avro();
//! assert_eq!(StudentRegistrationCompleted::from_avro(&bytes)?, event);
//! STUDENT_REGISTRATION_COMPLETED.send(event).into_result()?;
//!
//! assert_eq!(StudentRegistrationCompleted::DESCRIPTOR.name, "STUDENT_REGISTRATION_COMPLETED");
//! # Ok(())
//! # }
//! ```
//!
//! Scalars such as [`types::CourseKey`] check their pattern when they are created. The crate `annals` has everything
//! else: async receivers, isolated tests, metadata, and a registry of all events.
//!
//! All other files in `src/` are generated from `catalog.yaml`, and do not compile if they differ from
//! `catalog.lock`.

#[rustfmt::skip]
mod catalog; // Generated: if it is missing, run `annals generate`.

pub use catalog::*;
