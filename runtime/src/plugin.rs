//! Receivers connected by a plugin's configuration: names in, connections out, or every name that is wrong.
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
//! or that in one entry for each project type, of which [`SignalsConfig::project`] takes one:
//!
//! ```yaml
//! signals_config:
//!   lms.djangoapp: { relative_path: receivers, receivers: […] }
//! ```
//!
//! A `signal_path` is an event type, the name of an event, or a path that ends in `<domain>.<NAME>` or
//! `<domain>.signals.<NAME>`, with points or with `::`. A `receiver_func_name` is one in [`Receivers`], as a whole
//! path or the end of one.
//!
//! Nothing is connected unless everything can be.

mod config;
mod error;
mod names;
mod receivers;

pub use config::{ReceiverConfig, SignalsConfig};
pub use error::{ConfigError, Problem};
pub use receivers::Receivers;

use crate::registry::RegisteredEvent;

/// The event that a `signal_path` means, for a plugin whose configuration has a shape of its own.
///
/// ```
/// let wrong = annals::plugin::signal("no.such.SIGNAL").unwrap_err();
/// assert_eq!(wrong.to_string(), "no signal is called `no.such.SIGNAL`");
/// ```
pub fn signal(path: &str) -> Result<&'static RegisteredEvent, Problem> {
    names::event(path)
}
