//! Delivers one event to a server.

use std::io::Read as _;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use ureq::http::{Response, StatusCode};
use ureq::tls::{RootCerts, TlsConfig};
use ureq::{Agent, Body};

use crate::config::{HttpConfig, WebhookConfig};
use crate::queue::Entry;
use crate::secret::Secret;
use crate::signature::{SIGNATURE_HEADER, TIMESTAMP_HEADER, sign};

/// At most this much of an answer is read, so that its connection can be used again.
const ANSWER: u64 = 64 * 1024;

/// The outcome of an attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The server accepted the event.
    Delivered(u16),
    /// The server or the connection failed, and the event should be sent again later.
    Later {
        /// The cause, without personal data.
        why: String,
        /// The value of `Retry-After`.
        after: Option<Duration>,
    },
    /// The server rejected the event.
    Rejected(u16),
}

/// Delivers to one URL.
pub(crate) struct Client {
    agent: Agent,
    url: String,
    event_type: &'static str,
    signing: Option<Secret>,
    timeout: Duration,
}

impl Client {
    pub(crate) fn new(http: &HttpConfig, webhook: &WebhookConfig) -> Self {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            // A redirected POST may become a GET, or go to another server.
            .max_redirects(0)
            .proxy(http.proxy.clone())
            .tls_config(tls(http))
            .timeout_connect(Some(http.connect_timeout))
            .user_agent(concat!("annals-webhook/", env!("CARGO_PKG_VERSION")));
        Self {
            agent: config.build().into(),
            url: webhook.url.clone(),
            event_type: webhook.event.event_type,
            signing: webhook.signing.clone(),
            timeout: http.timeout,
        }
    }

    /// Tries once, for at most `longest` if that is shorter than the configured timeout.
    pub(crate) fn post(&self, entry: &Entry, longest: Option<Duration>) -> Outcome {
        match self.send(entry, longest.map_or(self.timeout, |longest| longest.min(self.timeout))) {
            Ok(response) => outcome(response),
            Err(error) => Outcome::Later { why: error.to_string(), after: None },
        }
    }

    fn send(&self, entry: &Entry, timeout: Duration) -> Result<Response<Body>, ureq::Error> {
        let request = self.agent.post(&self.url).config().timeout_global(Some(timeout)).build();
        let mut request = request
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", entry.id.to_string())
            .header("Webhook-Event", self.event_type);
        if let Some(secret) = &self.signing {
            let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
            request = request
                .header(TIMESTAMP_HEADER, now.to_string())
                .header(SIGNATURE_HEADER, sign(secret, now, &entry.body));
        }
        request.send(&entry.body[..])
    }
}

fn tls(http: &HttpConfig) -> TlsConfig {
    let authorities = http.authorities.clone();
    let authorities = authorities.map_or(RootCerts::WebPki, RootCerts::Specific);
    TlsConfig::builder().root_certs(authorities).build()
}

fn outcome(response: Response<Body>) -> Outcome {
    let (status, after) = (response.status(), retry_after(&response));
    // Only the status counts, so an error while reading the rest does not matter.
    let _ =
        std::io::copy(&mut response.into_body().into_reader().take(ANSWER), &mut std::io::sink());
    match status {
        status if status.is_success() => Outcome::Delivered(status.as_u16()),
        status if status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS => {
            Outcome::Later { why: format!("status {}", status.as_u16()), after }
        }
        status => Outcome::Rejected(status.as_u16()),
    }
}

/// The value of the header in seconds. Its other form, a date, is rare and ignored.
fn retry_after(response: &Response<Body>) -> Option<Duration> {
    let value = response.headers().get("Retry-After")?.to_str().ok()?;
    value.trim().parse().ok().map(Duration::from_secs)
}
