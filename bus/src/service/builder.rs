//! Builds the bus of a service, and starts it.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use std::{fmt, thread};

use super::outgoing::Outgoing;
use super::{Bus, DRAIN, Group, observe};
use crate::consumer::{Consumer, Settings};
use crate::outbox::{Outbox, OutboxError};
use crate::receivers::Receivers;
use crate::relay::{Relay, RelaySettings, Until};
use crate::routes::{InvalidRoutes, Routes};
use crate::stop::Stop;
use crate::transport::Transport;

/// Builds the bus of a service.
#[must_use]
pub struct Builder {
    transport: Arc<dyn Transport>,
    routes: Routes,
    outbox: Option<PathBuf>,
    relay: RelaySettings,
    drain: Duration,
    consumers: Vec<Consumes>,
}

struct Consumes {
    topic: String,
    group: String,
    name: String,
    settings: Settings,
    receivers: Receivers,
}

/// Why a bus cannot start.
#[derive(Debug)]
pub enum StartError {
    /// A route is wrong.
    Routes(InvalidRoutes),
    /// There are routes, and no outbox.
    NoOutbox,
    /// The outbox cannot be used.
    Outbox(OutboxError),
}

impl Builder {
    pub(super) fn new(transport: Arc<dyn Transport>) -> Self {
        Self {
            transport,
            routes: Routes::new(),
            outbox: None,
            relay: RelaySettings::default(),
            drain: DRAIN,
            consumers: Vec::new(),
        }
    }

    /// Which events go to which topics. The prefix counts for the topics that are consumed too.
    pub fn routes(self, routes: Routes) -> Self {
        Self { routes, ..self }
    }

    /// The folder that keeps accepted events until they are sent. It is needed if there are routes.
    pub fn outbox(self, folder: impl Into<PathBuf>) -> Self {
        Self { outbox: Some(folder.into()), ..self }
    }

    /// How accepted events are sent, and how long they are kept.
    pub fn relay(self, relay: RelaySettings) -> Self {
        Self { relay, ..self }
    }

    /// How long a shutdown waits for what is not sent: 5 seconds.
    pub fn drain(self, drain: Duration) -> Self {
        Self { drain, ..self }
    }

    /// Sends what comes on a topic to the receivers of this process, as a member of a group.
    pub fn consume(self, topic: &str, group: &str, name: &str, settings: Settings) -> Self {
        self.consume_with(topic, group, name, settings, Receivers::new())
    }

    /// Like `consume`, with receivers that know older schemas.
    pub fn consume_with(
        mut self,
        topic: &str,
        group: &str,
        name: &str,
        settings: Settings,
        receivers: Receivers,
    ) -> Self {
        let [topic, group, name] = [topic, group, name].map(str::to_owned);
        self.consumers.push(Consumes { topic, group, name, settings, receivers });
        self
    }

    /// Checks the routes, opens the outbox, and starts a thread that sends and the threads of each consumer.
    ///
    /// # Errors
    ///
    /// If a route is wrong, or the outbox cannot be used.
    pub fn start(self) -> Result<Bus, StartError> {
        self.routes.check().map_err(StartError::Routes)?;
        let (stop, drained, now) = (Stop::new(), Stop::new(), Stop::new());
        let outgoing = match self.outbox {
            Some(folder) => {
                let outbox = Outbox::open(folder).map_err(StartError::Outbox)?;
                Some(Arc::new(Outgoing::new(outbox, &self.routes, now.clone())))
            }
            None if self.routes.event_types().next().is_some() => return Err(StartError::NoOutbox),
            None => None,
        };
        let relay = outgoing.clone().map(|outgoing| {
            let (transport, drained) = (Arc::clone(&self.transport), drained.clone());
            thread::spawn(move || {
                let longest = Some(self.drain);
                let until = Until { stop: &now, drained: &drained, longest };
                let relay = Relay::new(&*transport, self.relay, &observe::relay);
                if let Err(error) = relay.run(&outgoing.outbox, until) {
                    tracing::error!(%error, "the relay has ended");
                }
            })
        });
        let start = |consumes| consumes_on(&self.transport, &self.routes, &stop, consumes);
        let groups = self.consumers.into_iter().map(start).collect();
        let connections = outgoing.iter().flat_map(Outgoing::connect).collect();
        let transport = self.transport;
        Ok(Bus { transport, outgoing, groups, relay, stop, drained, connections })
    }
}

/// Starts a consumer.
fn consumes_on(
    transport: &Arc<dyn Transport>,
    routes: &Routes,
    stop: &Stop,
    consumes: Consumes,
) -> Group {
    let Consumes { topic, group, name, settings, receivers } = consumes;
    let receivers = receivers.with_keys(routes.keys(&topic));
    let topic = routes.topic(&topic);
    let member = transport.member(&topic, &group, &name);
    let (stop, observed) = (stop.clone(), topic.clone());
    let thread = thread::spawn(move || {
        let handler = observe::Observed { handler: &receivers, topic: &observed };
        let report = |report: crate::Report<'_>| observe::consumer(&observed, &report);
        Consumer::new(&*member, &handler, settings).run(&stop, &report)
    });
    Group { topic, name: group, thread: Some(thread) }
}

impl fmt::Debug for Builder {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Builder")
    }
}

impl fmt::Display for StartError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Routes(error) => error.fmt(formatter),
            Self::NoOutbox => formatter.write_str("there are routes, and no outbox"),
            Self::Outbox(error) => error.fmt(formatter),
        }
    }
}

impl std::error::Error for StartError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Routes(error) => Some(error),
            Self::NoOutbox => None,
            Self::Outbox(error) => Some(error),
        }
    }
}
