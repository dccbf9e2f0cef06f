//! A plugin that posts events to webhooks, with a queue on disk so that no event is lost.
//!
//! ```text
//! signal ─► receiver ─► payload (privacy) ─► queue on disk ─► courier thread ─► HTTP client
//!                                                                  └─► dead letters
//! ```
//!
//! | Module | Content |
//! | --- | --- |
//! | [`webhooks`] | [`Webhooks`]: starts and shuts down the plugin |
//! | [`config`] | [`Config`]: reads the YAML file, and reports all mistakes in it |
//! | [`privacy`] | omits or hashes fields |
//! | [`payload`] | the body of a request |
//! | [`queue`] | [`Queue`]: events that are not delivered yet |
//! | [`client`] | one attempt to deliver, and its outcome |
//! | [`signature`] | signs bodies |
//! | [`dead_letters`] | events that a server rejected |
//! | [`listen`] | a server that prints requests, for demos |
//! | [`samples`] | events for demos |
//!
//! An event is delivered at least once. If the answer is lost, it is sent again with the same `Idempotency-Key`.
//! Events of one type arrive in the order in which they were sent, and do not wait for events of other types.

mod backoff;
pub mod client;
pub mod config;
mod control;
mod courier;
pub mod dead_letters;
mod files;
pub mod listen;
pub mod payload;
pub mod privacy;
pub mod queue;
pub mod samples;
pub mod secret;
pub mod signature;
pub mod webhooks;

pub use config::{Config, ConfigError};
pub use privacy::{Policy, Privacy};
pub use queue::{Queue, QueueError};
pub use secret::{Secret, SecretError};
pub use webhooks::{Left, StartError, Webhooks};
