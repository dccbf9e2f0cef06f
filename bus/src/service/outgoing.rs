//! Hands events that are sent to the outbox, for each topic that they go to.

use std::collections::BTreeMap;
use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use annals::{AnyEvent, ConnectionGuard, Error, Metadata, registry};

use crate::entry::Entry;
use crate::origin::is_on_the_bus;
use crate::outbox::{Outbox, OutboxError, Ticket};
use crate::routes::Routes;
use crate::stop::Stop;

/// What takes events to the outbox.
pub(super) struct Outgoing {
    pub(super) outbox: Outbox,
    /// Event types, and the full names of their topics.
    topics: BTreeMap<String, Vec<Arc<str>>>,
    stop: Stop,
}

/// Why an event was not accepted. It contains no value of the event.
#[derive(Debug)]
#[must_use]
pub enum NotAccepted {
    /// A field of the event is outside its limits, or the event is never sent over a bus.
    Invalid(String),
    /// The outbox refused it for this topic. Other topics that the event goes to may have it.
    Outbox(Arc<str>, OutboxError),
}

/// An event that was handed to the outbox, for one topic.
pub(super) struct Accepted {
    topic: Arc<str>,
    ticket: Ticket,
}

impl Outgoing {
    pub(super) fn new(outbox: Outbox, routes: &Routes, stop: Stop) -> Self {
        let topics = |event_type: &str| routes.topics(event_type).map(Arc::from).collect();
        let all = routes.event_types();
        let topics = all.map(|event_type| (event_type.to_owned(), topics(event_type))).collect();
        Self { outbox, topics, stop }
    }

    pub(super) fn topics(&self) -> impl Iterator<Item = &str> {
        self.topics.values().flatten().map(|topic| &**topic)
    }

    pub(super) fn unsent(&self) -> Result<u64, OutboxError> {
        self.outbox.left()
    }

    pub(super) fn stop(&self) {
        self.stop.stop();
    }

    /// Hands an event to the outbox.
    pub(super) fn accept(
        &self,
        event: &dyn AnyEvent,
        metadata: &Metadata,
    ) -> Result<Vec<Accepted>, NotAccepted> {
        let Some(topics) = self.topics.get(metadata.event_type()) else { return Ok(Vec::new()) };
        let invalid = |error: &dyn fmt::Display| NotAccepted::Invalid(error.to_string());
        event.validate().map_err(|error| invalid(&error))?;
        let entry = Entry::new(metadata, event.to_avro().map_err(|error| invalid(&error))?);
        let accept = |topic: &Arc<str>| {
            let ticket = self.outbox.accept(topic, 0, entry.clone());
            Accepted { topic: Arc::clone(topic), ticket }
        };
        Ok(topics.iter().map(accept).collect())
    }

    /// Takes what is sent on the signals of these events to the bus.
    pub(super) fn connect(self: &Arc<Self>) -> Vec<ConnectionGuard> {
        let connect = |event_type: &String| {
            let outgoing = Arc::clone(self);
            let forward =
                move |event: &dyn AnyEvent, metadata: &Metadata| outgoing.forward(event, metadata);
            let options = annals::signal::Options::new().name("annals_bus");
            Some(registry().get(event_type)?.connect_with(options, forward).guard())
        };
        self.topics.keys().filter_map(connect).collect()
    }

    fn forward(&self, event: &dyn AnyEvent, metadata: &Metadata) -> Result<(), Error> {
        if is_on_the_bus(metadata.id()) {
            return Ok(());
        }
        for accepted in self.accept(event, metadata)? {
            accepted.wait()?;
        }
        Ok(())
    }
}

impl Accepted {
    /// Waits until the event is on disk.
    pub(super) fn wait(self) -> Result<(), NotAccepted> {
        let Self { topic, ticket } = self;
        ticket.wait().map_err(|error| NotAccepted::Outbox(topic, error))
    }
}

impl Future for Accepted {
    type Output = Result<(), NotAccepted>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let answer = Pin::new(&mut self.ticket).poll(context);
        answer.map_err(|error| NotAccepted::Outbox(Arc::clone(&self.topic), error))
    }
}

impl fmt::Display for NotAccepted {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Invalid(reason) => write!(formatter, "the event cannot be sent: {reason}"),
            Self::Outbox(topic, error) => write!(formatter, "topic `{topic}`: {error}"),
        }
    }
}

impl std::error::Error for NotAccepted {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Invalid(_) => None,
            Self::Outbox(_, error) => Some(error),
        }
    }
}
