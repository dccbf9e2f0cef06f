//! Starts and shuts down the plugin.

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

/// Makes sure that a signal has this receiver only once.
const DISPATCH_UID: &str = "annals-webhook";

/// A running plugin. Dropping it shuts it down without waiting.
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

/// The events of a queue that are delivered after the next start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Left {
    /// Name of the event.
    pub event: &'static str,
    /// The number of events.
    pub count: usize,
}

/// Why the plugin cannot start.
#[derive(Debug)]
#[non_exhaustive]
pub enum StartError {
    /// A queue cannot be opened.
    Queue(&'static str, QueueError),
    /// A thread cannot be started.
    Thread(io::Error),
    /// The plugin is already running.
    Connected(&'static str),
}

impl Webhooks {
    /// Opens the queues, connects the receivers, and starts to deliver the events in the queues.
    pub fn start(config: &Config) -> Result<Self, StartError> {
        let mut webhooks = Self::default();
        for webhook in &config.webhooks {
            // If this webhook does not start, dropping `webhooks` shuts down those that did.
            webhooks.running.push(Running::start(config, webhook)?);
        }
        Ok(webhooks)
    }

    /// The number of events that are not delivered yet.
    pub fn waiting(&self) -> usize {
        self.running.iter().map(|it| it.queue.len()).sum()
    }

    /// Accepts no more events, and delivers waiting ones until the deadline or the first failure. The others stay on
    /// disk.
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
            it.control.await_stopped(deadline);
            // After this, a courier that still waits for an answer cannot change the queue. The next run delivers the
            // event again with the same id, whatever the answer is.
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
        let client = Client::new(&config.http, webhook);
        warn_without_tls(webhook);
        let connection = connect(webhook, &queue, &control)?;
        let running =
            Self { event, connection: Some(connection), queue: Arc::clone(&queue), control };
        let courier = Courier {
            event,
            queue,
            control: Arc::clone(&running.control),
            deliver: Box::new(move |entry, longest| client.post(entry, longest)),
            dead_letters: DeadLetters::new(&folder, webhook.event.event_type, config.limits.bytes),
            retry: config.retry,
        };
        courier.start().map_err(StartError::Thread)?;
        tracing::info!(event, waiting = running.queue.len(), "webhook started");
        Ok(running)
    }
}

/// Connects the receiver, which adds the event to the queue. The courier delivers it.
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

/// Warns about plain HTTP to another host.
fn warn_without_tls(webhook: &WebhookConfig) {
    let Ok(uri) = webhook.url.parse::<Uri>() else { return };
    let local = ["localhost", "127.0.0.1", "[::1]"].contains(&uri.host().unwrap_or_default());
    if uri.scheme_str() == Some("http") && !local {
        tracing::warn!(
            event = webhook.event.name,
            "events are sent without TLS, use an https:// URL"
        );
    }
}

impl fmt::Display for StartError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Queue(event, error) => {
                write!(formatter, "cannot open the queue of {event}: {error}")
            }
            Self::Thread(error) => {
                write!(formatter, "cannot start the thread of a webhook: {error}")
            }
            Self::Connected(event) => {
                write!(formatter, "{event} already has a webhook in this process")
            }
        }
    }
}

impl std::error::Error for StartError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Queue(_, error) => Some(error),
            Self::Thread(error) => Some(error),
            Self::Connected(_) => None,
        }
    }
}
