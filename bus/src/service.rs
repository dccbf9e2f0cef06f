//! The bus of a service: events that it sends go out, and its receivers hear what comes in.
//!
//! ```no_run
//! # use annals::{AnyEvent, Event};
//! # use annals_bus::sqlite::Sqlite;
//! use annals_bus::{Bus, Routes, Settings};
//!
//! # fn example<E: Event>(event: E) -> Result<(), Box<dyn std::error::Error>> {
//! # let transport = Sqlite::in_memory()?;
//! let routes = Routes::new().prefix("dev").route(E::DESCRIPTOR.event_type, "registrations", "user.id");
//! let bus = Bus::builder(transport)
//!     .routes(routes)
//!     .outbox("/var/lib/service/outbox")
//!     .consume("enrollments", "mailer", "mailer-1", Settings::default())
//!     .start()?;
//!
//! bus.send(event)?;
//! bus.health()?;
//! bus.shutdown();
//! # Ok(())
//! # }
//! ```
//!
//! # How an event goes out
//!
//! [`Bus::send`] returns when the event is on disk and the receivers of this process were called. What the outbox does
//! not accept is an error, and then nothing was sent and no receiver was called. [`Bus::send_async`] is the same for
//! async code: the future waits for the disk without blocking a thread.
//!
//! An event that is sent on its signal, `SIGNAL.send(event)`, goes out too: the bus is one of the receivers. It waits for
//! the disk, so the send blocks, and what the outbox refuses is one failed response among the others.

mod builder;
mod observe;
mod outgoing;

use std::fmt;
use std::future::poll_fn;
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use annals::{AnyEvent, ConnectionGuard, Event, Metadata, Responses, Signal};

use crate::answer::Slot;
use crate::consumer::Summary;
use crate::origin::OnTheBus;
use crate::outbox::OutboxError;
use crate::stop::Stop;
use crate::transport::{Lag, Transport, TransportError};
pub use builder::{Builder, StartError};
pub use outgoing::NotAccepted;
use outgoing::Outgoing;

/// The bus of a service. It ends when it is dropped; [`shutdown`](Self::shutdown) also waits for what is not sent yet.
pub struct Bus {
    transport: Arc<dyn Transport>,
    outgoing: Option<Arc<Outgoing>>,
    groups: Vec<Group>,
    relay: Option<JoinHandle<()>>,
    stop: Stop,
    /// Stopped when nothing more is accepted.
    drained: Stop,
    connections: Vec<ConnectionGuard>,
}

/// A group that the service consumes in.
struct Group {
    topic: String,
    name: String,
    thread: Option<JoinHandle<Summary>>,
}

/// How a bus is, if it is well.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Health {
    /// Events that are accepted and not sent.
    pub unsent: u64,
    /// The topics and groups that the service consumes in, and how far each group is.
    pub groups: Vec<(String, String, Lag)>,
}

/// Why a bus is not well.
#[derive(Debug)]
pub enum Unhealthy {
    /// The engine does not answer, or refuses.
    Transport(TransportError),
    /// The outbox cannot be read.
    Outbox(OutboxError),
    /// What sends, or consumes this topic, has ended.
    Ended(String),
}

impl Bus {
    /// A bus over a transport, which does nothing yet.
    pub fn builder(transport: impl Transport + 'static) -> Builder {
        Builder::new(Arc::new(transport))
    }

    /// Sends an event: to its topics, and to the receivers of this process. Returns when it is on disk and they were
    /// called. An event without a topic goes to the receivers only.
    ///
    /// # Errors
    ///
    /// If the event is not valid, or the outbox does not accept it. Then no receiver was called.
    pub fn send<E: Event>(&self, event: E) -> Result<Responses, NotAccepted> {
        let metadata = Metadata::of::<E>();
        for accepted in self.accept(&event, &metadata)? {
            accepted.wait()?;
        }
        Ok(deliver(&metadata, || Signal::<E>::default().send_with(&metadata, event)))
    }

    /// Like `send`, for async code: waits for the disk without blocking a thread. Receivers are called on the thread of
    /// the caller.
    ///
    /// # Errors
    ///
    /// If the event is not valid, or the outbox does not accept it. Then no receiver was called.
    pub async fn send_async<E: Event>(&self, event: E) -> Result<Responses, NotAccepted> {
        let metadata = Metadata::of::<E>();
        for accepted in self.accept(&event, &metadata)? {
            accepted.await?;
        }
        Ok(deliver(&metadata, || Signal::<E>::default().send_with(&metadata, event)))
    }

