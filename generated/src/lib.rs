//! The Open edX events in Rust.
//!
//! Each domain is a module behind a Cargo feature with the same name. In it, every event and every
//! record is a struct. Scalars such as [`types::CourseKey`] check their pattern when they are created.
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
//! // Personal data is not in the debug output.
//! assert!(!format!("{event:?}").contains("ada"));
//! # Ok::<(), annals::JsonError>(())
//! ```
//!
//! All other files in `src/` are generated from `catalog.yaml`, and do not compile if they differ from
//! `catalog.lock`.

#[rustfmt::skip]
mod catalog; // Generated: if it is missing, run `annals generate`.

pub use catalog::*;
