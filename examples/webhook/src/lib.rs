//! A plugin that posts events to webhooks: a configuration in, one HTTP request per event out, nothing lost between.
//!
//! ```text
//! signal ─► receiver ─► payload (privacy) ─► queue on disk ─► courier thread ─► HTTP client
//!                                                                  └─► dead letters
//! ```
//!
//! | Module | Holds |
//! | --- | --- |
//! | [`webhooks`] | [`Webhooks`]: connects, runs and shuts down everything |
//! | [`config`] | [`Config`]: a YAML file, and every mistake in it |
//! | [`privacy`] | which fields are left out or hashed |
//! | [`payload`] | the body of a request |
//! | [`queue`] | [`Queue`]: events that are not delivered yet |
//! | [`client`] | one attempt to deliver, and what came of it |
//! | [`signature`] | proves to a receiver who sent a body |
//! | [`dead_letters`] | events that a server refused for good |
//! | [`listen`] | a server that shows what arrives, for trying things out |
//! | [`samples`] | events to try things out with |
//!
//! An event is delivered at least once: again, with the same `Idempotency-Key`, if the answer got lost.
//! The events of one type arrive in the order in which they were sent; those of another type do not wait for them.

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
pub use secret::Secret;
pub use webhooks::{Left, StartError, Webhooks};
