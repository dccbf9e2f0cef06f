//! Carries events between processes, over Redis Streams or SQLite, and loses none.
//!
//! A [`Signal`](annals::Signal) delivers inside one process. The bus takes an event from an [`Outbox`] to
//! a topic, and from a topic to the receivers of another process.
//!
//! | Module | Contents |
//! | --- | --- |
//! | [`service`] | [`Bus`]: everything that a service needs, from one builder |
//! | [`routes`] | [`Routes`]: which events go to which topics |
//! | [`entry`] | [`Entry`]: an event as a topic has it, and its envelope |
//! | [`transport`] | [`Transport`] and [`Member`]: what an engine has to do |
//! | [`outbox`] | accepted events on disk, until a topic has them |
//! | [`relay`] | publishes what an outbox has |
//! | [`consumer`] | hands the entries of a topic to a [`Handler`] |
//! | [`handler`] | [`Handler`]: what becomes of an event that came |
//! | [`receivers`] | a handler that calls the receivers of the event's signal |
//! | [`sqlite`] | the transport over a file, for the processes of one machine, and in memory for one process |
//! | [`conformance`] | what every transport has to pass |
//! | `redis` | the transport over Redis Streams (feature `redis`) |
//!
//! # Who promises what
//!
//! - The outbox has written an event to disk when it says that it accepted it.
//! - The relay publishes each accepted event at least once, in the order of acceptance, always with the same id and bytes.
//! - The transport has stored what it says that it appended, and keeps for each group what is pending.
//! - The consumer acknowledges an entry after its handler is done with it, or after it was put aside as a dead letter.
//! - The handler says whether a failure is of this message or of something around it; see [`Failure`].

mod answer;
pub mod conformance;
pub mod consumer;
pub mod entry;
pub mod handler;
mod origin;
pub mod outbox;
pub mod receivers;
#[cfg(feature = "redis")]
pub mod redis;
pub mod relay;
pub mod routes;
pub mod service;
pub mod sqlite;
mod stop;
#[cfg(test)]
mod tests;
pub mod transport;
mod world;

pub use consumer::{Consumer, Report, Settings, Summary};
pub use entry::{Entry, InvalidEnvelope};
pub use handler::{Failure, Handler};
pub use outbox::Outbox;
pub use routes::Routes;
pub use service::Bus;
pub use stop::Stop;
pub use transport::{DeadLetter, Member, Position, Transport, TransportError};
