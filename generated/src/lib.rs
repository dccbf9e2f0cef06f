//! The Open edX events in Rust.
//!
//! Each domain is a module behind a Cargo feature of its name; in it, every event is a struct with
//! its data, and every record a struct of its own. Scalars such as [`types::CourseKey`] check their
//! pattern when they are made.
//!
//! ```
//! use openedx_events::learning::{StudentRegistrationCompleted, UserData, UserPersonalData};
//! use annals::{Event, Record};
//!
//! let event = StudentRegistrationCompleted {
//!     user: UserData {
//!         id: 1,
//!         is_active: true,
//!         pii: UserPersonalData { name: "Ada".into(), ..UserPersonalData::new("ada", "ada@example.com") },
//!     },
//! };
//! let json = event.to_json()?;
//! assert_eq!(StudentRegistrationCompleted::from_json_str(&json)?, event);
//! assert_eq!(StudentRegistrationCompleted::DESCRIPTOR.name, "STUDENT_REGISTRATION_COMPLETED");
//! // Personal data never gets into a log.
//! assert!(!format!("{event:?}").contains("ada"));
//! # Ok::<(), annals::JsonError>(())
//! ```
//!
//! Everything below `src/` but this file is generated from `catalog.yaml`, and does not compile
//! when it disagrees with `catalog.lock`.

#[rustfmt::skip]
mod catalog; // Generated: if it is missing, run `annals generate`.

pub use catalog::*;
