//! Isolates the events of a test from other tests, even from tests that run at the same time.
//!
//! In a [`Scope`], only the signals that the test enables are enabled, only receivers that are connected in the scope
//! are called, the failure of a receiver makes the send panic, and every sent event is recorded.
//!
//! ```text
//! #[annals::test(enable = [STUDENT_REGISTRATION_COMPLETED])]
//! fn a_registration_is_announced() {
//!     register("ada");
//!     assert_sent!(STUDENT_REGISTRATION_COMPLETED, |event| event.user.pii.username == "ada");
//! }
//! ```
//!
//! A scope applies to the threads and tasks that entered it. A new thread is in no scope. Tests carry a scope to
//! threads and tasks with [`Scope::spawn`], [`Scope::carry`] or [`Scope::enter`]; other code, which need not know
//! whether it is tested, does so with [`Isolation`].
//!
//! The messages of failed assertions contain all data of the events, including personal data, because a diff needs it.

mod assertion;
mod scope;

#[doc(hidden)]
pub use assertion::{assert_equal, assert_matching, assert_none, assert_some};
pub use scope::Sent;

pub use crate::isolation::Isolation;
pub use crate::signal::scope::{Entered, Scope};
pub use crate::{assert_not_sent, assert_sent};
