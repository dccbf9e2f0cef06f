//! The plugin: a configuration in, connected receivers and running couriers out.

use std::sync::Arc;
use std::time::{Duration, Instant};
use std::{fmt, io};

use annals::signal::Options;
use annals::{AnyEvent, ConnectionGuard, Error, Metadata};
use ureq::http::Uri;

use crate::client::Client;
use crate::config::{Config, WebhookConfig};
use crate::control::Control;
use crate::courier::Courier;
use crate::dead_letters::DeadLetters;
use crate::payload;
use crate::queue::{Queue, QueueError};

/// A signal has this receiver once.
const DISPATCH_UID: &str = "annals-webhook";

/// A running plugin. When it is dropped, it shuts down without waiting.
#[derive(Default)]
pub struct Webhooks {
    running: Vec<Running>,
}

struct Running {
    event: &'static str,
    connection: Option<ConnectionGuard>,
    queue: Arc<Queue>,
    control: Arc<Control>,
}

/// What a shutdown has left in a queue, for the next start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Left {
    /// Name of the event.
    pub event: &'static str,
    /// How many.
    pub count: usize,
}

/// Why the plugin does not run.
#[derive(Debug)]
#[non_exhaustive]
pub enum StartError {
    /// A queue cannot be opened.
    Queue(&'static str, QueueError),
    /// The HTTP client cannot be made.
    Client(ureq::Error),
    /// There can be no more threads.
    Thread(io::Error),
    /// The plugin runs already.
    Connected(&'static str),
}

impl Webhooks {
    /// Opens the queues, connects the receivers, and begins to deliver what the last run has left.
    pub fn start(config: &Config) -> Result<Self, StartError> {
        let mut webhooks = Self::default();
        for webhook in &config.webhooks {
            // Those that run already are shut down if this one does not start.
            webhooks.running.push(Running::start(config, webhook)?);
        }
        Ok(webhooks)
    }

    /// Number of events that are not delivered yet.
    pub fn waiting(&self) -> usize {
        self.running.iter().map(|it| it.queue.len()).sum()
    }

    /// Takes no more events, and delivers what waits until the deadline, or until a server does not take something.
    /// What is left stays on disk.
    pub fn shutdown(mut self, deadline: Duration) -> Vec<Left> {
        self.stop(deadline)
    }

    fn stop(&mut self, deadline: Duration) -> Vec<Left> {
        let deadline = Instant::now() + deadline;
        let mut running = std::mem::take(&mut self.running);
        for it in &mut running {
            it.connection = None;
            it.control.stop(deadline);
        }
        let left = running.into_iter().filter_map(|it| {
            it.control.await_gone(deadline);
            // A courier that still waits for an answer cannot change the queue any more: whatever the answer is, the
            // next run delivers the event again, with the same id.
            let count = it.queue.close();
            tracing::info!(event = it.event, waiting = count, "webhook stopped");
            (count > 0).then_some(Left { event: it.event, count })
        });
        left.collect()
    }
}

impl Drop for Webhooks {
    fn drop(&mut self) {
        self.stop(Duration::ZERO);
    }
}

impl Running {
    fn start(config: &Config, webhook: &WebhookConfig) -> Result<Self, StartError> {
        let event = webhook.event.name;
        let folder = config.queue_folder.join(event);
        let queue = Queue::open(&folder, config.limits);
        let queue = Arc::new(queue.map_err(|error| StartError::Queue(event, error))?);
        let control = Arc::new(Control::default());
        let client = Client::new(&config.http, webhook).map_err(StartError::Client)?;
        warn_if_readable(webhook);
        let connection = connect(webhook, &queue, &control)?;
        let running =
            Self { event, connection: Some(connection), queue: Arc::clone(&queue), control };
        let courier = Courier {
            event,
            queue,
            control: Arc::clone(&running.control),
            client,
            dead_letters: DeadLetters::new(&folder, webhook.event.event_type),
            retry: config.retry,
        };
        courier.start().map_err(StartError::Thread)?;
        tracing::info!(event, waiting = running.queue.len(), "webhook started");
        Ok(running)
    }
}

/// Connects the receiver: it puts the event on disk, and leaves the network to the courier.
fn connect(
    webhook: &WebhookConfig,
    queue: &Arc<Queue>,
    control: &Arc<Control>,
) -> Result<ConnectionGuard, StartError> {
    let (queue, control) = (Arc::clone(queue), Arc::clone(control));
    let privacy = webhook.privacy.clone();
    let receive = move |event: &dyn AnyEvent, metadata: &Metadata| -> Result<(), Error> {
        queue.push(metadata.id(), &payload::body(event, metadata, &privacy)?)?;
        control.wake();
        Ok(())
    };
    let options = Options::new().name("annals_webhook::post").dispatch_uid(DISPATCH_UID);
    let connection = webhook.event.connect_with(options, receive);
    if !connection.is_new() {
        return Err(StartError::Connected(webhook.event.name));
    }
    Ok(connection.guard())
}

/// What goes over plain HTTP can be read on the way.
fn warn_if_readable(webhook: &WebhookConfig) {
    let Ok(uri) = webhook.url.parse::<Uri>() else { return };
    let local = ["localhost", "127.0.0.1", "[::1]"].contains(&uri.host().unwrap_or_default());
    if uri.scheme_str() == Some("http") && !local {
        tracing::warn!(event = webhook.event.name, "goes out without TLS: use an https:// URL");
    }
}

impl fmt::Display for StartError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Queue(event, error) => write!(formatter, "the queue of {event}: {error}"),
            Self::Client(error) => write!(formatter, "the HTTP client: {error}"),
            Self::Thread(error) => write!(formatter, "no thread for a webhook: {error}"),
            Self::Connected(event) => write!(formatter, "{event} has a webhook in this process"),
        }
    }
}

impl std::error::Error for StartError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Queue(_, error) => Some(error),
            Self::Client(error) => Some(error),
            Self::Thread(error) => Some(error),
            Self::Connected(_) => None,
        }
    }
}