    /// Like `send`, for an event of any type, with metadata.
    ///
    /// # Errors
    ///
    /// If the event is not valid, or the outbox does not accept it. Then no receiver was called.
    pub fn send_any(
        &self,
        metadata: &Metadata,
        event: Arc<dyn AnyEvent>,
    ) -> Result<Responses, NotAccepted> {
        for accepted in self.accept(&*event, metadata)? {
            accepted.wait()?;
        }
        Ok(deliver(metadata, || event.send_with(metadata)))
    }

    fn accept(
        &self,
        event: &dyn AnyEvent,
        metadata: &Metadata,
    ) -> Result<Vec<outgoing::Accepted>, NotAccepted> {
        self.outgoing.as_ref().map_or(Ok(Vec::new()), |outgoing| outgoing.accept(event, metadata))
    }

    /// Looks whether everything works: the engine answers, and nothing has ended. It asks the engine, and blocks for as
    /// long as that takes.
    ///
    /// # Errors
    ///
    /// If something does not work.
    pub fn health(&self) -> Result<Health, Unhealthy> {
        let mut health = Health::default();
        if let Some(outgoing) = &self.outgoing {
            health.unsent = outgoing.unsent().map_err(Unhealthy::Outbox)?;
            if self.relay.as_ref().is_some_and(JoinHandle::is_finished) {
                return Err(Unhealthy::Ended("relay".to_owned()));
            }
            for topic in outgoing.topics() {
                self.transport.scan(topic, None, 1).map_err(Unhealthy::Transport)?;
            }
        }
        for Group { topic, name, thread } in &self.groups {
            if thread.as_ref().is_some_and(JoinHandle::is_finished) {
                return Err(Unhealthy::Ended(topic.clone()));
            }
            let lag = self.transport.lag(topic, name).map_err(Unhealthy::Transport)?;
            observe::lag(topic, name, &lag);
            health.groups.push((topic.clone(), name.clone(), lag));
        }
        Ok(health)
    }

    /// Ends in an orderly way: what is in hand is handled and acknowledged, and what was accepted is sent, for as long
    /// as the builder says. What is left is sent after the next start. Returns what each consumer has done.
    pub fn shutdown(mut self) -> Vec<Summary> {
        self.end(false)
    }

    /// Runs until a future is ready, such as one that waits for a signal, and then ends like `shutdown`, without blocking
    /// the thread.
    pub async fn run_until(self, until: impl Future) -> Vec<Summary> {
        until.await;
        let ended = Arc::new(Slot::default());
        let fill = Arc::clone(&ended);
        thread::spawn(move || fill.fill(self.shutdown()));
        poll_fn(|context| ended.poll(context)).await.unwrap_or_default()
    }

    fn end(&mut self, at_once: bool) -> Vec<Summary> {
        // A receiver may still send, so the relay ends last.
        self.stop.stop();
        let join = |group: &mut Group| group.thread.take().and_then(|thread| thread.join().ok());
        let summaries = self.groups.iter_mut().filter_map(join).collect();
        self.connections.clear();
        self.drained.stop();
        if at_once && let Some(outgoing) = &self.outgoing {
            outgoing.stop();
        }
        if let Some(relay) = self.relay.take() {
            let _ = relay.join();
        }
        summaries
    }
}

/// Calls the receivers of this process. The event does not go out again.
fn deliver(metadata: &Metadata, send: impl FnOnce() -> Responses) -> Responses {
    let _mark = OnTheBus::new(metadata.id());
    send()
}

impl Drop for Bus {
    fn drop(&mut self) {
        drop(self.end(true));
    }
}

impl fmt::Debug for Bus {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Bus")
    }
}

/// How long a shutdown waits for what is not sent, unless the builder says otherwise.
const DRAIN: Duration = Duration::from_secs(5);

impl fmt::Display for Unhealthy {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Transport(error) => error.fmt(formatter),
            Self::Outbox(error) => error.fmt(formatter),
            Self::Ended(what) => write!(formatter, "`{what}` has ended"),
        }
    }
}

impl std::error::Error for Unhealthy {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Transport(error) => Some(error),
            Self::Outbox(error) => Some(error),
            Self::Ended(_) => None,
        }
    }
}
