//! Events of a test that no other test sees, even one that runs at the same time.
//!
//! In a [`Scope`], all signals are off but those that are named; only receivers that are connected there hear;
//! a receiver that fails makes the send panic; and what is sent is recorded.
//!
//! ```text
//! #[annals::test(enable = [STUDENT_REGISTRATION_COMPLETED])]
//! fn a_registration_is_announced() {
//!     register("ada");
//!     assert_sent!(STUDENT_REGISTRATION_COMPLETED, |event| event.user.pii.username == "ada");
//! }
//! ```
//!
//! A scope belongs to the threads and tasks that are in it, not to the process: a new thread is in none. To take one
//! along, a test calls [`Scope::spawn`], [`Scope::carry`] or [`Scope::enter`], and a receiver, which cannot know
//! whether it is tested, [`Isolation`].
//!
//! Messages of failed assertions show the whole data of events, personal data too: a diff of redacted text would
//! show nothing.

mod assertion;
mod scope;

#[doc(hidden)]
pub use assertion::{assert_equal, assert_matching, assert_none, assert_some};
pub use scope::Sent;

pub use crate::isolation::Isolation;
pub use crate::signal::scope::{Entered, Scope};
pub use crate::{assert_not_sent, assert_sent};
