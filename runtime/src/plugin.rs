//! Connects receivers according to a plugin's configuration.
//!
//! The keys are those of the `signals_config` of an Open edX plugin:
//!
//! ```yaml
//! relative_path: receivers          # optional: the module of the functions
//! receivers:
//!   - receiver_func_name: welcome
//!     signal_path: openedx_events.learning.signals.STUDENT_REGISTRATION_COMPLETED
//!     dispatch_uid: my-plugin-welcome   # optional
//! ```
//!
//! or the same for each project type, from which [`SignalsConfig::project`] selects one:
//!
//! ```yaml
//! signals_config:
//!   lms.djangoapp: { relative_path: receivers, receivers: […] }
//! ```
//!
//! A `signal_path` is an event type, the name of an event, or a path that ends in `<domain>.<NAME>` or
//! `<domain>.signals.<NAME>`, separated by `.` or `::`. A `receiver_func_name` is the path of a function in
//! [`Receivers`], or the end of its path.
//!
//! If any name is wrong, nothing is connected, and the error contains every wrong name.

mod config;
mod error;
mod names;
mod receivers;

pub use config::{ReceiverConfig, SignalsConfig};
pub use error::{ConfigError, Problem};
pub use receivers::Receivers;

use crate::registry::RegisteredEvent;

/// The event that a `signal_path` refers to, for plugins with their own form of configuration.
///
/// # Errors
///
/// If there is no such event.
///
/// ```
/// let wrong = annals::plugin::signal("no.such.SIGNAL").unwrap_err();
/// assert_eq!(wrong.to_string(), "there is no signal `no.such.SIGNAL`");
/// ```
pub fn signal(path: &str) -> Result<&'static RegisteredEvent, Problem> {
    names::event(path)
}
