//! The Open edX events in Rust.
//!
//! Each domain is a module behind a Cargo feature with the same name. In it, every event and every
//! record is a struct, and has one with its required fields in the module `required`. Scalars such as
//! [`types::CourseKey`] check their pattern when they are created.
//!
//! ```
//! use openedx_events::learning::{StudentRegistrationCompleted, UserPersonalData, required};
//! use annals::{Event, Record};
//!
//! let pii = required::UserPersonalData { username: "ada".into(), email: "ada@example.com".into() };
//! let pii = UserPersonalData { name: "Ada".into(), ..pii.into() };
//! let user = required::UserData { id: 1, is_active: true, pii };
//! let event = StudentRegistrationCompleted::from(required::StudentRegistrationCompleted { user: user.into() });
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
